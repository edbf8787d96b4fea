import type { Release } from "#contract/http/releases";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { getRelease } from "#server/commands/releases/find-releases";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { runRelease } from "../../workers/publish/run-release.ts";
import type { TestPlatform } from "./platform.ts";
import { withId } from "./release-id.ts";

/** Makes a definition the draft and queues its release. */
export async function queueDefinition(
  test: TestPlatform,
  app: { readonly appId: AppId; readonly draftId: DraftId },
  definition: AppDefinition,
): ReturnType<typeof withId> {
  const { context, actor } = test;
  const { sequelize } = context;
  await sequelize.query("DELETE FROM platform.draft_records WHERE draft_id = $1", { bind: [app.draftId] });
  for (const record of Object.values(definition.records)) {
    await sequelize.query(
      "INSERT INTO platform.draft_records (draft_id, record_id, kind, body, revision) VALUES ($1, $2, $3, $4::jsonb, 1)",
      { bind: [app.draftId, record.id, record.kind, JSON.stringify(record)] },
    );
  }
  const { planHash } = await reviewPlan(context, actor, { draftId: app.draftId, answers: {} });
  const input = { draftId: app.draftId, planHash, answers: {}, message: "", receivedAt: new Date() };
  return withId(publishDraft(context, actor, input));
}

/** The same, and runs the release in this process; gives it as it ended. */
export async function publishDefinition(
  test: TestPlatform,
  app: { readonly appId: AppId; readonly draftId: DraftId },
  definition: AppDefinition,
): Promise<Release> {
  const { id, number } = await queueDefinition(test, app, definition);
  await runRelease(test.context, id);
  return getRelease(test.context, test.actor, { appId: app.appId, number });
}
