import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId, ImportId } from "#contract/platform-ids";
import { uniqueIndexName } from "#engine/schema/physical-names";
import { readLivePointer } from "#server/app-database/live-pointer";
import { provisionApp } from "#server/app-database/provision-app";
import { listSuspendedApps } from "#server/app-database/suspended-apps";
import { deleteApp } from "#server/commands/apps/delete-app";
import { deletePermanently } from "#server/commands/apps/delete-permanently";
import { listApps } from "#server/commands/apps/list-apps";
import { listDeletedApps } from "#server/commands/apps/list-deleted-apps";
import { restoreApp } from "#server/commands/apps/restore-app";
import { listAudit } from "#server/commands/audit/list-audit";
import { loadDraft } from "#server/commands/drafts/load-draft";
import { acceptImport } from "#server/commands/imports/accept-import";
import { cancelImport } from "#server/commands/imports/cancel-import";
import { startImport } from "#server/commands/imports/start-import";
import { changeKeys } from "#server/commands/keys/change-keys";
import { cancelRelease } from "#server/commands/releases/cancel-release";
import { getRelease } from "#server/commands/releases/find-releases";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import type { ServerContext } from "#server/context";
import { App } from "#server/models/app";
import { Environment } from "#server/models/environment";
import { Import } from "#server/models/import";
import { Release } from "#server/models/release";
import { StagedTable } from "#server/models/staged-table";
import { purgeDeletedApps } from "../../workers/housekeeping/purge-deleted-apps.ts";
import { sweepDeletedApps } from "../../workers/housekeeping/sweep-deleted-apps.ts";
import { runImport } from "../../workers/imports/run-import.ts";
import { runRelease } from "../../workers/publish/run-release.ts";
import { app, fieldId, model, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { withId } from "../support/release-id.ts";

/** What becomes of a deleted app, in both databases, whoever presses what and dies where. */
let platform: TestPlatform;
let context: ServerContext;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "quintet-deleted-"));
  platform = await createTestPlatform({ QUINTET_DATA: folder });
  context = platform.context;
});
afterAll(async () => {
  await platform?.close();
  await rm(folder, { recursive: true, force: true });
});

const DAY_MS = 86_400_000;
const TRIALS = Number(process.env.TEST_TRIALS ?? 8);

interface Shop {
  readonly appId: AppId;
  readonly label: string;
  readonly schemaName: string;
  readonly roleName: string;
  queue(): Promise<number>;
  publish(): Promise<number>;
}

/** An app with a model of its own, not yet published. */
async function makeShop(label: string): Promise<Shop> {
  const definition = app(model("book", text("title")));
  const settings = { ...definition.settings, label };
  const { appId, draftId } = await createAppWith(context, platform.actor, { ...definition, settings });
  const { schemaName, roleName } = await Environment.findOne({ where: { appId }, rejectOnEmpty: true });
  let releases = 0;
  const queue = async () => {
    // Each release differs from the one before, every second by an index that is built ahead of its switch.
    await context.sequelize.query(
      "UPDATE platform.draft_records SET body = body || $2::jsonb WHERE draft_id = $1 AND record_id = $3",
      {
        bind: [
          draftId,
          JSON.stringify({ unique: releases % 2 === 1, label: `Title ${releases++}` }),
          fieldId("book", "title"),
        ],
      },
    );
    const { planHash } = await reviewPlan(context, platform.actor, { draftId, answers: {} });
    const input = { draftId, planHash, answers: {}, message: "", receivedAt: new Date() };
    return (await withId(publishDraft(context, platform.actor, input))).id;
  };
  const publish = async () => {
    const releaseId = await queue();
    await runRelease(context, releaseId);
    expect(await stateOf(releaseId)).toBe("live");
    return releaseId;
  };
  return { appId, label, schemaName, roleName, queue, publish };
}

const stateOf = async (releaseId: number) => (await Release.findByPk(String(releaseId)))?.state;
const remove = (shop: Shop, confirm = shop.label, actor = platform.actor) =>
  deleteApp(context, actor, { appId: shop.appId, confirm });
const restoreShop = (shop: Shop, actor = platform.actor) => restoreApp(context, actor, shop.appId);
const deletePermanentlyAs = (shop: Shop, confirm = shop.label, actor = platform.actor) =>
  deletePermanently(context, actor, { appId: shop.appId, confirm });
