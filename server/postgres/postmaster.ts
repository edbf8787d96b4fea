import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { StartError } from "../config/start-error.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { type Cluster, SUPERUSER } from "./cluster.ts";
import { processState } from "./process-state.ts";
import { run, spawnOptions } from "./run.ts";

/** A server on a cluster's data, started by us or found running. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
}

/** What `postmaster.pid` says: the lines are Postgres' own format. */
export function readPidFile(data: string): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? "").trim() };
  } catch {
    return undefined;
  }
}

/** Whether a process is a Postgres on this data folder, and not another program that got a dead one's id. */
function isOurPostgres(pid: number, data: string): boolean {
  const state = processState(pid);
  if (!state || state.isZombie) return false;
  return state.command === "" || (state.command.includes("postgres") && state.command.includes(data));
}

export type Answer = "ready" | "starting" | "refused" | "silent";

/** Asks a server on loopback whether it lets us in with the cluster's own password: a stranger's would not. */
export async function ask(port: number, password: string): Promise<Answer> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password,
    database: "postgres",
    connectionTimeoutMillis: 1_000,
  });
  client.on("error", () => undefined); // the answer below says it
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "57P03" || code === "53300") return "starting";
    return code?.startsWith("28") ? "refused" : "silent";
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A server that runs on this data already: the orphan of a process that was killed, or another owner's. One that is
 * starting or stopping gets ten seconds to become one or the other. A stale pid file is removed.
 */
export async function findRunning(cluster: Cluster): Promise<Postmaster | undefined> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const found = readPidFile(cluster.data);
    if (!found) return undefined;
    if (isOurPostgres(found.pid, cluster.data)) {
      const answer = found.port > 0 ? await ask(found.port, cluster.password) : "starting";
      if (answer === "ready") return { pid: found.pid, port: found.port, ended: endOf(found.pid) };
      if (answer === "refused")
        throw new StartError(`The Postgres on ${cluster.data} does not accept the password kept beside it.`);
    } else if (!processState(found.pid)?.isZombie || performance.now() > deadline) {
      // Postgres itself clears the file of a process that is gone, but not when a stranger has its id by now.
      rmSync(path.join(cluster.data, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (performance.now() > deadline)
      throw new StartError(
        `A Postgres runs on ${cluster.data} (process ${found.pid}) and does not answer. Stop it and start again.`,
      );
    await sleep(100);
  }
}

/** Starts the server; resolves when it takes connections. A port that is taken is an error with code EADDRINUSE. */
export async function startPostmaster(input: {
  cluster: Cluster;
  binaries: Binaries;
  account: Account | undefined;
  port: number;
  fsync: boolean;
  maxConnections: number;
}): Promise<Postmaster> {
  const { cluster, binaries, account, port } = input;
  const log = openLog(cluster.logFile);
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    `max_connections=${input.maxConnections}`,
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    ...(input.fsync ? [] : ["fsync=off", "full_page_writes=off"]),
  ];
  // Detached: Ctrl-C goes to the whole process group, and Postgres must run until this process has finished its work.
  const child = spawn(
    binaries.postgres,
    ["-D", cluster.data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    {
      ...spawnOptions(account),
      detached: true,
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });

  const deadline = performance.now() + 120_000; // crash recovery of a large cluster takes its time
  for (;;) {
    const file = readPidFile(cluster.data);
    if (file?.pid === child.pid && file?.status === "ready" && child.pid !== undefined)
      return { pid: child.pid, port, ended };
    if (isOver) throw startFailure(cluster.logFile, port);
    if (performance.now() > deadline) {
      child.kill("SIGQUIT");
      throw new StartError(`Postgres did not become ready in two minutes. Its log is ${cluster.logFile}.`);
    }
    await sleep(5);
  }
}

function startFailure(logFile: string, port: number): Error {
  const tail = readFileSync(logFile, "utf8").split("\n").slice(-12).join("\n").trim();
  const error = new StartError(`Postgres did not start:\n${tail}`);
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(tail))
    return Object.assign(error, { code: "EADDRINUSE", port });
  if (/postmaster\.pid" already exists/.test(tail)) return Object.assign(error, { code: "EEXIST" });
  return error;
}

/** Fast shutdown: transactions are rolled back, all is written, nothing to recover next time. */
export async function stopPostmaster(
  postmaster: Postmaster,
  input: { cluster: Cluster; binaries: Binaries; account: Account | undefined },
): Promise<void> {
  if (process.platform === "win32") {
    await run(input.binaries.pgCtl, ["stop", "-D", input.cluster.data, "-m", "fast", "-w"], { account: input.account });
    return;
  }
  for (const [signal, patience] of [
    ["SIGINT", 15_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    signalProcess(postmaster.pid, signal);
    const waiting = new AbortController();
    const late = sleep(patience, false, { signal: waiting.signal }).catch(() => false);
    const isGone = await Promise.race([postmaster.ended.then(() => true), late]);
    waiting.abort();
    if (isGone) return;
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // it has ended already, which is the wanted result
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** An adopted server is not our child process, so its end causes no event: it is polled. */
async function endOf(pid: number): Promise<void> {
  for (;;) {
    const state = processState(pid);
    if (!state || state.isZombie) return;
    await sleep(200, undefined, { ref: false });
  }
}

/** The log grows by a few lines a day; past 5 MB it begins anew. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(file, size > 5_000_000 ? "w" : "a", 0o600);
}

/** A port on loopback that is free now; the wanted one if it is free. */
export async function freePort(wanted: number | undefined): Promise<number> {
  const take = (port: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(undefined));
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
      });
    });
  const port = (wanted === undefined ? undefined : await take(wanted)) ?? (await take(0));
  if (port === undefined) throw new StartError("No free port on 127.0.0.1 for Postgres.");
  return port;
}
