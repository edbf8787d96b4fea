import { QueryTypes } from "sequelize";
import type { AppSummary } from "#contract/http/apps";
import type { AppId, DraftId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { appUrl } from "../../config/hosts.ts";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";

interface AppRow {
  id: AppId;
  slug: string;
  label: string;
  draft_id: DraftId;
  created_at: Date;
  updated_at: Date;
}

/** The apps of the actor's workspace, last edited first: three statements, however many there are. */
export async function listApps(context: ServerContext, actor: Actor): Promise<AppSummary[]> {
  authorizeInWorkspace(actor, "listApps");
  return summarize(context, { workspaceId: actor.workspaceId });
}

export async function getAppSummary(context: ServerContext, actor: Actor, appId: AppId): Promise<AppSummary> {
  authorizeInWorkspace(actor, "listApps");
  const [summary] = await summarize(context, { workspaceId: actor.workspaceId, appId });
  if (!summary) throw new UserError("not_found", "There is no such app.");
  return summary;
}

async function summarize(
  context: ServerContext,
  wanted: { workspaceId: WorkspaceId; appId?: AppId },
): Promise<AppSummary[]> {
  // What people read as the app's name is the draft's setting; the column is its copy from the day it was made.
  const rows = await context.sequelize.query<AppRow>(
    `SELECT a.id, a.slug, coalesce(d.settings->>'label', a.label) AS label, d.id AS draft_id, a.created_at,
            greatest(a.updated_at, d.updated_at) AS updated_at
       FROM platform.apps a JOIN platform.drafts d ON d.app_id = a.id AND d.name = 'main'
      WHERE a.workspace_id = $1 AND a.deleted_at IS NULL AND ($2::uuid IS NULL OR a.id = $2::uuid)
      ORDER BY 6 DESC, a.id LIMIT 500`,
    { bind: [wanted.workspaceId, wanted.appId ?? null], type: QueryTypes.SELECT },
  );
  const live = await liveReleases(
    context,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const release = live.get(row.id);
    return {
      id: row.id,
      slug: row.slug,
      label: row.label,
      url: appUrl(context.config, row.slug),
      draftId: row.draft_id,
      ...(release ? { live: release } : {}),
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    };
  });
}

/** What is live is what the app database says; the releases tell only its number and since when. */
async function liveReleases(
  context: ServerContext,
  appIds: readonly AppId[],
): Promise<Map<AppId, NonNullable<AppSummary["live"]>>> {
  if (appIds.length === 0) return new Map();
  const pointers = await context.appDatabase.pool.query<{ app_id: AppId; release_id: string }>(
    "SELECT app_id, release_id FROM quintet.live WHERE environment = 'live' AND app_id = ANY($1::uuid[])",
    [appIds],
  );
  const releases = await context.sequelize.query<{ app_id: AppId; release: number; version: number; since: Date }>(
    `SELECT r.app_id, r.number AS release, v.number AS version, coalesce(r.live_at, r.updated_at) AS since
       FROM platform.releases r JOIN platform.app_versions v ON v.id = r.version_id
      WHERE r.id = ANY($1::bigint[])`,
    { bind: [pointers.rows.map((pointer) => pointer.release_id)], type: QueryTypes.SELECT },
  );
  return new Map(
    releases.map((release) => [
      release.app_id,
      { releaseNumber: release.release, versionNumber: release.version, since: release.since.toISOString() },
    ]),
  );
}
