import type { PlanAnswers, PlanReview } from "#contract/http/releases";
import type { AppId, DraftId, VersionId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { AppVersion } from "../../models/app-version.ts";
import type { Actor } from "../../policies/actor.ts";
import { planRelease } from "../../releases/plan-release.ts";
import { review } from "../../releases/review.ts";
import { findAppFor } from "../apps/find-app.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";

/** What publishing the draft would do, with facts about the rows. */
export async function reviewPlan(
  context: ServerContext,
  actor: Actor,
  input: { draftId: DraftId; answers: PlanAnswers; signal?: AbortSignal },
): Promise<PlanReview> {
  const { appId, target } = await context.sequelize.transaction(async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "publish", draftId: input.draftId, transaction });
    return { appId: draft.appId, target: await loadDefinition(context, draft, transaction) };
  });
  const planned = await planRelease(context, { appId, target, answers: input.answers });
  return review(context, actor, planned, input.signal ? { signal: input.signal } : {});
}

/** What going back to a version would do. */
export async function reviewRollback(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; versionId: VersionId; answers: PlanAnswers; signal?: AbortSignal },
): Promise<PlanReview> {
  const app = await findAppFor(actor, "publish", input.appId);
  const version = await findVersion(app.id, input.versionId);
  const planned = await planRelease(context, { appId: app.id, target: version.definition, answers: input.answers });
  return review(context, actor, planned, input.signal ? { signal: input.signal } : {});
}

export async function findVersion(appId: AppId, versionId: VersionId): Promise<AppVersion> {
  const version = await AppVersion.findOne({ where: { id: versionId, appId } });
  if (!version) throw new UserError("not_found", "There is no such version.");
  return version;
}
