import { QueryTypes } from "sequelize";
import type { DeletedApp } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { TAKEN_BACK } from "../imports/take-back-import.ts";

/** How long a deleted app can be restored; docs/publishing.md and the studio say the same. */
export const KEPT_DAYS = 30;

const DAY_MS = 86_400_000;
const MOST = 200;

/**
 * The apps of the actor's workspace that can be restored, last deleted first. One that was made for an import and
 * went with it, before it was edited, contains nothing to restore and is left out.
 */
export async function listDeletedApps(context: ServerContext, actor: Actor): Promise<DeletedApp[]> {
  authorizeInWorkspace(actor, "restore");
  const rows = await context.sequelize.query<{
    id: AppId;
    label: string;
    slug: string | null;
    deleted_at: Date;
    by: string | null;
  }>(
    `SELECT a.id, coalesce(d.settings->>'label', a.label) AS label, a.deleted_slug AS slug, a.deleted_at, p.name AS by
       FROM platform.apps a LEFT JOIN platform.accounts p ON p.id = a.deleted_by
       LEFT JOIN platform.drafts d ON d.app_id = a.id AND d.name = 'main'
      WHERE a.workspace_id = $1 AND a.deleted_at IS NOT NULL AND a.purged_at IS NULL
        AND (EXISTS (SELECT 1 FROM platform.draft_records r WHERE r.draft_id = d.id)
             OR NOT EXISTS (SELECT 1 FROM platform.draft_edits e
                             WHERE e.draft_id = d.id AND d.revision = 2 AND e.revision = 2
                               AND e.batch_id LIKE '${TAKEN_BACK}%'))
      ORDER BY a.deleted_at DESC, a.id LIMIT ${MOST}`,
    { bind: [actor.workspaceId], type: QueryTypes.SELECT },
  );
  return rows.map(({ id, label, slug, deleted_at: deletedAt, by }) => ({
    id,
    label,
    slug: slug ?? "",
    deletedAt: deletedAt.toISOString(),
    deletedBy: by,
    goneAt: new Date(deletedAt.getTime() + KEPT_DAYS * DAY_MS).toISOString(),
  }));
}
