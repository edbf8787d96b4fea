import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OperationalError } from "#engine/errors";
import { createPlatformDatabase, type PlatformDatabase } from "../../tests/support/platform-database.ts";
import { silentLog } from "../../tests/support/silent-log.ts";
import { OutboxEntry } from "../models/outbox-entry.ts";
import { enqueue, enqueueAll } from "./enqueue.ts";
import { openQueues, type Queues } from "./open-queues.ts";

let database: PlatformDatabase;
let open: Queues[] = [];

beforeAll(async () => {
  database = await createPlatformDatabase();
});
afterEach(async () => {
  for (const queues of open) await queues.close();
  open = [];
});
afterAll(() => database.close());

async function start(redisUrl?: string, options: { readonly pollMs?: number } = {}): Promise<Queues> {
  const queues = await openQueues({
    sequelize: database.sequelize,
    databaseUrl: database.url,
    redisUrl,
    log: silentLog,
    ...options,
  });
  open.push(queues);
  return queues;
}

const send = (queues: Queues, releaseId: number, jobId: string, then?: () => void) =>
  database.sequelize.transaction(async (transaction) => {
    await enqueue({ queues }, transaction, { topic: "releases", jobId, payload: { releaseId } });
    then?.();
  });

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It did not happen within 15 s.");
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Redis is a choice of the operator's: without it on this machine its half is skipped, and the report says so. */
const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

