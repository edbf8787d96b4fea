import type { Transaction } from "sequelize";
import type { RestoreResult } from "#contract/http/draft-history";
import type { DraftId } from "#contract/platform-ids";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { applyEdits } from "#engine/edits/apply-edits";
import { describeRecord, shorten } from "#engine/edits/describe-record";
import { type DefinitionDiff, diffDefinitions, operationsOfDiff } from "#engine/edits/diff-definitions";
import { type EditTargetId, SETTINGS_ID } from "#engine/edits/edit";
import { partOfDiff } from "#engine/edits/part-of-diff";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { DraftEdit } from "../../models/draft-edit.ts";
import type { Actor } from "../../policies/actor.ts";
import { answerOfBatch, commitBatch } from "./commit-batch.ts";
import { definitionAt } from "./definition-at.ts";
import { readUndoState } from "./edit-log.ts";
import { findDraftFor } from "./find-draft.ts";
import { refusalError } from "./refusal.ts";
import { revertEdit } from "./revert-edit.ts";

/**
 * Brings a property, a record or the whole draft back to how it was before or after an edit. It is a new edit of the
 * actor: the log only grows, others see it, and undo reverses it.
 */
export async function restoreDraft(
  context: ServerContext,
  actor: Actor,
  request: {
    readonly draftId: DraftId;
    readonly batchId: string;
    readonly revision: number;
    readonly side: "before" | "after";
    readonly record?: EditTargetId | undefined;
    readonly property?: string | undefined;
    readonly only?: true | undefined;
  },
  transaction: Transaction,
): Promise<RestoreResult> {
  const { batchId, revision, side, record, property } = request;
  const draft = await findDraftFor(context, actor, {
    action: "edit",
    draftId: request.draftId,
    transaction,
    lock: true,
  });
  const answered = await answerOfBatch<RestoreResult>(actor, { draft, batchId }, transaction);
  if (answered) return answered;
  if (property !== undefined && record === undefined)
    throw new UserError("bad_request", "A property is restored of a record: say which.");
  if (request.only) {
    if (side !== "before" || record !== undefined)
      throw new UserError("bad_request", 'An edit alone is restored to "before" it, and as a whole.');
    return revertEdit(context, actor, { draft, batchId, revision }, transaction);
  }
  const edit = await DraftEdit.findOne({ attributes: ["label"], where: { draftId: draft.id, revision }, transaction });
  if (!edit) throw new UserError("not_found", "There is no such edit.");

  const { now, then } = await definitionAt(
    context,
    { draft, revision: side === "before" ? revision - 1 : revision },
    transaction,
  );
  const diff = diffDefinitions(now, then);
  const wanted = record === undefined ? diff : partOfDiff(diff, { recordId: record, property });
  const operations = operationsOfDiff(wanted, record === undefined ? then : reached(now, wanted));
  const result = applyEdits(now, operations);
  if (!result.ok) throw await refusalError(context, { draft, refusal: result.refusal, operations }, transaction);
  if (result.forward.length === 0) {
    const undoState = await readUndoState(context, { draftId: draft.id, accountId: actor.accountId }, transaction);
    return { revision: draft.revision, operations: [], overtook: [], undoState };
  }
  const what = record === undefined ? undefined : nameOf(record, [now, then]);
  const label =
    what === undefined
      ? `Back to ${side} “${shorten(edit.label, 120)}”`
      : `Restore ${property === undefined ? "" : `${property} of `}${what}`;
  const { forward, inverse, definition: after } = result;
  const extra = { overtook: [] };
  return commitBatch(
    context,
    actor,
    { draft, batchId, label: shorten(label, 200), forward, inverse, before: now, after, standsAlone: true, extra },
    transaction,
  );
}

/** The present records, with restored ones and without removed ones: others must not be changed. */
function reached(now: AppDefinition, { added, removed }: DefinitionDiff): AppDefinition {
  const records: Record<string, DefinitionRecord> = { ...now.records };
  for (const record of removed) delete records[record.id];
  for (const record of added) records[record.id] = record;
  return { ...now, records: records as AppDefinition["records"] };
}

function nameOf(id: EditTargetId, definitions: readonly AppDefinition[]): string {
  if (id === SETTINGS_ID) return "the app's settings";
  const record = definitions.map(({ records }) => records[id]).find((one) => one !== undefined);
  return record ? describeRecord(record) : "a record";
}
