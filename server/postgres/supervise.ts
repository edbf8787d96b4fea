import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../config/start-error.ts";
import { type Account, accountForPostgres } from "./account.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { type Cluster, openCluster, openFolder } from "./cluster.ts";
import { type OwnerLock, tryOwn } from "./owner-lock.ts";
import {
  ask,
  findRunning,
  freePort,
  type Postmaster,
  readPidFile,
  startPostmaster,
  stopPostmaster,
} from "./postmaster.ts";
import { loginUrl, prepareCluster } from "./prepare-cluster.ts";

export interface EmbeddedPostgres {
  /** `postgres://quintet:…@127.0.0.1:port/quintet`; it holds for the life of this process, crashes of Postgres included. */
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  /** Whether this process started or adopted the server, and so stops it; others only attach. */
  readonly isOwner: boolean;
  /** Fast shutdown by the owner; nothing by others. Safe to call twice. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly dataFolder: string;
  /** False in tests: no fsync, so a power cut loses data. */
  readonly fsync?: boolean;
  /** 100 unless said, of which one Quintet uses up to 60 (docs/running.md); tests run many on one Postgres. */
  readonly maxConnections?: number;
  /** Receives events that may interest a person: an adopted orphan, a restart after a crash. */
  readonly tell?: (message: string) => void;
}

/** Starts the Postgres of a data folder, or joins the one that runs. */
export async function startEmbeddedPostgres(options: SupervisorOptions): Promise<EmbeddedPostgres> {
  const tell = options.tell ?? (() => undefined);
  const { fsync = true, maxConnections = 100 } = options;
  const account = accountForPostgres(process.getuid?.());
  const binaries = await findBinaries(account);
  const folder = await openFolder(options.dataFolder, account);

  const deadline = performance.now() + 60_000;
  for (;;) {
    const lock = await tryOwn(path.join(folder, "owner.lock"));
    if (lock) return own({ folder, binaries, account, lock, fsync, maxConnections, tell });
    const attached = await attach(folder, binaries, account);
    if (attached) return attached;
    if (performance.now() > deadline)
      throw new StartError(`Another process owns the database in ${folder} and does not get it ready.`);
    await sleep(100);
  }
}

/** Another process owns the server: we use it once it is ready. */
async function attach(
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<EmbeddedPostgres | undefined> {
  const data = path.join(folder, "data");
  const file = readPidFile(data);
  if (file?.status !== "ready") return undefined;
  const cluster = await openCluster({ folder, binaries, account, fsync: true });
  if ((await ask(file.port, cluster.password)) !== "ready" || !isPrepared(folder)) return undefined;
  return { url: loginUrl(cluster, file.port), folder, pid: file.pid, isOwner: false, close: async () => undefined };
}

interface Ownership {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly lock: OwnerLock;
  readonly fsync: boolean;
  readonly maxConnections: number;
  readonly tell: (message: string) => void;
}

async function own(input: Ownership): Promise<EmbeddedPostgres> {
  const { folder, binaries, account, lock, fsync, maxConnections, tell } = input;
  let closing: Promise<void> | undefined;
  try {
    const cluster = await openCluster({ folder, binaries, account, fsync });
    const orphan = await findRunning(cluster);
    if (orphan) tell(`Found Postgres running from before (process ${orphan.pid}) and took it over.`);
    let server = orphan ?? (await startOnFreePort({ cluster, binaries, account, fsync, maxConnections }));
    try {
      await prepareCluster(cluster, server.port);
    } catch (error) {
      await stopPostmaster(server, { cluster, binaries, account });
      throw error;
    }

    const watch = async () => {
      for (let crashes = 0; ; crashes++) {
        const began = performance.now();
        await server.ended;
        if (closing) return;
        if (performance.now() - began > 60_000) crashes = 0;
        tell(`Postgres ended unexpectedly; starting it again (its log is ${cluster.logFile}).`);
        await sleep(Math.min(250 * 2 ** crashes, 10_000), undefined, { ref: false });
        if (closing) return;
        try {
          // On the same port, because pools know it by now.
          server =
            (await findRunning(cluster)) ??
            (await startPostmaster({ cluster, binaries, account, fsync, maxConnections, port: server.port }));
        } catch (error) {
          tell(`Postgres did not start: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    };
    void watch();

    return {
      url: loginUrl(cluster, server.port),
      folder,
      get pid() {
        return server.pid;
      },
      isOwner: true,
      close: () => {
        closing ??= stopPostmaster(server, { cluster, binaries, account }).finally(() => lock.release());
        return closing;
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** On the port of last time, so that a tool configured once still fits; on another if a stranger has it now. */
async function startOnFreePort(input: {
  cluster: Cluster;
  binaries: Binaries;
  account: Account | undefined;
  fsync: boolean;
  maxConnections: number;
}): Promise<Postmaster> {
  const { cluster } = input;
  const deadline = performance.now() + 10_000;
  for (let attempt = 0; ; attempt++) {
    const port = await freePort(attempt === 0 ? rememberedPort(cluster) : undefined);
    try {
      const server = await startPostmaster({ ...input, port });
      writeFileSync(cluster.portFile, `${port}\n`);
      return server;
    } catch (error) {
      // Another program was quicker with the port, or a dead server has not been collected yet (see process-state.ts).
      const code = (error as { code?: string }).code;
      if ((code !== "EADDRINUSE" && code !== "EEXIST") || performance.now() > deadline) throw error;
      await sleep(250);
      if (code === "EEXIST") await findRunning(cluster);
    }
  }
}

function rememberedPort(cluster: Cluster): number | undefined {
  try {
    const port = Number(readFileSync(cluster.portFile, "utf8"));
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined;
  } catch {
    return undefined; // the first start
  }
}

function isPrepared(folder: string): boolean {
  try {
    return readFileSync(path.join(folder, "prepared"), "utf8") !== "";
  } catch {
    return false; // the owner is at it
  }
}
