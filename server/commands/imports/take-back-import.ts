import { randomBytes } from "node:crypto";
import type { Transaction } from "sequelize";
import { applyEdits } from "#engine/edits/apply-edits";
import { planUndo } from "#engine/edits/undo";
import type { ServerContext } from "../../context.ts";
import { App } from "../../models/app.ts";
import { DraftEdit } from "../../models/draft-edit.ts";
import type { Import } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { markDeleted } from "../apps/mark-deleted.ts";
import { commitBatch } from "../drafts/commit-batch.ts";
import { loadNeighbourhood } from "../drafts/draft-rows.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { importBatchId } from "./accept-import.ts";

/** How the ids of the batches begin that take an import back. */
export const TAKEN_BACK = "import-back-";

/**
 * Takes back what accepting an import has drawn, as an undo of that batch, also when it is not the last: what others
 * have built on it since stays. Also in an app that was deleted meanwhile, which may be restored. An app that was
 * made for the import and holds nothing else goes too, when asked.
 */
export async function takeBackImport(
  context: ServerContext,
  actor: Actor,
  input: { readonly row: Import; readonly removeNewApp: boolean },
  transaction: Transaction,
): Promise<void> {
  const accepted = input.row.analysis?.accepted;
  if (!accepted) return;
  const draft = await findDraftFor(context, actor, {
    action: "edit",
    draftId: accepted.draftId,
    transaction,
    lock: true,
    evenDeleted: true,
  });
  const edit = await DraftEdit.findOne({
    where: { draftId: draft.id, batchId: importBatchId(input.row.id) },
    transaction,
  });
  if (!edit) return;
  const definition = await loadNeighbourhood(context, draft, [...edit.forward, ...edit.inverse], transaction);
  const { operations } = planUndo({ definition, forward: edit.forward, inverse: edit.inverse });
  const result = applyEdits(definition, operations);
  if (result.ok && result.forward.length > 0) {
    const { forward, inverse } = result;
    const batchId = `${TAKEN_BACK}${randomBytes(9).toString("hex")}`;
    await commitBatch(
      context,
      actor,
      {
        draft,
        batchId,
        label: `Undo: ${edit.label}`,
        forward,
        inverse,
        before: definition,
        after: result.definition,
        undoes: edit.revision,
        extra: { overtook: [], label: edit.label, kept: [] },
      },
      transaction,
    );
  }
  // Nothing but the import has ever been in the draft. Deleted like any other app, and not offered to be restored.
  if (input.removeNewApp && accepted.isNewApp && draft.revision === 1) {
    const app = await App.findByPk(draft.appId, {
      transaction,
      lock: transaction.LOCK.NO_KEY_UPDATE,
      rejectOnEmpty: true,
    });
    if (!app.deletedAt) await markDeleted(context, actor, { app, label: draft.settings.label }, transaction);
  }
}
