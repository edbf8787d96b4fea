import { QueryTypes, Transaction } from "sequelize";
import type { DraftEditDetail } from "#contract/http/draft-history";
import type { DraftId } from "#contract/platform-ids";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import { describeEdit } from "#engine/edits/describe-edit";
import type { EditOperation } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findRecords } from "./draft-rows.ts";
import { findDraftFor } from "./find-draft.ts";
import { HISTORY_COLUMNS, type HistoryRow, presentEntry } from "./history-entry.ts";

interface Row extends HistoryRow {
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
  readonly touched: readonly string[];
  readonly format: number;
}

/** One edit of the history with its changes. */
export function readDraftEdit(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly revision: number },
): Promise<DraftEditDetail> {
  const isolationLevel = Transaction.ISOLATION_LEVELS.REPEATABLE_READ;
  return context.sequelize.transaction({ isolationLevel, readOnly: true }, async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "read", draftId: input.draftId, transaction });
    const [row] = await context.sequelize.query<Row>(
      `SELECT ${HISTORY_COLUMNS}, e.forward, e.inverse, e.touched, e.format
         FROM platform.draft_edits e JOIN platform.accounts a ON a.id = e.actor_id
        WHERE e.draft_id = $1 AND e.revision = $2`,
      { bind: [draft.id, input.revision], type: QueryTypes.SELECT, transaction },
    );
    if (!row) throw new UserError("not_found", "There is no such edit.");
    const records = await findRecords(context, { draftId: draft.id, ids: row.touched }, transaction);
    return {
      entry: presentEntry(row),
      edits: describeEdit(row, (id) => records.get(id)) as DraftEditDetail["edits"],
      canRestore: row.format === FORMAT_VERSION,
    };
  });
}
