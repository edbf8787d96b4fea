import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emptyDefinition } from "#engine/definition/app-definition";
import { OperationalError } from "#engine/errors";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { gatherFacts } from "#server/releases/gather-facts";
import { planRelease } from "#server/releases/plan-release";
import { app, fieldId, model, text } from "../builders.ts";
import { createAppWith, editDraft } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";

/** A plan whose rows cannot be counted for a long time: somebody else holds the table. */
let platform: TestPlatform;
let holder: pg.Client;
let made: Awaited<ReturnType<typeof createAppWith>>;

beforeAll(async () => {
  platform = await createTestPlatform();
  made = await createAppWith(platform.context, platform.actor, emptyDefinition("Shop"));
  await publishDefinition(platform, made, app(model("book", text("title"), text("isbn"))));
  await editDraft(platform.context, platform.actor, {
    draftId: made.draftId,
    operations: [{ op: "update", id: fieldId("book", "isbn"), set: { unique: true }, unset: [] }],
  });
  const { pool } = platform.context.appDatabase;
  const { rows } = await pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE tablename = 'book'",
  );
  holder = new pg.Client({ ...pool.options });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query(`LOCK TABLE ${rows[0]?.name} IN ACCESS EXCLUSIVE MODE`);
});
afterAll(async () => {
  await holder?.end();
  await platform?.close();
});

const waiting = async (): Promise<number> => {
  const { rows } = await holder.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return rows[0]?.count ?? 0;
};

it("stops counting when nobody waits for the plan any more, and can be asked again", async () => {
  const left = new AbortController();
  const planning = reviewPlan(platform.context, platform.actor, {
    draftId: made.draftId,
    answers: {},
    signal: left.signal,
  }).catch((error: unknown) => error);
  await expect.poll(waiting).toBe(1);
  left.abort();
  expect(await planning).toBeInstanceOf(OperationalError);
  expect(await waiting()).toBe(0);
});

it("counts for so long at most, and says that nothing was changed", async () => {
  const target = app(model("book", text("title"), text("isbn", { unique: true })));
  const planned = await planRelease(platform.context, { appId: made.appId, target, answers: {} });
  await expect(gatherFacts(platform.context, planned, { longestMs: 300 })).rejects.toThrow(/Nothing was changed/);
  expect(await waiting()).toBe(0);
});

it("is made when the table is free again", async () => {
  await holder.query("ROLLBACK");
  const plan = await reviewPlan(platform.context, platform.actor, { draftId: made.draftId, answers: {} });
  expect(plan.problems).toEqual([]);
});
