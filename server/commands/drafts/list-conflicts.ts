import { QueryTypes } from "sequelize";
import type { DraftConflict } from "#contract/http/draft-history";
import type { Overwritten } from "#contract/http/drafts";
import type { AccountId, DraftId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findDraftFor } from "./find-draft.ts";

/** As far back as conflicts can still be settled. */
const MAX_EDITS = 100;

/** Conflicts of the actor with others, on both sides, newest first. */
export async function listDraftConflicts(
  context: ServerContext,
  actor: Actor,
  draftId: DraftId,
): Promise<{ conflicts: DraftConflict[] }> {
  await findDraftFor(context, actor, { action: "read", draftId });
  const rows = await context.sequelize.query<{
    revision: number;
    at: Date;
    actorId: AccountId;
    actorName: string;
    label: string;
    overtook: readonly Overwritten[];
  }>(
    `SELECT e.revision, e.created_at AS at, e.actor_id AS "actorId", a.name AS "actorName", e.label,
            e.result->'overtook' AS overtook
       FROM platform.draft_edits e JOIN platform.accounts a ON a.id = e.actor_id
      WHERE e.draft_id = $1 AND jsonb_array_length(e.result->'overtook') > 0
        AND (e.actor_id = $2 OR e.result->'overtook' @> jsonb_build_array(jsonb_build_object('of', $2::text)))
      ORDER BY e.revision DESC LIMIT ${MAX_EDITS}`,
    { bind: [draftId, actor.accountId], type: QueryTypes.SELECT },
  );
  const conflicts = rows.flatMap(({ revision, at, actorId, actorName, label, overtook }) =>
    overtook
      .filter(({ of }) => actorId === actor.accountId || of === actor.accountId)
      .map((overwritten) => ({
        ...overwritten,
        revision,
        at: at.toISOString(),
        actor: { id: actorId, name: actorName },
        label,
      })),
  );
  return { conflicts };
}
