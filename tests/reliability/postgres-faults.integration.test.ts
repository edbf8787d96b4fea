import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, integer, model, modelId, testId, text } from "../builders.ts";
import { publish, redraw, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import type { Quintet } from "../support/quintet.ts";
import { startTraffic } from "../support/traffic.ts";

/**
 * Postgres goes away in every way there is, under a constant load of reads and writes: nobody waits longer than told,
 * nobody hears anything but an answer or "not now", and when it is back so is Quintet, with every acknowledged write.
 */
const FAULT_MS = Number(process.env.TEST_FAULT_SECONDS ?? 2) * 1_000;
/** What is promised: acquiring a connection (5 s), a statement and its silence (7 s). */
const LONGEST_MS = 12_000;
const RECOVERED_WITHIN_MS = 5_000;
/** The slowest answer of an idle Quintet on a machine that does nothing else; where it is slower, so is all the rest. */
const USUALLY_MS = 50;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;

function items(countName = "count"): AppDefinition {
  const count = integer(countName, { as: "count" });
  const definition = app(model("item", text("marker", { required: true }), count, open));
  const route = testId("route", "items");
  return {
    ...definition,
    records: {
      ...definition.records,
      [route]: {
        kind: "route",
        id: route,
        name: "items",
        label: "Items",
        path: "/items/",
        view: { name: "list", modelId: modelId("item"), pageSize: 20 },
        access: "true",
        order: "a",
      },
    },
  } as AppDefinition;
}

/** Runs the load, lets the fault happen and end, and judges everything that was heard. */
async function under(
  quintet: Quintet,
  target: TestApp,
  fault: () => Promise<() => Promise<void> | void>,
): Promise<void> {
  const printedBefore = quintet.output().length;
  const traffic = startTraffic({
    quintet,
    app: target,
    rate: 50,
    platform: true,
    mayRefuse: true,
  });
  await pause(700);
  const slowdown = Math.max(1, traffic.percentile(1) / USUALLY_MS);
  expect(traffic.answers.some(({ status }) => status === 503)).toBe(false);
  const heal = await fault();
  await heal();
  const healedAt = performance.now();
  // Back is who has refused nobody for a second.
  const refusedLast = () =>
    Math.max(healedAt, ...traffic.answers.flatMap(({ at, status }) => (status >= 500 ? [at] : [])));
  const giveUpAt = healedAt + 2 * RECOVERED_WITHIN_MS * slowdown;
  while (performance.now() - refusedLast() < 1_200 && performance.now() < giveUpAt) await pause(50);
  expect((refusedLast() - healedAt) / RECOVERED_WITHIN_MS).toBeLessThan(slowdown);
  const faults = await traffic.stop();
  expect(faults.slice(0, 5)).toEqual([]);
  expect(traffic.percentile(1) / LONGEST_MS).toBeLessThan(slowdown);
  expect(quintet.process.exitCode).toBeNull();
  // Each request may say why it failed. Besides that nothing talks without an end.
  const lines = quintet.output().slice(printedBefore).split("\n");
  const background = lines.filter((line) => line.startsWith("{") && !line.includes('"requestId"'));
  const chatter = background.filter((line) => !line.includes('"request"'));
  if (process.env.TEST_TIMES) {
    const refused = traffic.answers.filter(({ status }) => status === 503).length;
    console.log(
      `${traffic.answers.length} answers, ${refused} refused, longest ${traffic.percentile(1)} ms, ${chatter.length} lines besides`,
    );
  }
  expect(chatter.slice(40)).toEqual([]);
}

describe("a network between Quintet and Postgres that", () => {
  let database: TestDatabase;
  let proxy: FaultProxy;
  let quintet: Quintet;
  let target: TestApp;

  beforeAll(async () => {
    database = await createPreparedDatabase();
    proxy = await startFaultProxy({ port: Number(new URL(database.url).port) });
    ({ quintet, app: target } = await startWithLiveApp({
      label: "Faults",
      definition: items(),
      databaseUrl: proxy.through(database.url),
    }));
  });
  afterAll(async () => {
    proxy?.heal();
    await quintet?.stop();
    await proxy?.close();
    await database?.drop();
  });

  const during = (begin: () => void) => async () => {
    begin();
    await pause(FAULT_MS);
    return () => proxy.heal();
  };

  it("is cut: refused with a time, and back by itself", { timeout: 120_000 }, () =>
    under(
      quintet,
      target,
      during(() => proxy.cut()),
    ),
  );

  it("swallows everything: nobody waits longer than told", { timeout: 120_000 }, () =>
    under(
      quintet,
      target,
      during(() => proxy.swallow()),
    ),
  );

  it("closes one side: the connections are made anew", { timeout: 120_000 }, () =>
    under(
      quintet,
      target,
      during(() => proxy.halfClose()),
    ),
  );

  it("is slow: everything is answered, later", { timeout: 120_000 }, () =>
    under(
      quintet,
      target,
      during(() => proxy.delay(40)),
    ),
  );

  it("swallows the notifications: a new version is served at once all the same", { timeout: 60_000 }, async () => {
    expect((await quintet.hosted(target.slug, "/api/v1/item?limit=1")).status).toBe(200);
    proxy.swallowOnly((startup) => startup.includes("quintet-listen"));
    try {
      await redraw(quintet, target, items("amount"));
      await publish(quintet, target);
      const answer = await quintet.hosted(target.slug, "/api/v1/item?limit=1");
      expect(answer.status, answer.text).toBe(200);
      expect(Object.keys(answer.json<{ results: object[] }>().results[0] ?? {})).toContain("amount");
      // The dead connection is found, and another one made, by asking it now and then.
      const until = Date.now() + 25_000;
      while (!quintet.output().includes("the connection that hears of new releases was lost") && Date.now() < until)
        await pause(100);
      expect(quintet.output()).toContain("the connection that hears of new releases was lost");
    } finally {
      proxy.heal();
      await redraw(quintet, target, items());
      await publish(quintet, target);
    }
  });
});

describe("one who does not wait for an answer", () => {
  let database: TestDatabase;
  let quintet: Quintet;
  let target: TestApp;
  let sql: pg.Client;
  let schema: string;

  beforeAll(async () => {
    database = await createPreparedDatabase();
    ({ quintet, app: target } = await startWithLiveApp({
      label: "Faults",
      definition: items(),
      databaseUrl: database.url,
    }));
    sql = new pg.Client({ connectionString: database.url });
    sql.on("error", () => undefined); // its database is dropped at the end
    await sql.connect();
    const { rows } = await sql.query("SELECT schema_name FROM platform.environments WHERE app_id = $1", [target.appId]);
    schema = rows[0].schema_name;
  });
  afterAll(async () => {
    await sql?.end();
    await quintet?.stop();
    await database?.drop();
  });

  const waiting = async (): Promise<number> => {
    const { rows } = await sql.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND application_name IN ('quintet-reads', 'quintet-writes')`,
    );
    return rows[0].n;
  };
  const within = async (ms: number, count: number): Promise<number> => {
    let seen = await waiting();
    for (const until = Date.now() + ms; seen !== count && Date.now() < until; seen = await waiting()) await pause(20);
    return seen;
  };

  it("has their statement cancelled, and nobody else's", { timeout: 60_000 }, async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query(`BEGIN; LOCK TABLE "${schema}".item IN ACCESS EXCLUSIVE MODE`);
    const requests = Array.from({ length: 4 }, () => {
      const host = `${target.slug}.localhost:${quintet.port}`;
      const request = http.request({ host: "127.0.0.1", port: quintet.port, path: "/api/v1/item", headers: { host } });
      request.on("error", () => undefined); // destroyed below
      request.end();
      return request;
    });
    const stays = quintet.hosted(target.slug, "/api/v1/item");
    expect(await within(2_500, 5)).toBe(5);
    for (const request of requests) request.destroy();
    // Long before the three seconds that a lock may be waited for.
    expect(await within(1_500, 1)).toBe(1);
    await holder.query("COMMIT");
    expect((await stays).status).toBe(200);
    await holder.end();
    expect((await quintet.hosted(target.slug, "/api/v1/item")).status).toBe(200);
  });

  // What Postgres says when its disk is full, said by triggers: no test fills the disk of its machine.
  it("hears a sentence when the disk is full, and publishing undoes itself", { timeout: 90_000 }, async () => {
    const full = (table: string) =>
      `CREATE OR REPLACE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER full_disk BEFORE INSERT ON ${table} EXECUTE FUNCTION public.full()`;
    const json = (body: object) => ({
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    await sql.query(full(`"${schema}".item`));
    const refused = await quintet.hosted(target.slug, "/api/v1/item", json({ marker: "full" }));
    expect(refused.status).toBe(507);
    expect(refused.headers["retry-after"]).toBe("60");
    expect(refused.json()).toMatchObject({ code: "storage_full", detail: expect.stringMatching(/nothing was saved/) });
    expect((await quintet.hosted(target.slug, "/api/v1/item")).status).toBe(200);
    await sql.query(`DROP TRIGGER full_disk ON "${schema}".item`);

    await sql.query(full("quintet.journal"));
    await redraw(quintet, target, items("amount"));
    await expect(publish(quintet, target)).rejects.toThrow(/disk of the database is full\. Nothing was changed/);
    const answer = await quintet.hosted(target.slug, "/api/v1/item", json({ marker: "after", count: 1 }));
    expect(answer.json()).toMatchObject({ marker: "after", count: 1 });
    await sql.query("DROP TRIGGER full_disk ON quintet.journal");
    await publish(quintet, target);

    await sql.query(full("platform.draft_edits"));
    await expect(redraw(quintet, target, items())).rejects.toThrow(/507.*storage_full/);
    await sql.query("DROP TRIGGER full_disk ON platform.draft_edits");
    await redraw(quintet, target, items());
  });
});

describe("an embedded Postgres that", () => {
  let folder: string;
  let quintet: Quintet;
  let target: TestApp;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "quintet-faults-"));
    ({ quintet, app: target } = await startWithLiveApp({ label: "Faults", definition: items(), dataFolder: folder }));
  });
  afterAll(async () => {
    await quintet?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const postmaster = () =>
    Number(readFileSync(path.join(folder, "postgres/data/postmaster.pid"), "utf8").split("\n")[0]);
  const signal = (name: NodeJS.Signals) => async () => {
    process.kill(postmaster(), name);
    await pause(1_500);
    return () => undefined;
  };

  it("is killed", { timeout: 120_000 }, () => under(quintet, target, signal("SIGKILL")));
  it("is restarted fast", { timeout: 120_000 }, () => under(quintet, target, signal("SIGINT")));

  // Every backend stands still with its sockets open, as on a machine that swaps or a disk that hangs.
  it.skipIf(!existsSync("/proc/self/stat"))("stands still", { timeout: 120_000 }, () =>
    under(quintet, target, async () => {
      const stopped = [postmaster(), ...childrenOf(postmaster())];
      for (const pid of stopped) process.kill(pid, "SIGSTOP");
      await pause(FAULT_MS);
      return () => {
        for (const pid of stopped) process.kill(pid, "SIGCONT");
      };
    }),
  );
});

function childrenOf(parent: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, after = ""] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ");
      return Number(after.split(" ")[1]) === parent ? [Number(name)] : [];
    } catch {
      return []; // it ended meanwhile
    }
  });
}
