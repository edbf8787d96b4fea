import type { Transaction } from "sequelize";
import type { RestoreResult } from "#contract/http/draft-history";
import type { AppDefinition } from "#engine/definition/app-definition";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import { isEqualJson, type JsonValue } from "#engine/definition/json";
import { applyEdits } from "#engine/edits/apply-edits";
import { shorten } from "#engine/edits/describe-record";
import { type EditOperation, SETTINGS_ID } from "#engine/edits/edit";
import { type KeptProperty, planUndo } from "#engine/edits/undo";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { DraftEdit } from "../../models/draft-edit.ts";
import type { Actor } from "../../policies/actor.ts";
import { commitBatch } from "./commit-batch.ts";
import { loadNeighbourhood } from "./draft-rows.ts";
import { readUndoState } from "./edit-log.ts";
import type { FoundDraft } from "./find-draft.ts";
import { nameKeepers } from "./name-keepers.ts";
import { refusalError } from "./refusal.ts";

/** Whether a property has the value of before the edit already, because somebody has set it back since. */
function isAsBefore(
  { records, settings }: AppDefinition,
  inverse: readonly EditOperation[],
  { recordId, property }: KeptProperty,
): boolean {
  const record = recordId === SETTINGS_ID ? settings : records[recordId];
  const now = (record as unknown as Readonly<Record<string, JsonValue | undefined>> | undefined)?.[property];
  return inverse.some(
    (operation) =>
      operation.op === "update" &&
      operation.id === recordId &&
      (operation.unset.includes(property)
        ? now === undefined
        : operation.set[property] !== undefined && isEqualJson(now, operation.set[property])),
  );
}

/**
 * Brings back what one edit changed, of any person, and nothing else: where a property is still as the edit left it, it
 * is again as it was before. What was changed since is kept and named; long texts are merged by lines.
 */
export async function revertEdit(
  context: ServerContext,
  actor: Actor,
  input: { readonly draft: FoundDraft; readonly batchId: string; readonly revision: number },
  transaction: Transaction,
): Promise<RestoreResult> {
  const { draft, batchId, revision } = input;
  const edit = await DraftEdit.findOne({
    attributes: ["label", "forward", "inverse", "format"],
    where: { draftId: draft.id, revision },
    transaction,
  });
  if (!edit) throw new UserError("not_found", "There is no such edit.");
  if (edit.format !== FORMAT_VERSION)
    throw new UserError("conflict", "This was edited before an upgrade changed how apps are written down.");
  const forward = edit.forward as readonly EditOperation[];
  const inverse = edit.inverse as readonly EditOperation[];
  const now = await loadNeighbourhood(context, draft, [...forward, ...inverse], transaction);
  const plan = planUndo({ definition: now, forward, inverse });
  const result = applyEdits(now, plan.operations);
  if (!result.ok)
    throw await refusalError(context, { draft, refusal: result.refusal, operations: plan.operations }, transaction);
  const lost = plan.kept.filter((each) => !isAsBefore(now, inverse, each));
  const kept = lost.length === 0 ? [] : await nameKeepers(context, draft, { kept: lost, after: revision }, transaction);
  if (result.forward.length === 0) {
    const undoState = await readUndoState(context, { draftId: draft.id, accountId: actor.accountId }, transaction);
    return { revision: draft.revision, operations: [], overtook: [], undoState, kept };
  }
  return commitBatch(
    context,
    actor,
    {
      draft,
      batchId,
      label: shorten(`Take back “${edit.label}”`, 200),
      forward: result.forward,
      inverse: result.inverse,
      before: now,
      after: result.definition,
      standsAlone: true,
      extra: { overtook: [], kept },
    },
    transaction,
  );
}
