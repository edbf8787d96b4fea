import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The whole process on the embedded Postgres, treated as machines and impatient people treat it. */
let folder: string;
let quintet: Quintet | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "quintet-operations-"));
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") console.error(quintet?.output().slice(-4_000));
  await quintet?.stop();
  quintet = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const pidFile = () => path.join(folder, "postgres/data/postmaster.pid");
const ended = (of: Quintet) => new Promise<number | null>((resolve) => of.process.once("exit", resolve));

/** Runs the server with a wrong environment to its end. */
function failedStart(environment: Record<string, string>): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ["dist/server/main.js"], {
    env: { PATH: process.env.PATH, QUINTET_DATA: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, text })));
}

it("stops at a wrong configuration, before it has made anything, and lists every mistake", async () => {
  const { code, text } = await failedStart({
    PORT: "no",
    DATABASE_URL: "mysql://me:hunter2@x/y",
    INSECURE_HTTP: "maybe",
  });
  expect(code).toBe(1);
  for (const name of ["PORT", "DATABASE_URL", "INSECURE_HTTP"]) expect(text).toContain(`- ${name}: `);
  expect(text).not.toContain("hunter2");
  expect(existsSync(path.join(folder, "postgres"))).toBe(false);
});

it("says that its port is taken, and leaves no Postgres behind", async () => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => blocker.once("listening", resolve));
  const { port } = blocker.address() as { port: number };
  const { code, text } = await failedStart({ PORT: String(port) });
  blocker.close();
  expect(code).toBe(1);
  expect(text).toContain(`Port ${port} is taken`);
  expect(existsSync(pidFile())).toBe(false);
});

it("answers on data that is there, and ends cleanly however often it is told", async () => {
  quintet = await startQuintet({ dataFolder: folder });
  await quintet.signUp();
  let exit = ended(quintet);
  for (let signal = 0; signal < 3; signal++) quintet.process.kill("SIGINT");
  expect(await exit).toBe(0);
  expect(existsSync(pidFile())).toBe(false);

  quintet = await startQuintet({ dataFolder: folder });
  expect((await quintet.request("/platform/v1/session")).json()).toEqual({ state: "signed_out" });
  exit = ended(quintet);
  quintet.process.kill("SIGTERM");
  expect(await exit).toBe(0);
});

it("finishes requests and answers those on their way when SIGTERM tells it to end, outside production too", async () => {
  quintet = await startQuintet({ dataFolder: folder });
  const { request } = quintet;
  const failures: unknown[] = [];
  /** As a client behind a balancer: it goes elsewhere once an answer closes its connection. */
  const client = async (pause: number) => {
    try {
      while ((await request("/platform/v1/session")).headers.connection !== "close") await sleep(pause);
    } catch (error) {
      failures.push(error);
    }
  };
  const clients = Array.from({ length: 8 }, (_, index) => client(5 * index));
  await sleep(200);
  const exit = ended(quintet);
  quintet.process.kill("SIGTERM");
  // Before anything closes it says that it takes no new work, and takes it all the same.
  let status = 200;
  while (status === 200) status = (await request("/readyz")).status;
  expect(status).toBe(503);
  expect((await request("/platform/v1/session")).status).toBe(200);
  await Promise.all(clients);
  expect(failures).toEqual([]);
  expect(await exit).toBe(0);
});

it("lives on when Postgres is killed under it", { timeout: 90_000 }, async () => {
  quintet = await startQuintet({ dataFolder: folder });
  await quintet.signUp();
  process.kill(Number(readFileSync(pidFile(), "utf8").split("\n")[0]), "SIGKILL");
  let status = 0;
  for (const until = Date.now() + 20_000; Date.now() < until && status !== 200; await sleep(200)) {
    const answer = await quintet.request("/platform/v1/session").catch(() => undefined);
    status = answer?.status ?? 0;
    // What a request meets meanwhile is "try again", with a time, and no database text.
    if (status !== 200) expect(answer?.status).toBe(503);
  }
  expect(status).toBe(200);
  expect((await quintet.request("/readyz")).status).toBe(200);
  expect(quintet.process.exitCode).toBeNull();
});

it("recovers after it and Postgres were killed at once", { timeout: 90_000 }, async () => {
  quintet = await startQuintet({ dataFolder: folder });
  await quintet.signUp();
  const exit = ended(quintet);
  process.kill(Number(readFileSync(pidFile(), "utf8").split("\n")[0]), "SIGKILL");
  quintet.process.kill("SIGKILL");
  await exit;
  quintet = await startQuintet({ dataFolder: folder });
  expect((await quintet.request("/platform/v1/session")).json()).toEqual({ state: "signed_out" });
});
