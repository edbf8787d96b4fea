import { QueryTypes, type Transaction } from "sequelize";
import type { UndoResult } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { planUndo } from "#engine/edits/undo";
import { type UndoStep, undoStacks } from "#engine/edits/undo-stacks";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { DraftEdit } from "../../models/draft-edit.ts";
import type { Actor } from "../../policies/actor.ts";
import { answerOfBatch, commitBatch } from "./commit-batch.ts";
import { loadNeighbourhood } from "./draft-rows.ts";
import { readOwnEntries } from "./edit-log.ts";
import { type FoundDraft, findDraftFor } from "./find-draft.ts";
import { nameKeepers } from "./name-keepers.ts";
import { refusalError } from "./refusal.ts";

interface TakeBack {
  readonly draftId: DraftId;
  readonly batchId: string;
  /** The batch to take back, else the last. */
  readonly target?: string | undefined;
}

/** Takes back the actor's own last edit, as a new batch that touches only what still stands as that edit left it. */
export const undoDraftEdit = (context: ServerContext, actor: Actor, request: TakeBack, transaction: Transaction) =>
  takeBack(context, actor, { ...request, which: "undo" }, transaction);

/** Restores what the actor last took back. */
export const redoDraftEdit = (context: ServerContext, actor: Actor, request: TakeBack, transaction: Transaction) =>
  takeBack(context, actor, { ...request, which: "redo" }, transaction);

async function takeBack(
  context: ServerContext,
  actor: Actor,
  request: TakeBack & { readonly which: "undo" | "redo" },
  transaction: Transaction,
): Promise<UndoResult> {
  const { batchId, which } = request;
  const draft = await findDraftFor(context, actor, {
    action: "edit",
    draftId: request.draftId,
    transaction,
    lock: true,
  });
  const answered = await answerOfBatch<UndoResult>(actor, { draft, batchId }, transaction);
  if (answered) return answered;
  const stacks = undoStacks(
    await readOwnEntries(context, { draftId: draft.id, accountId: actor.accountId }, transaction),
  );
  const step =
    request.target === undefined
      ? stacks[which].at(-1)
      : await stepOf({ draft, target: request.target, steps: stacks[which] }, transaction);
  if (!step) throw new UserError("conflict", `There is nothing to ${which}.`);

  const edit = await joinedEdit(context, draft, step.revisions, transaction);
  const definition = await loadNeighbourhood(context, draft, [...edit.forward, ...edit.inverse], transaction);
  const plan = planUndo({ definition, ...edit });
  const result = applyEdits(definition, plan.operations);
  if (!result.ok)
    throw await refusalError(context, { draft, refusal: result.refusal, operations: plan.operations }, transaction);
  const kept =
    plan.kept.length === 0
      ? []
      : await nameKeepers(context, draft, { kept: plan.kept, after: step.revisions[0] ?? 0 }, transaction);
  return commitBatch(
    context,
    actor,
    {
      draft,
      batchId,
      label: `${which === "undo" ? "Undo" : "Redo"}: ${step.label}`,
      forward: result.forward,
      inverse: result.inverse,
      before: definition,
      after: result.definition,
      undoes: step.revisions.at(-1) as number,
      extra: { overtook: [], label: step.label, kept },
    },
    transaction,
  );
}

/** The step that a batch is part of, if it can still be taken back. */
async function stepOf(
  input: { readonly draft: FoundDraft; readonly target: string; readonly steps: readonly UndoStep[] },
  transaction: Transaction,
): Promise<UndoStep | undefined> {
  const entry = await DraftEdit.findOne({
    attributes: ["revision"],
    where: { draftId: input.draft.id, batchId: input.target },
    transaction,
  });
  return entry ? input.steps.findLast((step) => step.revisions.includes(entry.revision)) : undefined;
}

/** The batches of one step as one edit. */
async function joinedEdit(
  context: ServerContext,
  draft: FoundDraft,
  revisions: readonly number[],
  transaction: Transaction,
) {
  const rows = await context.sequelize.query<{ forward: EditOperation[]; inverse: EditOperation[] }>(
    "SELECT forward, inverse FROM platform.draft_edits WHERE draft_id = $1 AND revision = ANY($2::int[]) ORDER BY revision",
    { bind: [draft.id, revisions], type: QueryTypes.SELECT, transaction },
  );
  return { forward: rows.flatMap((row) => row.forward), inverse: rows.toReversed().flatMap((row) => row.inverse) };
}
