import { QueryTypes } from "sequelize";
import type { HistoryEntry } from "#contract/http/draft-history";
import type { AccountId, DraftId } from "#contract/platform-ids";
import type { EditTargetId } from "#engine/edits/edit";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { countForgotten } from "./bound-history.ts";
import { findDraftFor } from "./find-draft.ts";
import { HISTORY_COLUMNS, type HistoryRow, presentEntry } from "./history-entry.ts";

/** A page of a draft's history, newest first, and everybody who is in it. */
export async function listDraftHistory(
  context: ServerContext,
  actor: Actor,
  input: {
    readonly draftId: DraftId;
    readonly before?: number | undefined;
    readonly limit: number;
    readonly actor?: AccountId | undefined;
    readonly record?: EditTargetId | undefined;
  },
): Promise<{ entries: HistoryEntry[]; people: { id: AccountId; name: string }[]; forgotten: number }> {
  const { draftId } = input;
  const draft = await findDraftFor(context, actor, { action: "read", draftId });
  const rows = await context.sequelize.query<HistoryRow>(
    `SELECT ${HISTORY_COLUMNS}
       FROM platform.draft_edits e JOIN platform.accounts a ON a.id = e.actor_id
      WHERE e.draft_id = $1 AND ($2::int IS NULL OR e.revision < $2)
        AND ($3::uuid IS NULL OR e.actor_id = $3) AND ($4::text IS NULL OR e.touched @> ARRAY[$4::text])
      ORDER BY e.revision DESC LIMIT $5`,
    {
      bind: [draftId, input.before ?? null, input.actor ?? null, input.record ?? null, input.limit],
      type: QueryTypes.SELECT,
    },
  );
  const people = await context.sequelize.query<{ id: AccountId; name: string }>(
    `SELECT a.id, a.name FROM platform.accounts a
      WHERE EXISTS (SELECT FROM platform.draft_edits e WHERE e.draft_id = $1 AND e.actor_id = a.id)
      ORDER BY a.name, a.id`,
    { bind: [draftId], type: QueryTypes.SELECT },
  );
  return { entries: rows.map(presentEntry), people, forgotten: await countForgotten(context, draft) };
}
