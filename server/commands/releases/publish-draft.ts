import type { PlanAnswers, Release as PresentedRelease } from "#contract/http/releases";
import type { DraftId, VersionId } from "#contract/platform-ids";
import { failpoint } from "#engine/runtime/failpoints";
import type { ServerContext } from "../../context.ts";
import { AppVersion } from "../../models/app-version.ts";
import { Draft } from "../../models/draft.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";
import { planRelease } from "../../releases/plan-release.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";
import { presentQueued, queueRelease, requireApproved, requireNoneUnderWay } from "./queue-release.ts";

/**
 * Freezes the draft as a version and queues its release. The draft's row is held from reading it to freezing it, so
 * that what is frozen is what was planned, to the letter.
 */
export async function publishDraft(
  context: ServerContext,
  actor: Actor,
  input: { draftId: DraftId; planHash: string; answers: PlanAnswers; message: string; receivedAt: Date },
): Promise<PresentedRelease> {
  const { appId, releaseId } = await context.sequelize.transaction(async (transaction) => {
    const draft = await findDraftFor(context, actor, {
      action: "publish",
      draftId: input.draftId,
      transaction,
      lock: true,
    });
    await requireNoneUnderWay(draft.appId, transaction);
    const target = await loadDefinition(context, draft, transaction);
    const planned = await planRelease(context, { appId: draft.appId, target, answers: input.answers, transaction });
    await requireApproved(context, actor, planned, input.planHash);

    const newest = await AppVersion.findOne({
      where: { appId: draft.appId },
      attributes: ["number"],
      order: [["number", "DESC"]],
      transaction,
    });
    const version = await AppVersion.create(
      {
        id: uuid7(context.clock.now()) as VersionId,
        appId: draft.appId,
        number: (newest?.number ?? 0) + 1,
        parentId: planned.live?.versionId ?? null,
        definition: target,
        contentHash: planned.toHash,
      },
      { transaction },
    );
    await Draft.update({ baseVersionId: version.id }, { where: { id: draft.id }, transaction, silent: true });
    const { message, receivedAt } = input;
    const id = await queueRelease(context, actor, { planned, version, message, receivedAt }, transaction);
    await failpoint("publish.frozen");
    return { appId: draft.appId, releaseId: id };
  });
  await failpoint("publish.queued");
  return presentQueued(context, appId, releaseId);
}