const pointerOf = (shop: Pick<Shop, "appId">) =>
  readLivePointer(context.appDatabase.pool, { appId: shop.appId, environment: "live" });
const query = async (sql: string, values: unknown[] = []) => (await context.appDatabase.pool.query(sql, values)).rows;
const hasSchema = async ({ schemaName }: Shop) =>
  (await query("SELECT FROM pg_namespace WHERE nspname = $1", [schemaName])).length > 0;
const actsOn = async ({ appId }: Shop) => {
  const { results } = await listAudit(context, platform.actor, { appId, limit: 50 } as never);
  return results.map(({ action }) => action).filter((action) => action.startsWith("app."));
};
const at = (now: Date): ServerContext => ({ ...context, clock: { now: () => now } });

/** Deleted or restored by somebody who died before the apps' database followed. */
const halfDelete = (shop: Shop) =>
  App.update({ deletedAt: new Date(), deletedSlug: "x" }, { where: { id: shop.appId } });
const halfRestore = (shop: Shop) =>
  App.update({ deletedAt: null, deletedSlug: null, slug: `back-${shop.appId}` }, { where: { id: shop.appId } });

describe("who may not", () => {
  it("sees no deleted app, restores none and removes none", async () => {
    const shop = await makeShop("Private");
    await remove(shop);
    const stranger = await platform.member("owner", "elsewhere");
    expect(await listDeletedApps(context, stranger)).toEqual([]);
    await expect(restoreShop(shop, stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(deletePermanentlyAs(shop, shop.label, stranger)).rejects.toMatchObject({ code: "not_found" });
    for (const kind of ["editor", "viewer with data", "viewer"] as const) {
      const member = await platform.member(kind);
      await expect(listDeletedApps(context, member)).rejects.toMatchObject({ code: "forbidden" });
      await expect(restoreShop(shop, member)).rejects.toMatchObject({ code: "forbidden" });
      await expect(deletePermanentlyAs(shop, shop.label, member)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(deletePermanentlyAs(shop, "another name")).rejects.toMatchObject({ code: "invalid_values" });
    expect((await listDeletedApps(context, platform.actor)).map(({ id }) => id)).toContain(shop.appId);
  });

  it("deletes no app permanently that is not deleted", async () => {
    const shop = await makeShop("Standing");
    await expect(deletePermanentlyAs(shop)).rejects.toMatchObject({ code: "conflict" });
    expect((await restoreShop(shop)).slug).toBe("standing");
    expect(await actsOn(shop)).toEqual(["app.created"]);
  });
});

describe("a deleted app", () => {
  it("is told with who deleted it, and until when it can be restored", async () => {
    const shop = await makeShop("Told");
    await remove(shop);
    const told = (await listDeletedApps(context, platform.actor)).find(({ id }) => id === shop.appId);
    expect(told).toMatchObject({ label: "Told", slug: "told", deletedBy: platform.actor.name });
    expect(Date.parse(told?.goneAt ?? "") - Date.parse(told?.deletedAt ?? "")).toBe(30 * DAY_MS);
  });

  it("comes back live with the release that was live, and an access version that nobody has in memory", async () => {
    const shop = await makeShop("Whole");
    await shop.publish();
    const releaseId = await shop.publish();
    await query(`INSERT INTO "${shop.schemaName}".book (title) VALUES ('Dune')`);
    const before = await pointerOf(shop);
    for (const round of [1, 2]) {
      await remove(shop);
      expect(await pointerOf(shop)).toBeUndefined();
      expect((await listApps(context, platform.actor)).map(({ id }) => id)).not.toContain(shop.appId);
      // A key that is revoked while the app is suspended: there is no pointer to tell it.
      await changeKeys(context, shop.appId, async () => undefined);
      const summary = await restoreShop(shop);
      expect(summary).toMatchObject({ slug: "whole", live: { releaseNumber: 2, versionNumber: 2 } });
      expect(await pointerOf(shop)).toEqual({ releaseId, accessVersion: (before?.accessVersion ?? 0) + round });
    }
    expect(await query(`SELECT title FROM "${shop.schemaName}".book`)).toEqual([{ title: "Dune" }]);
    expect(await stateOf(releaseId)).toBe("live");
    await shop.publish();
    expect(await actsOn(shop)).toEqual(["app.restored", "app.deleted", "app.restored", "app.deleted", "app.created"]);
  });

  it("takes the nearest free slug when its own is taken", async () => {
    const shop = await makeShop("Corner");
    await remove(shop);
    await makeShop("Corner");
    expect((await restoreShop(shop)).slug).toBe("corner-2");
    await remove(shop);
    expect((await restoreShop(shop)).slug).toBe("corner-2");
  });

  it("that was never published comes back so, and can be", async () => {
    const shop = await makeShop("Drawn");
    await remove(shop);
    const summary = await restoreShop(shop);
    expect(summary.live).toBeUndefined();
    expect(await hasSchema(shop)).toBe(false);
    await shop.publish();
  });

  it("that an earlier Quintet deleted, pointer and all, comes back with what its journal says", async () => {
    const shop = await makeShop("Old");
    await shop.publish();
    const releaseId = await shop.publish();
    await query("UPDATE quintet.live SET access_version = 40 WHERE app_id = $1", [shop.appId]);
    await halfDelete(shop);
    await query("DELETE FROM quintet.live WHERE app_id = $1", [shop.appId]);
    await sweepDeletedApps(context);
    await restoreShop(shop);
    const pointer = await pointerOf(shop);
    expect(pointer?.releaseId).toBe(releaseId);
    expect(pointer?.accessVersion).toBeGreaterThan(40);
  });
});

describe("at once", () => {
  it("two who delete: one has, the other finds nothing; two who restore: both have, and it is done once", async () => {
    const shop = await makeShop("Twice");
    await shop.publish();
    const deletes = await Promise.allSettled([remove(shop), remove(shop), remove(shop)]);
    expect(deletes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const both = await Promise.all([restoreShop(shop), restoreShop(shop), restoreShop(shop)]);
    expect(new Set(both.map(({ slug }) => slug))).toEqual(new Set(["twice"]));
    expect(await actsOn(shop)).toEqual(["app.restored", "app.deleted", "app.created"]);
    expect((await pointerOf(shop))?.accessVersion).toBe(2);
  });

  it("deleting and restoring end in what the platform says, in both databases", async () => {
    const shop = await makeShop("Torn");
    await shop.publish();
    for (let trial = 0; trial < TRIALS; trial++) {
      await Promise.allSettled([remove(shop), restoreShop(shop), remove(shop), restoreShop(shop)]);
      const row = await App.findByPk(shop.appId, { rejectOnEmpty: true });
      expect((await pointerOf(shop)) === undefined).toBe(row.deletedAt !== null);
      expect((await listSuspendedApps(context.appDatabase)).has(shop.appId)).toBe(row.deletedAt !== null);
    }
  });

  it("restoring and deleting permanently: one wins, whole", async () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const shop = await makeShop(`Race ${trial}`);
      await shop.publish();
      await remove(shop);
      const [back] = await Promise.allSettled(
        trial % 2 === 0
          ? [restoreShop(shop), deletePermanentlyAs(shop)]
          : [restoreShop(shop), purgeDeletedApps(at(new Date(Date.now() + 31 * DAY_MS)))],
      );
      const isBack = back.status === "fulfilled";
      expect(await hasSchema(shop)).toBe(isBack);
      expect((await pointerOf(shop)) !== undefined).toBe(isBack);
      if (!isBack) expect(back.reason).toMatchObject({ code: "not_found" });
    }
  });
});

describe("a death between the two databases", () => {
  it("is made good by housekeeping, both ways, and twice is once", async () => {
    const shop = await makeShop("Half");
    const releaseId = await shop.publish();
    await halfDelete(shop);
    expect(await pointerOf(shop)).toBeDefined();
    await sweepDeletedApps(context);
    expect(await pointerOf(shop)).toBeUndefined();
    await halfRestore(shop);
    await sweepDeletedApps(context);
    await sweepDeletedApps(context);
    expect(await pointerOf(shop)).toEqual({ releaseId, accessVersion: 2 });
  });

  it("does not keep a release waiting that comes before housekeeping", async () => {
    const shop = await makeShop("Early");
    await shop.publish();
    await remove(shop);
    await halfRestore(shop);
    const releaseId = await shop.publish();
    expect(await pointerOf(shop)).toEqual({ releaseId, accessVersion: 2 });
  });
});

describe("what was under way", () => {
  it("a queued release ends with a sentence, and its job does nothing", async () => {
    const shop = await makeShop("Queued");
    const first = await shop.publish();
    const releaseId = await shop.queue();
    await remove(shop);
    await runRelease(context, releaseId);
    await restoreShop(shop);
    const { appId } = shop;
    expect(await getRelease(context, platform.actor, { appId, number: 2 })).toMatchObject({
      state: "failed",
      failure: "The app was deleted before this could go live.",
    });
    await expect(cancelRelease(context, platform.actor, { appId, number: 2 })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await pointerOf(shop))?.releaseId).toBe(first);
    await shop.publish();
  });

  it.each(["first", "second"])(
    "a %s release that had begun to switch when its worker died ends, too",
    async (which) => {
      const shop = await makeShop(`Switching ${which}`);
      const before = which === "second" ? await shop.publish() : undefined;
      const releaseId = await shop.queue();
      await Release.update({ state: "switching" }, { where: { id: String(releaseId) } });
      const index = uniqueIndexName(fieldId("book", "title"));
      if (before) await query(`CREATE UNIQUE INDEX "${index}" ON "${shop.schemaName}".book (title)`);
      await remove(shop);
      await runRelease(context, releaseId);
      expect(await stateOf(releaseId)).toBe("failed");
      expect(
        await query("SELECT FROM pg_class WHERE relname = $1 AND relnamespace = to_regnamespace($2)", [
          index,
          shop.schemaName,
        ]),
      ).toEqual([]);
      expect(await pointerOf(shop)).toBeUndefined();
      await restoreShop(shop);
      expect((await pointerOf(shop))?.releaseId).toBe(before);
      await shop.publish();
    },
  );

  it("a release that has switched and did not write it down is live when the app comes back", async () => {
    const shop = await makeShop("Switched");
    const releaseId = await shop.publish();
    await Release.update({ state: "switching", liveAt: null }, { where: { id: String(releaseId) } });
    await remove(shop);
    await runRelease(context, releaseId);
    expect(await restoreShop(shop)).toMatchObject({ live: { versionNumber: 1 } });
    expect(await stateOf(releaseId)).toBe("live");
  });

  it("an import goes on beside live: its rows wait for the app that is restored", async () => {
    const { row, shop } = await importInto("Rows to come", "a,b\n1,x\n2,y\n");
    await remove(shop);
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({ state: "done", rows: 2 });
    expect(await pointerOf(shop)).toBeUndefined();
    await restoreShop(shop);
    expect(await StagedTable.count({ where: { appId: shop.appId } })).toBe(1);
    await shop.publish();
  });

  it("an import that cannot be loaded takes its drawing back, deleted or not", async () => {
    const { row, shop, draftId } = await importInto("No rows to come", "a,b\n1,x\n");
    await remove(shop);
    await rm(row.filePath);
    await runImport(context, row.id).catch(() => undefined);
    expect((await listDeletedApps(context, platform.actor)).map(({ id }) => id)).toContain(shop.appId);
    expect((await row.reload()).state).toBe("failed");
    await restoreShop(shop);
    const { definition } = await loadDraft(context, platform.actor, draftId);
    expect(Object.values(definition.records).filter(({ kind }) => kind === "model")).toHaveLength(1);
  });

  it("an import that is cancelled takes its own app with it, which is not listed since it holds nothing", async () => {
    const { row } = await propose("a,b\n1,x\n");
    const { appId } = await context.sequelize.transaction((transaction) =>
      acceptImport(
        context,
        platform.actor,
        { importId: row.id, proposal: row.proposal as never, into: { app: "new", label: "Made for it" } },
        transaction,
      ),
    );
    await cancel(row.id);
    expect((await listDeletedApps(context, platform.actor)).map(({ id }) => id)).not.toContain(appId);
    expect(await restoreApp(context, platform.actor, appId)).toMatchObject({ slug: "made-for-it" });
  });
});

describe("deleted permanently", () => {
  it("after 30 days by the clock, not before, and then wholly", async () => {
    const { row, shop, draftId } = await importInto("Mortal", "a,b\n1,x\n");
    await runImport(context, row.id);
    await shop.publish();
    const { row: waiting } = await propose("c,d\n1,x\n");
    await waiting.update({ appId: shop.appId });
    expect(existsSync(waiting.filePath)).toBe(true);
    await remove(shop);
    await purgeDeletedApps(at(new Date(Date.now() + 30 * DAY_MS - 60_000)));
    expect(await hasSchema(shop)).toBe(true);
    expect(await purgeDeletedApps(at(new Date(Date.now() + 30 * DAY_MS + 60_000)))).toBeGreaterThan(0);
    expect(await hasSchema(shop)).toBe(false);
    expect(await query("SELECT FROM pg_roles WHERE rolname = $1", [shop.roleName])).toEqual([]);
    for (const table of ["drafts", "app_versions", "releases", "imports", "staged_tables", "environments"]) {
      expect(await query(`SELECT FROM platform.${table} WHERE app_id = $1`, [shop.appId]), table).toEqual([]);
    }
    expect(await query("SELECT FROM platform.draft_records WHERE draft_id = $1", [draftId])).toEqual([]);
    expect(existsSync(waiting.filePath)).toBe(false);
    await expect(restoreShop(shop)).rejects.toMatchObject({ code: "not_found" });
    expect((await listDeletedApps(context, platform.actor)).map(({ id }) => id)).not.toContain(shop.appId);
    // The audit log has its name still, and nobody to blame.
    const { results } = await listAudit(context, platform.actor, { appId: shop.appId, limit: 1 } as never);
    expect(results[0]).toMatchObject({ action: "app.purged", subject: "Mortal" });
    expect(results[0]?.actor).toBeUndefined();
    expect(await sweepDeletedApps(context)).toBe(0);
  });

  it("at once when an owner says so, and again is nothing; what was under way makes nothing anew", async () => {
    const { row, shop } = await importInto("Now", "a,b\n1,x\n");
    await runImport(context, row.id);
    await shop.publish();
    await row.update({ state: "importing" });
    await remove(shop);
    await deletePermanentlyAs(shop);
    await deletePermanentlyAs(shop);
    expect(await hasSchema(shop)).toBe(false);
    expect(await Import.count({ where: { id: row.id } })).toBe(0);
    await runImport(context, row.id);
    await expect(provisionApp(context.appDatabase, shop)).rejects.toMatchObject({ code: "not_found" });
    expect(await hasSchema(shop)).toBe(false);
    expect(await actsOn(shop)).toEqual(["app.purged", "app.deleted", "app.created"]);
  });

  it("without reading all other apps' rows for what might point to it", async () => {
    const unindexed = await query(
      `SELECT c.conrelid::regclass || '.' || a.attname AS reference FROM pg_constraint c
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f'
          AND c.confrelid = ANY('{platform.drafts,platform.releases,platform.app_versions,platform.imports}'::regclass[])
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`,
    );
    expect(unindexed).toEqual([]);
  });

  it("also when whoever decided it died over it, or somebody held its rows", async () => {
    const shop = await makeShop("Held");
    await shop.publish();
    await remove(shop);
    const reader = await context.appDatabase.pool.connect();
    try {
      await reader.query("BEGIN");
      await reader.query(`SELECT FROM "${shop.schemaName}".book`);
      await context.appDatabase.pool.query("SELECT 1");
      await App.update({ purgedAt: new Date() }, { where: { id: shop.appId } });
    } finally {
      await reader.query("ROLLBACK");
      reader.release();
    }
    expect(await hasSchema(shop)).toBe(true);
    await sweepDeletedApps(context);
    expect(await hasSchema(shop)).toBe(false);
  });
});

async function propose(content: string): Promise<{ row: Import }> {
  const row = await startImport(context, platform.actor, {
    fileName: "rows.csv",
    body: Readable.from([Buffer.from(content)]),
    declaredSize: undefined,
  });
  await expect.poll(async () => (await row.reload()).state, { timeout: 20_000 }).toBe("proposed");
  return { row };
}

/** A file that is accepted into an app of its own, which somebody edited besides. */
async function importInto(label: string, content: string) {
  const shop = await makeShop(label);
  const { row } = await propose(content);
  const [draft] = await query("SELECT id FROM platform.drafts WHERE app_id = $1", [shop.appId]);
  const draftId = draft.id;
  const proposal = { ...(row.proposal as object), modelLabel: "Line", modelName: "line" } as never;
  await context.sequelize.transaction((transaction) =>
    acceptImport(
      context,
      platform.actor,
      { importId: row.id, proposal, into: { app: "existing", draftId } },
      transaction,
    ),
  );
  return { row, shop, draftId };
}

const cancel = (importId: ImportId) =>
  context.sequelize.transaction((transaction) => cancelImport(context, platform.actor, importId, transaction));
