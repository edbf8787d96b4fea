import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { processState } from "./process-state.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./supervise.ts";

let folder: string;
const opened: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
let blocker: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "quintet-supervise-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(opened.splice(0).map((postgres) => postgres.close()));
  // What a killed owner left behind is taken over, to be stopped.
  if (existsSync(inPostgres("data", "postmaster.pid")))
    await (await startEmbeddedPostgres({ dataFolder: folder, fsync: false })).close();
  blocker?.close();
  blocker = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const inPostgres = (...names: string[]) => path.join(folder, "postgres", ...names);
const start = async (told: string[] = []) => {
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    fsync: false,
    tell: (message) => told.push(message),
  });
  opened.push(postgres);
  return postgres;
};

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined); // the server is killed under it
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Held {
  readonly process: ChildProcess;
  readonly url: string;
  readonly pid: number;
  readonly isOwner: boolean;
}

/** An owner in a process of its own, so that it can be killed. */
function hold(): Promise<Held> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions", "quintet-source", "tests/support/hold-postgres.ts", folder],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${text}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split("\n").find((candidate) => candidate.includes('"url"'));
      if (line) resolve({ process: child, ...(JSON.parse(line) as Omit<Held, "process">) });
    });
  });
}

async function killed(target: ChildProcess | number): Promise<void> {
  const pid = typeof target === "number" ? target : (target.pid ?? 0);
  process.kill(pid, "SIGKILL");
  for (let state = processState(pid); state && !state.isZombie; state = processState(pid)) await sleep(10);
}

it("makes a cluster that only this machine and only with the password can enter, as no superuser", async () => {
  const postgres = await start();
  expect(statSync(inPostgres("password")).mode & 0o777).toBe(0o600);
  expect(statSync(inPostgres("data")).mode & 0o777).toBe(0o700);
  const [settings] = await query(
    postgres.url,
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('max_connections') AS connections, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super`,
  );
  expect(settings).toEqual({ addresses: "127.0.0.1", connections: "100", super: false });
  await expect(query(postgres.url.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  await expect(query(postgres.url, "COPY (SELECT 1) TO PROGRAM 'true'")).rejects.toMatchObject({ code: "42501" });
});

it("takes from every other role what an app's statement could escape by", async () => {
  const { url } = await start();
  await query(url, "CREATE ROLE app_test");
  await query(url, "GRANT app_test TO current_user WITH SET TRUE");
  await expect(query(url, "SET ROLE app_test; SELECT set_config('role', 'none', true)")).rejects.toMatchObject({
    code: "42501",
  });
  await expect(query(url, "SET ROLE app_test; SELECT query_to_xml('select 1', true, true, '')")).rejects.toMatchObject({
    code: "42501",
  });
  await expect(query(url, "SET ROLE app_test; CREATE TEMP TABLE t (a int)")).rejects.toMatchObject({ code: "42501" });
});

it("keeps data and port over a clean stop", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.close();
  expect(existsSync(inPostgres("data", "postmaster.pid"))).toBe(false);
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

it("takes over the orphan of an owner that was killed, and stops it", async () => {
  const owner = await hold();
  await killed(owner.process);
  expect(processState(owner.pid)).toBeDefined();
  const told: string[] = [];
  const next = await start(told);
  expect(next).toMatchObject({ pid: owner.pid, url: owner.url, isOwner: true });
  expect(told.join()).toContain(String(owner.pid));
  await next.close();
  expect(processState(owner.pid)?.isZombie ?? true).toBe(true);
});

it("recovers when owner and Postgres were both killed", async () => {
  const owner = await hold();
  await query(owner.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  await killed(owner.process);
  await killed(owner.pid);
  const next = await start();
  expect(await query(next.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

it("clears a pid file whose process is another program by now", async () => {
  const first = await start();
  await first.close();
  writeFileSync(
    inPostgres("data", "postmaster.pid"),
    `${process.pid}\n${inPostgres("data")}\n1\n5432\n\n127.0.0.1\n1 1\nready   \n`,
  );
  const next = await start();
  expect(next.pid).not.toBe(process.pid);
  expect(await query(next.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("moves when its port has been taken", async () => {
  const first = await start();
  await first.close();
  const port = Number(readFileSync(inPostgres("port"), "utf8"));
  blocker = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => blocker?.once("listening", resolve));
  const next = await start();
  expect(new URL(next.url).port).not.toBe(String(port));
  expect(await query(next.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("throws away a cluster that was never finished", async () => {
  mkdirSync(inPostgres("data.new-1", "base"), { recursive: true });
  await start();
  expect(existsSync(inPostgres("data.new-1"))).toBe(false);
});

it("is owned by one of two that start at once; the other uses it and leaves it running", async () => {
  const both = await Promise.all([hold(), hold()]);
  const [owner, guest] = both[0].isOwner ? both : [both[1], both[0]];
  expect([owner.isOwner, guest.isOwner]).toEqual([true, false]);
  expect(guest.url).toBe(owner.url);
  guest.process.kill("SIGTERM");
  await new Promise((resolve) => guest.process.once("exit", resolve));
  expect(await query(owner.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("starts Postgres again, on the same port, when it was killed under a running owner", async () => {
  const postgres = await start();
  const before = postgres.pid;
  await killed(before);
  const deadline = Date.now() + 15_000;
  let rows: unknown;
  while (rows === undefined && Date.now() < deadline) {
    rows = await query(postgres.url, "SELECT 1 AS one").catch(() => undefined);
    if (rows === undefined) await sleep(100);
  }
  expect(rows).toEqual([{ one: 1 }]);
  expect(postgres.pid).not.toBe(before);
});
