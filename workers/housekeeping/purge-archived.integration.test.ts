import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { Environment } from "#server/models/environment";
import { app, integer, model, text } from "../../tests/builders.ts";
import { createAppWith } from "../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { withId } from "../../tests/support/release-id.ts";
import { runRelease } from "../publish/run-release.ts";
import { purgeArchived } from "./purge-archived.ts";

let test: TestPlatform;
let sql: pg.Client;
let shop: { appId: AppId; draftId: DraftId };
let schema: string;

const whole = app(model("book", text("title"), integer("pages")), model("shelf", text("name")));
const less = app(model("book", text("title")));

beforeAll(async () => {
  test = await createTestPlatform();
  sql = new pg.Client({ connectionString: test.context.appDatabase.url });
  await sql.connect();
  shop = await createAppWith(test.context, test.actor, whole);
  schema = (await Environment.findOne({ where: { appId: shop.appId }, rejectOnEmpty: true })).schemaName;
});
afterAll(async () => {
  await sql?.end();
  await test?.close();
});

async function publish(definition: AppDefinition): Promise<void> {
  const { sequelize } = test.context;
  await sequelize.query("DELETE FROM platform.draft_records WHERE draft_id = $1", { bind: [shop.draftId] });
  for (const record of Object.values(definition.records)) {
    await sequelize.query(
      "INSERT INTO platform.draft_records (draft_id, record_id, kind, body, revision) VALUES ($1, $2, $3, $4::jsonb, 1)",
      { bind: [shop.draftId, record.id, record.kind, JSON.stringify(record)] },
    );
  }
  const { planHash } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
  const input = { draftId: shop.draftId, planHash, answers: {}, message: "", receivedAt: new Date() };
  const { id } = await withId(publishDraft(test.context, test.actor, input));
  await runRelease(test.context, id);
}

const rows = async (query: string) => (await sql.query(query.replaceAll("@", `"${schema}".`))).rows;
const kept = () =>
  rows(`SELECT relname AS name FROM pg_class WHERE relnamespace = '"${schema}"'::regnamespace AND relname LIKE '\\_gone\\_%'
        UNION ALL SELECT attname FROM pg_attribute WHERE attname LIKE '\\_gone\\_%' AND NOT attisdropped`);
const daysAgo = (days: number) =>
  rows(`UPDATE quintet.physical SET body = jsonb_set(body, '{setAside}',
          (SELECT COALESCE(jsonb_agg(s || jsonb_build_object('since', now() - interval '${days} days')), '[]') FROM jsonb_array_elements(body->'setAside') s))`);

it("keeps what was deleted for 30 days, to be restored with its values [MIG-04] [MIG-24]", async () => {
  await publish(whole);
  await rows("INSERT INTO @book (title, pages) VALUES ('Dune', 412)");
  await rows("INSERT INTO @shelf (name) VALUES ('upper')");
  await publish(less);
  await daysAgo(29);
  expect(await purgeArchived(test.context)).toBe(0);
  await publish(whole);
  expect(await rows("SELECT title, pages FROM @book")).toEqual([{ title: "Dune", pages: 412 }]);
  expect(await rows("SELECT name FROM @shelf")).toEqual([{ name: "upper" }]);
});

it("deletes it permanently after that, tells the audit log, and adds the field anew when it is drawn again", async () => {
  await publish(less);
  await daysAgo(31);
  // Somebody who reads the table is waited for, by trying again at the next turn.
  const holder = new pg.Client({ connectionString: test.context.appDatabase.url });
  await holder.connect();
  await holder.query(`BEGIN; SELECT count(*) FROM "${schema}".book`);
  expect(await purgeArchived(test.context)).toBe(0);
  expect(await kept()).toHaveLength(2);
  await holder.end();

  expect(await purgeArchived(test.context)).toBe(2);
  expect(await kept()).toEqual([]);
  expect(await purgeArchived(test.context)).toBe(0);
  expect(await rows("SELECT action, subject FROM platform.audit_log WHERE action = 'data.purged'")).toEqual([
    { action: "data.purged", subject: expect.stringMatching(/^(?:pages, shelf|shelf, pages)$/) },
  ]);
  await publish(whole);
  expect(await rows("SELECT title, pages FROM @book")).toEqual([{ title: "Dune", pages: null }]);
});
