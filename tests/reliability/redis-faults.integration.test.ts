import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { publishDraft, reviewPlan } from "#contract/http/releases";
import { app, model, text } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp, untilLive } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { freePort, type Quintet, startQuintet } from "../support/quintet.ts";

/** Redis is a transport: what it forgets is in the rows, and is handed to it again. */
const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
const open = { rules: { read: "true" }, api: true } as const;

let database: TestDatabase;
let studio: Quintet;
let redis: ChildProcess;
let url: string;
let port: number;
let folder: string;
let target: TestApp;

async function startRedis(): Promise<void> {
  redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
  const client = new Redis(url, { lazyConnect: false, retryStrategy: () => 50 });
  client.on("error", () => undefined);
  await client.ping();
  client.disconnect();
}

beforeAll(async () => {
  if (!hasRedis) return;
  folder = mkdtempSync(join(tmpdir(), "quintet-redis-"));
  port = await freePort();
  url = `redis://127.0.0.1:${port}`;
  await startRedis();
  database = await createPreparedDatabase();
  studio = await startQuintet({ databaseUrl: database.url, env: { REDIS_URL: url }, args: ["--roles=studio,hosting"] });
  await studio.signUp();
  target = await makeApp(studio, "Redis", app(model("book", text("title"), open)));
});
afterAll(async () => {
  await studio?.stop();
  redis?.kill("SIGKILL");
  await database?.drop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

it.skipIf(!hasRedis)("publishes what was queued before Redis lost everything", { timeout: 180_000 }, async () => {
  const params = { draftId: target.draftId };
  const { planHash } = await studio.call(reviewPlan, { params, body: { answers: {} } });
  // No worker runs yet, so the job waits in Redis, which then forgets it.
  const queued = await studio.call(publishDraft, { params, body: { planHash, answers: {}, message: "" } });
  const client = new Redis(url);
  const jobs = async () => (await client.keys("*releases*")).length;
  for (const until = Date.now() + 10_000; (await jobs()) === 0 && Date.now() < until; )
    await new Promise((done) => setTimeout(done, 50));
  expect(await jobs()).toBeGreaterThan(0);
  await client.flushall();
  client.disconnect();
  redis.kill("SIGKILL");
  await once(redis, "exit");
  await startRedis();

  const worker = await startQuintet({ databaseUrl: database.url, env: { REDIS_URL: url }, args: ["--roles=worker"] });
  try {
    const deadline = Date.now() + 100_000;
    for (;;) {
      const state = await untilLive(studio, target, queued).catch((error: Error) => error);
      if (!(state instanceof Error)) break;
      if (Date.now() > deadline) throw state;
    }
    // And it dies under both of them.
    redis.kill("SIGKILL");
    await once(redis, "exit");
    await startRedis();
    await redraw(studio, target, app(model("book", text("title"), text("isbn"), open)));
    await publish(studio, target);
    expect((await studio.hosted(target.slug, "/api/v1/book")).status).toBe(200);
    expect([studio.process.exitCode, worker.process.exitCode]).toEqual([null, null]);
  } catch (error) {
    console.error(worker.output().slice(-3_000));
    throw error;
  } finally {
    await worker.stop();
  }
});
