import { QueryTypes, type Transaction } from "sequelize";
import type { DraftId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";

/** What the history of a draft holds at most. The newest edit is always kept, whatever its size. */
export interface HistoryBounds {
  readonly edits: number;
  readonly bytes: number;
}
export const HISTORY_BOUNDS: HistoryBounds = { edits: 10_000, bytes: 64_000_000 };

/** An edit that takes less is only looked at now and then, since the whole history is added up for it. */
const SMALL_BYTES = 100_000;
const LOOK_EVERY = 50;

/**
 * Forgets the oldest edits of a draft that holds more than the bounds, so that a draft cannot fill the database by being
 * edited. What is left has no gap: undo and restore work for all of it.
 */
export async function boundHistory(
  context: ServerContext,
  newest: { readonly draftId: DraftId; readonly revision: number; readonly bytes: number },
  transaction: Transaction,
  bounds: HistoryBounds = HISTORY_BOUNDS,
): Promise<void> {
  if (newest.bytes < SMALL_BYTES && newest.revision % LOOK_EVERY !== 0) return;
  await context.sequelize.query(
    `DELETE FROM platform.draft_edits WHERE draft_id = $1 AND revision <= (
       SELECT max(revision) FROM (
         SELECT revision, row_number() OVER newest AS edits, sum(bytes) OVER newest AS bytes
           FROM platform.draft_edits WHERE draft_id = $1 WINDOW newest AS (ORDER BY revision DESC)) e
        WHERE e.edits > 1 AND (e.edits > $2 OR e.bytes > $3))`,
    { bind: [newest.draftId, bounds.edits, bounds.bytes], type: QueryTypes.DELETE, transaction },
  );
}

/** How many edits at the beginning of a draft are no longer kept: each edit is one revision. */
export async function countForgotten(
  context: ServerContext,
  draft: { readonly id: DraftId; readonly revision: number },
  transaction?: Transaction,
): Promise<number> {
  const [row] = await context.sequelize.query<{ oldest: number | null }>(
    "SELECT min(revision) AS oldest FROM platform.draft_edits WHERE draft_id = $1",
    { bind: [draft.id], type: QueryTypes.SELECT, transaction: transaction ?? null },
  );
  return (row?.oldest ?? draft.revision + 1) - 1;
}
