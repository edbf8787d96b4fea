import type { HistoryEntry } from "#contract/http/draft-history";
import type { AccountId } from "#contract/platform-ids";

/** What a history entry needs of `draft_edits e JOIN accounts a`. */
export const HISTORY_COLUMNS = `e.revision, e.actor_id AS "actorId", a.name AS "actorName", e.label, e.undoes,
  e.created_at AS "createdAt", e.made_at AS "madeAt",
  (SELECT max(u.revision) FROM platform.draft_edits u
    WHERE u.draft_id = e.draft_id AND u.actor_id = e.actor_id AND u.revision > e.revision AND u.undoes = e.revision)
    AS "undoneBy",
  (SELECT count(DISTINCT coalesce(o->>'id', o#>>'{record,id}'))::int FROM jsonb_array_elements(e.forward) AS o) AS records`;

export interface HistoryRow {
  readonly revision: number;
  readonly actorId: AccountId;
  readonly actorName: string;
  readonly label: string;
  readonly undoes: number | null;
  readonly undoneBy: number | null;
  readonly createdAt: Date;
  readonly madeAt: Date | null;
  readonly records: number;
}

export const presentEntry = (row: HistoryRow): HistoryEntry => ({
  revision: row.revision,
  actor: { id: row.actorId, name: row.actorName },
  label: row.label,
  at: row.createdAt.toISOString(),
  ...(row.madeAt === null ? {} : { madeAt: row.madeAt.toISOString() }),
  ...(row.undoes === null ? {} : { undoes: row.undoes }),
  ...(row.undoneBy === null ? {} : { undoneBy: row.undoneBy }),
  records: row.records,
});
