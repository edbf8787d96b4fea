import type { PlanAnswers, Release as PresentedRelease } from "#contract/http/releases";
import type { AppId, VersionId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { planRelease } from "../../releases/plan-release.ts";
import { findAppFor } from "../apps/find-app.ts";
import { presentQueued, queueRelease, requireApproved, requireNoneUnderWay } from "./queue-release.ts";
import { findVersion } from "./review-plan.ts";

/** Puts an older version live again, as a new release with a plan of its own. The draft is left alone. */
export async function rollBack(
  context: ServerContext,
  actor: Actor,
  input: {
    appId: AppId;
    versionId: VersionId;
    planHash: string;
    answers: PlanAnswers;
    message: string;
    receivedAt: Date;
  },
): Promise<PresentedRelease> {
  const app = await findAppFor(actor, "publish", input.appId);
  await requireNoneUnderWay(app.id);
  const version = await findVersion(app.id, input.versionId);
  const planned = await planRelease(context, { appId: app.id, target: version.definition, answers: input.answers });
  await requireApproved(context, actor, planned, input.planHash);
  const { message, receivedAt } = input;
  const rollbackOf = planned.live ? { rollbackOf: planned.live.releaseId } : {};
  const id = await context.sequelize.transaction((transaction) =>
    queueRelease(context, actor, { planned, version, message, receivedAt, ...rollbackOf }, transaction),
  );
  return presentQueued(context, app.id, id);
}