describe.each(["Postgres", "Redis"] as const)("the queues on %s", (kind) => {
  let redis: ChildProcess | undefined;
  let folder: string | undefined;
  let url: string | undefined;

  beforeAll(async () => {
    if (kind === "Postgres" || !hasRedis) return;
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await new Promise((done) => server.close(done));
    folder = mkdtempSync(path.join(tmpdir(), "quintet-redis-"));
    redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder], {
      stdio: "ignore",
    });
    await once(redis, "spawn");
    url = `redis://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    if (redis && redis.exitCode === null) {
      redis.kill("SIGTERM");
      await once(redis, "exit");
    }
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const test = it.skipIf(kind === "Redis" && !hasRedis);

  test("runs no job for a transaction that was rolled back, and one for each that was committed [TXN-03]", async () => {
    const queues = await start(url);
    const ran: number[] = [];
    await queues.consume("releases", { concurrency: 2 }, async ({ releaseId }) => {
      ran.push(releaseId);
    });
    await expect(
      send(queues, 1, `rolled-back-${kind}`, () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await send(queues, 2, `committed-${kind}`);
    await until(() => ran.length > 0);
    await new Promise((done) => setTimeout(done, 100));
    expect(ran).toEqual([2]);
    expect(await OutboxEntry.count({ where: { deliveredAt: null } })).toBe(0);
  });

  test("runs a job once however often its id is enqueued", async () => {
    const queues = await start(url);
    const ran: number[] = [];
    await queues.consume("releases", { concurrency: 2 }, async ({ releaseId }) => {
      ran.push(releaseId);
    });
    for (let sent = 0; sent < 3; sent++) await send(queues, 7, `same-${kind}`);
    await send(queues, 8, `other-${kind}`);
    await until(() => ran.includes(8));
    expect(ran.filter((id) => id === 7)).toHaveLength(1);
    await until(async () => !(await queues.isJobAlive("releases", `same-${kind}`)));
  });

  test("retries a failure from outside, and not a mistake in the job", async () => {
    const queues = await start(url);
    const tries = { world: 0, bug: 0 };
    await queues.consume("releases", { concurrency: 2 }, async ({ releaseId }, { tryNumber }) => {
      if (releaseId === 20) {
        tries.world = tryNumber;
        if (tryNumber < 2) throw new OperationalError("The database cannot be reached.");
        return;
      }
      tries.bug += 1;
      throw new Error("A bug.");
    });
    await send(queues, 20, `world-${kind}`);
    await send(queues, 21, `bug-${kind}`);
    await until(() => tries.world === 2 && tries.bug === 1);
    await until(async () => !(await queues.isJobAlive("releases", `bug-${kind}`)));
    expect(tries).toEqual({ world: 2, bug: 1 });
  });

  test("runs what is more urgent first, though it came last", async () => {
    const queues = await start(url);
    const ran: number[] = [];
    await database.sequelize.transaction(async (transaction) => {
      const jobs = Array.from({ length: 120 }, (_, index) => ({
        topic: "releases" as const,
        jobId: `bulk-${kind}-${index}`,
        payload: { releaseId: 1_000 + index },
        priority: 2_000,
      }));
      await enqueueAll({ queues }, transaction, jobs);
    });
    await until(async () => (await OutboxEntry.count({ where: { deliveredAt: null } })) === 0);
    await database.sequelize.transaction(async (transaction) => {
      const payload = { releaseId: 999 };
      await enqueue({ queues }, transaction, { topic: "releases", jobId: `urgent-${kind}`, payload, priority: 1 });
    });
    await until(() => queues.isJobAlive("releases", `urgent-${kind}`));
    await queues.consume("releases", { concurrency: 1 }, async ({ releaseId }) => {
      ran.push(releaseId);
    });
    await until(() => ran.length >= 121);
    expect(ran[0]).toBe(999);
    expect(ran.slice(1)).toEqual(Array.from({ length: 120 }, (_, index) => 1_000 + index));
  });

  test("waits at its end for the job in hand", async () => {
    const queues = await start(url);
    let finished = false;
    let started = false;
    await queues.consume("releases", { concurrency: 1 }, async () => {
      started = true;
      await new Promise((done) => setTimeout(done, 300));
      finished = true;
    });
    await send(queues, 30, `slow-${kind}`);
    await until(() => started);
    open = [];
    await queues.close();
    expect(finished).toBe(true);
  });
});

describe("the relay", () => {
  it("shares the rows between processes, each row delivered by one", async () => {
    const [first, second] = [await start(), await start()];
    const ran: number[] = [];
    await first.consume("releases", { concurrency: 4 }, async ({ releaseId }) => {
      ran.push(releaseId);
    });
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => send(index % 2 === 0 ? first : second, 100 + index, `shared-${index}`)),
    );
    await until(() => ran.length >= 40);
    expect([...ran].sort()).toEqual(Array.from({ length: 40 }, (_, index) => 100 + index));
  });

  it("starts a job after the commit, without waiting for the poll", async () => {
    // Its next look without a nudge would be in an hour.
    const queues = await start(undefined, { pollMs: 3_600_000 });
    const ran: number[] = [];
    await queues.consume("releases", { concurrency: 1 }, async ({ releaseId }) => {
      ran.push(releaseId);
    });
    for (let index = 0; index < 5; index++) {
      await send(queues, 200 + index, `fast-${index}`);
      await until(() => ran.includes(200 + index));
    }
  });
});

describe("queues whose Postgres is away while they begin", () => {
  /** A way to Postgres that can be shut: open connections break, new ones are closed at once. */
  async function gate(): Promise<{ url: string; shut(): void; open(): void; close(): Promise<void> }> {
    const target = new URL(database.url);
    const sockets = new Set<Socket>();
    let isOpen = true;
    const server = createServer((socket) => {
      if (!isOpen) return socket.destroy();
      const onward = connect(Number(target.port), target.hostname);
      for (const end of [socket, onward]) {
        sockets.add(end);
        end.on("error", () => undefined);
        end.on("close", () => sockets.delete(end));
      }
      return socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = new URL(database.url);
    url.hostname = "127.0.0.1";
    url.port = String((server.address() as AddressInfo).port);
    const cut = () => {
      for (const socket of sockets) socket.destroy();
    };
    return {
      url: url.href,
      shut: () => {
        isOpen = false;
        cut();
      },
      open: () => {
        isOpen = true;
      },
      close: async () => {
        cut();
        await new Promise((done) => server.close(done));
      },
    };
  }

  /** Counts how often the process hears its own clock meanwhile. */
  async function breathing<Result>(
    work: Promise<Result>,
  ): Promise<{ result: PromiseSettledResult<Result>; ticks: number }> {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 10);
    const [result] = await Promise.allSettled([work]);
    clearInterval(timer);
    return { result, ticks };
  }
  /** Of at least fifty ticks in half a second; one or two when the event loop was blocked. */
  const BREATHES = 6;

  it("wait for it without holding up the process, and work when it is back", async () => {
    const way = await gate();
    try {
      const queues = await openQueues({ ...database, databaseUrl: way.url, redisUrl: undefined, log: silentLog });
      open.push(queues);
      way.shut();
      setTimeout(way.open, 700);
      const done: number[] = [];
      const { result, ticks } = await breathing(
        queues.consume("releases", { concurrency: 1 }, async ({ releaseId }) => {
          done.push(releaseId);
        }),
      );
      expect(result.status).toBe("fulfilled");
      expect(ticks).toBeGreaterThan(BREATHES);
      await send(queues, 71, "release-71-1");
      await until(() => done.length === 1);
      expect(await queues.isJobAlive("releases", "release-none-1")).toBe(false);
    } finally {
      for (const queues of open.splice(0)) await queues.close();
      await way.close();
    }
  });

  it("give up in time, and deliver later what they could not", async () => {
    const way = await gate();
    try {
      const queues = await openQueues({
        ...database,
        databaseUrl: way.url,
        redisUrl: undefined,
        log: silentLog,
        beginWithinMs: 500,
      });
      open.push(queues);
      way.shut();
      const { result, ticks } = await breathing(queues.consume("imports", { concurrency: 1 }, async () => undefined));
      expect(result).toMatchObject({ status: "rejected", reason: expect.any(OperationalError) });
      expect(ticks).toBeGreaterThan(BREATHES);
      await expect(queues.isJobAlive("releases", "release-72-1")).rejects.toThrow();
      await send(queues, 72, "release-72-1");
      way.open();
      await until(async () => {
        queues.nudge();
        return queues.isJobAlive("releases", "release-72-1").catch(() => false);
      });
    } finally {
      for (const queues of open.splice(0)) await queues.close();
      await way.close();
    }
  });
});
