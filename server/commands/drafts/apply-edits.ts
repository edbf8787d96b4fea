import type { Transaction } from "sequelize";
import type { EditRequest, EditResult } from "#contract/http/drafts";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { followRenames, mayRename } from "#engine/edits/follow-renames";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { answerOfBatch, commitBatch } from "./commit-batch.ts";
import { loadNeighbourhood } from "./draft-rows.ts";
import { readUndoState } from "./edit-log.ts";
import { type FoundDraft, findDraftFor } from "./find-draft.ts";
import { findOverwritten } from "./find-overwritten.ts";
import { loadDefinition } from "./load-draft.ts";
import { refusalError } from "./refusal.ts";

/**
 * Applies a batch to a draft (docs/mechanics.md, 6). The draft's row lock orders batches; a property is the unit: the
 * last writer wins and is told what they replaced, but a long text that has changed since is refused, so that the
 * client can merge. The same batch again answers as the first time. What calls a renamed record by its old name is changed
 * in the same batch, for every client.
 */
export async function applyDraftEdits(
  context: ServerContext,
  actor: Actor,
  request: EditRequest,
  transaction: Transaction,
): Promise<EditResult> {
  const draft = await findDraftFor(context, actor, {
    action: "edit",
    draftId: request.draftId,
    transaction,
    lock: true,
  });
  const { batchId, label } = request;
  const answered = await answerOfBatch<EditResult>(actor, { draft, batchId }, transaction);
  if (answered) return answered;
  const { seenRevision, mergedRevision } = request;
  if (Math.max(seenRevision, mergedRevision ?? 0) > draft.revision) {
    throw new UserError(
      "conflict",
      "This edit was made after a revision that the draft does not have. Load the draft again.",
    );
  }

  const operations = request.operations as readonly EditOperation[];
  const judged = await judge(context, { draft, operations }, transaction);
  const followed = mayRename(judged.forward)
    ? followRenames(readDefinition(await loadDefinition(context, draft, transaction)), judged.forward)
    : [];
  const { before, after, forward, inverse } =
    followed.length === 0
      ? judged
      : await judge(context, { draft, operations: [...operations, ...followed] }, transaction);
  if (forward.length === 0) {
    const undoState = await readUndoState(context, { draftId: draft.id, accountId: actor.accountId }, transaction);
    return { revision: draft.revision, operations: [], overtook: [], undoState };
  }
  const overtook = await findOverwritten(
    context,
    actor,
    { draft, seenRevision, mergedRevision, forward: judged.forward, before },
    transaction,
  );
  return commitBatch(
    context,
    actor,
    { draft, batchId, label, forward, inverse, before, after, madeAt: request.madeAt, extra: { overtook } },
    transaction,
  );
}

/** A batch applied to what it touches. */
async function judge(
  context: ServerContext,
  { draft, operations }: { readonly draft: FoundDraft; readonly operations: readonly EditOperation[] },
  transaction: Transaction,
) {
  const before = await loadNeighbourhood(context, draft, operations, transaction);
  const result = applyEdits(before, operations);
  if (!result.ok) throw await refusalError(context, { draft, refusal: result.refusal, operations }, transaction);
  const { definition: after, forward, inverse } = result;
  return { before, after, forward, inverse };
}
