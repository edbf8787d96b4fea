import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { loadDraft } from "#server/commands/drafts/load-draft";
import { platformReleaseStore } from "#server/engine/release-store";
import { AppVersion } from "#server/models/app-version";
import { app, fieldId, model, modelId, text } from "../builders.ts";
import { createAppWith, editDraft } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";

/** As if format 2 had been released: it has no colours of models any more. */
vi.mock(import("#engine/definition/format-version"), () => ({ FORMAT_VERSION: 2 as never }));
vi.mock(import("#engine/definition/upgrades/format-upgrades"), () => ({
  formatUpgrades: [
    {
      to: 2,
      description: "Models have no colour",
      upgrade: (document) => ({
        ...document,
        records: Object.fromEntries(
          Object.entries(document.records).map(([id, { colour: _, ...record }]) => [id, record]),
        ),
      }),
    },
  ],
}));

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

const shop = app(model("book", text("title")), model("author", text("name")));
const book = modelId("book");
const query = <Row extends object>(sql: string, bind: unknown[]) =>
  test.context.sequelize.query(sql, { bind, type: "SELECT" as never }) as unknown as Promise<Row[]>;

/** A draft as format 1 had it. */
async function oldDraft() {
  const made = await createAppWith(test.context, test.actor, shop);
  await test.context.sequelize.query(
    "UPDATE platform.draft_records SET body = body || '{\"colour\": \"red\"}' WHERE draft_id = $1 AND kind = 'model'",
    { bind: [made.draftId] },
  );
  await test.context.sequelize.query("UPDATE platform.drafts SET format = 1 WHERE id = $1", { bind: [made.draftId] });
  return made;
}
const inFormat = (formatVersion: number) => ({
  ...shop,
  formatVersion,
  records: { ...shop.records, [book]: { ...shop.records[book], colour: "red" } },
});

describe("an app of an older format", () => {
  it("has its draft read through the upgrades, and written in today's format with the next edit", async () => {
    const { draftId } = await oldDraft();
    const load = async () => (await loadDraft(test.context, test.actor, draftId)).definition as AppDefinition;
    expect(await load()).toEqual(shop);
    await editDraft(test.context, test.actor, {
      draftId,
      operations: [{ op: "update", id: fieldId("book", "title"), set: { label: "Name" }, unset: [] }],
    });
    expect((await load()).records[fieldId("book", "title")]).toMatchObject({ label: "Name" });
    const left = await query("SELECT FROM platform.draft_records WHERE draft_id = $1 AND body ? 'colour'", [draftId]);
    expect(left).toEqual([]);
    expect(await query("SELECT format FROM platform.drafts WHERE id = $1", [draftId])).toEqual([{ format: 2 }]);
  });

  it("has its versions read through the upgrades, and stored as they were", async () => {
    const { appId } = await oldDraft();
    const id = randomUUID();
    const insert = (definition: object) =>
      test.context.sequelize.query(
        `INSERT INTO platform.app_versions (id, app_id, number, definition, content_hash, created_at)
         VALUES ($1, $2, 1, $3::jsonb, 'sha256-old', now())
         ON CONFLICT (id) DO UPDATE SET definition = excluded.definition`,
        { bind: [id, appId, JSON.stringify(definition)] },
      );
    await insert(inFormat(1));
    const version = await AppVersion.findByPk(id, { rejectOnEmpty: true });
    expect(version.definition).toEqual(shop);
    expect(version.contentHash).toBe("sha256-old");
    const [release] = await query<{ id: string }>(
      `INSERT INTO platform.releases (app_id, number, environment, version_id, state, actor_id, plan, plan_hash, answers)
       VALUES ($1, 1, 'live', $2, 'live', $3, '{}', '', '{}') RETURNING id`,
      [appId, id, test.actor.accountId],
    );
    const loaded = await platformReleaseStore(test.context.sequelize).load(Number(release?.id));
    expect(loaded?.definition).toEqual(shop);

    await insert(inFormat(3));
    await expect(platformReleaseStore(test.context.sequelize).load(Number(release?.id))).rejects.toThrow(
      "This app is in format 3, made by a newer Quintet. This one reads up to format 2: upgrade it first.",
    );
  });
});
