import { QueryTypes, type Transaction } from "sequelize";
import type { DraftEdit as DraftEditEvent, Overwritten, UndoState } from "#contract/http/drafts";
import type { AccountId, DraftId } from "#contract/platform-ids";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import type { EditOperation, EditTargetId } from "#engine/edits/edit";
import { type LogEntry, type UndoStacks, undoStacks } from "#engine/edits/undo-stacks";
import type { ServerContext } from "../../context.ts";

/** How far back one can undo. */
const UNDO_DEPTH = 300;

export interface LogRow {
  readonly revision: number;
  readonly batchId: string;
  readonly actorId: AccountId;
  readonly actorName: string;
  readonly label: string;
  readonly forward: readonly EditOperation[];
  readonly undoes: number | null;
  readonly overtook: Overwritten[];
  readonly createdAt: Date;
}

/** The log after a revision, oldest first. */
export async function readLog(
  context: ServerContext,
  input: { readonly draftId: DraftId; readonly after: number; readonly limit: number },
  transaction?: Transaction,
): Promise<readonly LogRow[]> {
  return context.sequelize.query<LogRow>(
    `SELECT e.revision, e.batch_id AS "batchId", e.actor_id AS "actorId", a.name AS "actorName", e.label, e.forward,
            e.undoes, e.result->'overtook' AS overtook, e.created_at AS "createdAt"
       FROM platform.draft_edits e JOIN platform.accounts a ON a.id = e.actor_id
      WHERE e.draft_id = $1 AND e.revision > $2
      ORDER BY e.revision LIMIT $3`,
    {
      bind: [input.draftId, input.after, input.limit],
      type: QueryTypes.SELECT,
      transaction: transaction ?? null,
    },
  );
}

/** An entry as it is broadcast and listed. */
export const presentEdit = (draftId: DraftId, row: LogRow): DraftEditEvent => ({
  draftId,
  revision: row.revision,
  batchId: row.batchId,
  actor: { id: row.actorId, name: row.actorName },
  label: row.label,
  operations: row.forward as DraftEditEvent["operations"],
  ...(row.undoes === null ? {} : { undoes: row.undoes }),
  overtook: row.overtook,
  at: row.createdAt.toISOString(),
});

/** One author's recent entries of the present format, without their operations, oldest first. */
export async function readOwnEntries(
  context: ServerContext,
  input: { readonly draftId: DraftId; readonly accountId: AccountId },
  transaction?: Transaction,
): Promise<readonly LogEntry[]> {
  const rows = await context.sequelize.query<{
    revision: number;
    label: string;
    undoes: number | null;
    text_key: string | null;
    made_at: Date;
  }>(
    `SELECT revision, label, undoes, text_key, coalesce(made_at, created_at) AS made_at FROM platform.draft_edits
      WHERE draft_id = $1 AND actor_id = $2 AND format = ${FORMAT_VERSION} ORDER BY revision DESC LIMIT ${UNDO_DEPTH}`,
    { bind: [input.draftId, input.accountId], type: QueryTypes.SELECT, transaction: transaction ?? null },
  );
  return rows.reverse().map((row) => ({
    revision: row.revision,
    label: row.label,
    undoes: row.undoes ?? undefined,
    at: row.made_at.getTime(),
    text: parseTextKey(row.text_key),
  }));
}

export const textKeyOf = (text: LogEntry["text"]): string | null => (text ? `${text.id} ${text.property}` : null);

function parseTextKey(key: string | null): LogEntry["text"] {
  const [id, property] = key?.split(" ") ?? [];
  return id && property ? { id: id as EditTargetId, property } : undefined;
}

export const undoStateOf = (stacks: UndoStacks): UndoState => ({
  undo: stacks.undo.at(-1)?.label ?? null,
  redo: stacks.redo.at(-1)?.label ?? null,
});

export const readUndoState = async (
  context: ServerContext,
  input: { readonly draftId: DraftId; readonly accountId: AccountId },
  transaction?: Transaction,
): Promise<UndoState> => undoStateOf(undoStacks(await readOwnEntries(context, input, transaction)));
