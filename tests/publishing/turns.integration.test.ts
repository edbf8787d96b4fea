import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { Closable } from "#server/closable";
import { Environment } from "#server/models/environment";
import { Release } from "#server/models/release";
import { openQueues } from "#server/queues/open-queues";
import { startWorkers } from "../../workers/main.ts";
import { app, model, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition, queueDefinition } from "../support/publish-definition.ts";
import { silentLog } from "../support/silent-log.ts";

/** Releases of several apps in one worker that runs one job of a kind at a time: nobody waits for another app's tables. */

interface Shop {
  readonly appId: AppId;
  readonly draftId: DraftId;
}

const books = (options: { readonly label?: string; readonly indexed?: boolean } = {}): AppDefinition => {
  const { label = "Title", indexed = false } = options;
  return app(model("book", text("title", { label, indexed }), text("isbn")));
};

let platform: TestPlatform;
/** What is closed or let go of after a test, the last first. */
let undo: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  platform = await createTestPlatform({ WORKER_CONCURRENCY: "1" });
  undo = [() => platform.close()];
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
});

async function makeShop(): Promise<Shop> {
  const shop = await createAppWith(platform.context, platform.actor, books());
  expect(await publishDefinition(platform, shop, books())).toMatchObject({ state: "live" });
  return shop;
}

/** A reader of long standing, for whom each index of the table must wait. Gives what ends it. */
async function readFor({ appId }: Shop): Promise<() => Promise<unknown>> {
  const { schemaName } = await Environment.findOne({ where: { appId }, rejectOnEmpty: true });
  const reader = new pg.Client({ connectionString: platform.context.appDatabase.url });
  await reader.connect();
  await reader.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM "${schemaName}".book`);
  const end = () => reader.end();
  undo.push(end);
  return end;
}

async function startWorker(): Promise<void> {
  const { context } = platform;
  const { sequelize, platformDatabaseUrl: databaseUrl } = context;
  const queues = await openQueues({ sequelize, databaseUrl, redisUrl: undefined, log: silentLog, pollMs: 50 });
  const workers: Closable = await startWorkers(context, queues, ["releases", "builds"]);
  undo.push(async () => {
    await workers.close();
    await queues.close();
  });
}

async function stateOf(id: number, wanted: string, withinMs = 45_000): Promise<string> {
  const deadline = Date.now() + withinMs;
  while (true) {
    const { state } = await Release.findByPk(String(id), { rejectOnEmpty: true });
    if (state === wanted || state === "failed" || Date.now() > deadline) return state;
    await sleep(50);
  }
}

it("a short release of one app is live while others build indexes and wait to", async () => {
  const [builds, waits, short] = [await makeShop(), await makeShop(), await makeShop()];
  const let1 = await readFor(builds);
  const let2 = await readFor(waits);
  const building = await queueDefinition(platform, builds, books({ indexed: true }));
  const waiting = await queueDefinition(platform, waits, books({ indexed: true }));
  await startWorker();
  expect(await stateOf(building.id, "preparing")).toBe("preparing");

  const { id } = await queueDefinition(platform, short, books({ label: "Name" }));
  expect(await stateOf(id, "live")).toBe("live");
  expect(await stateOf(building.id, "preparing")).toBe("preparing");
  expect(await stateOf(waiting.id, "queued")).toBe("queued");

  await let1();
  await let2();
  expect(await stateOf(building.id, "live")).toBe("live");
  expect(await stateOf(waiting.id, "live")).toBe("live");
}, 180_000);

it("a release that waits for another one of its own app does not hold up other apps", async () => {
  const [busy, short] = [await makeShop(), await makeShop()];
  // As a worker holds the app that has not ended its release, or takes away what a cancelled one has built.
  const other = new pg.Client({ connectionString: platform.context.appDatabase.url });
  await other.connect();
  undo.push(() => other.end());
  await other.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`quintet release ${busy.appId} live`]);
  const next = await queueDefinition(platform, busy, books({ label: "Name" }));
  const { id } = await queueDefinition(platform, short, books({ label: "Name" }));
  await startWorker();
  expect(await stateOf(id, "live", 20_000)).toBe("live");
  expect(await stateOf(next.id, "queued")).toBe("queued");

  await other.query("SELECT pg_advisory_unlock_all()");
  expect(await stateOf(next.id, "live")).toBe("live");
}, 180_000);

it("apps of one workspace go after the first ones of the others", async () => {
  const [first, second] = [await makeShop(), await makeShop()];
  const other = await platform.member("owner", "elsewhere");
  const theirs = await createAppWith(platform.context, other, books());
  await queueDefinition(platform, first, books({ label: "Name" }));
  await queueDefinition(platform, second, books({ label: "Name" }));
  await queueDefinition({ ...platform, actor: other }, theirs, books());
  const [rows] = await platform.context.sequelize.query(
    "SELECT payload->>'releaseId' AS id, priority FROM platform.outbox WHERE delivered_at IS NULL ORDER BY id",
  );
  expect((rows as { priority: number }[]).map(({ priority }) => priority).slice(-3)).toEqual([0, 1, 0]);
});
