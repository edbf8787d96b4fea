import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppId } from "#contract/platform-ids";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { createApp } from "../../commands/apps/create-app.ts";
import { deleteApp } from "../../commands/apps/delete-app.ts";
import { getAppSummary, listApps } from "../../commands/apps/list-apps.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

const create = (label: string, actor = platform.actor) =>
  platform.context.sequelize.transaction((transaction) => createApp(platform.context, actor, { label }, transaction));

it("refuses viewers, and hides apps from other workspaces", async () => {
  const viewer = await platform.member("viewer");
  const editor = await platform.member("editor");
  const stranger = await platform.member("owner", "elsewhere");
  await expect(create("Shop", viewer)).rejects.toMatchObject({ code: "forbidden" });
  const { appId } = await create("Hidden");
  await expect(getAppSummary(platform.context, stranger, appId)).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteApp(platform.context, stranger, { appId, confirm: "Hidden" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(deleteApp(platform.context, editor, { appId, confirm: "Hidden" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await listApps(platform.context, stranger)).toEqual([]);
});

it("gives each app a host of its own, whatever its label [APP-01]", async () => {
  const made = await Promise.all(
    ["Shop", "shop!", "SHOP", "🎬", "'; DROP TABLE apps --", "www"].map((label) => create(label)),
  );
  const slugs = await Promise.all(
    made.map(async ({ appId }) => (await getAppSummary(platform.context, platform.actor, appId)).slug),
  );
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.sort()).toEqual(["app-2", "drop-table-apps", "shop", "shop-2", "shop-3", "www-2"]);
});

it("makes the draft, the place in the app database and the audit line with it", async () => {
  const { appId, draftId } = await create("Whole");
  const [rows] = await platform.context.sequelize.query(
    `SELECT d.id, d.settings, e.name, e.schema_name, e.role_name, l.action, l.actor_id
       FROM platform.drafts d JOIN platform.environments e USING (app_id) JOIN platform.audit_log l USING (app_id) WHERE app_id = $1`,
    { bind: [appId] },
  );
  expect(rows).toEqual([
    {
      id: draftId,
      settings: { label: "Whole", timeZone: "UTC", locale: "en" },
      name: "live",
      schema_name: expect.stringMatching(/^app_[a-z0-9]{12}$/),
      role_name: expect.stringMatching(/^app_[a-z0-9]{12}$/),
      action: "app.created",
      actor_id: platform.actor.accountId,
    },
  ]);
  expect(platform.emitted).toContainEqual({
    audience: { workspace: platform.actor.workspaceId },
    event: "apps.changed",
    payload: { appId },
  });
});

it("deletes by the typed name alone, suspends it and frees its host", async () => {
  const { appId } = await create("Doomed");
  await platform.context.appDatabase.pool.query("INSERT INTO quintet.live VALUES ($1, 'live', 1, 1)", [appId]);
  const remove = (confirm: string, id: AppId = appId) =>
    deleteApp(platform.context, platform.actor, { appId: id, confirm });
  await expect(remove("doomed")).rejects.toMatchObject({ code: "invalid_values" });
  await remove("Doomed");
  await expect(remove("Doomed")).rejects.toMatchObject({ code: "not_found" });
  expect(
    (await platform.context.appDatabase.pool.query("SELECT FROM quintet.live WHERE app_id = $1", [appId])).rowCount,
  ).toBe(0);
  const { appId: next } = await create("Doomed");
  expect((await getAppSummary(platform.context, platform.actor, next)).slug).toBe("doomed");
});
