import { QueryTypes } from "sequelize";
import type { PlanStep, Release as PresentedRelease } from "#contract/http/releases";
import type { AppId, ReleaseId, VersionId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { ReleaseState } from "../../models/release.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";

interface ReleaseRow {
  readonly number: number;
  readonly app_id: AppId;
  readonly workspace_id: WorkspaceId;
  readonly version_id: VersionId;
  readonly version_number: number;
  readonly state: ReleaseState;
  readonly message: string;
  readonly rollback_of: number | null;
  readonly by: string;
  readonly received_at: Date;
  readonly live_at: Date | null;
  readonly progress: string | null;
  readonly failure: string | null;
  readonly plan: { readonly steps: PlanStep[] };
}

/** Releases with their version's number and their author's name, newest first. */
export async function findReleases(
  context: ServerContext,
  input: {
    readonly appId?: AppId;
    readonly id?: ReleaseId;
    readonly number?: number;
    /** A number: only older releases. */
    readonly before?: number | undefined;
    readonly limit?: number;
  },
): Promise<PresentedRelease[]> {
  return (await findRows(context, input)).map(present);
}

/** One release and the room that is notified about it. */
export async function findReleaseToTell(
  context: ServerContext,
  id: ReleaseId,
): Promise<{ release: PresentedRelease; workspaceId: WorkspaceId } | undefined> {
  const [row] = await findRows(context, { id });
  return row && { release: present(row), workspaceId: row.workspace_id };
}

async function findRows(
  context: ServerContext,
  { appId, id, number, before, limit }: Parameters<typeof findReleases>[1],
): Promise<ReleaseRow[]> {
  return context.sequelize.query<ReleaseRow>(
    `SELECT r.number, r.app_id, p.workspace_id, r.version_id, v.number AS version_number, r.state, r.message, o.number AS rollback_of,
            a.name AS by, r.received_at, r.live_at, r.progress, r.failure, r.plan
       FROM platform.releases r
       JOIN platform.apps p ON p.id = r.app_id
       JOIN platform.app_versions v ON v.id = r.version_id
       JOIN platform.accounts a ON a.id = r.actor_id
       LEFT JOIN platform.releases o ON o.id = r.rollback_of
      WHERE ($1::uuid IS NULL OR r.app_id = $1) AND ($2::bigint IS NULL OR r.id = $2) AND ($3::integer IS NULL OR r.number = $3)
        AND ($4::integer IS NULL OR r.number < $4)
      ORDER BY r.id DESC LIMIT $5`,
    { bind: [appId ?? null, id ?? null, number ?? null, before ?? null, limit ?? 1], type: QueryTypes.SELECT },
  );
}

function present(row: ReleaseRow): PresentedRelease {
  return {
    number: row.number,
    appId: row.app_id,
    versionId: row.version_id,
    versionNumber: row.version_number,
    state: row.state,
    message: row.message,
    ...(row.rollback_of === null ? {} : { rollbackOf: row.rollback_of }),
    by: row.by,
    createdAt: row.received_at.toISOString(),
    ...(row.live_at === null
      ? {}
      : {
          liveAt: row.live_at.toISOString(),
          tookMs: Math.max(0, row.live_at.getTime() - row.received_at.getTime()),
        }),
    ...(row.progress === null ? {} : { progress: row.progress }),
    ...(row.failure === null ? {} : { failure: row.failure }),
    steps: row.plan.steps,
  };
}

/** The history of an app, newest first. */
export async function listReleases(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; before?: number | undefined; limit: number },
): Promise<PresentedRelease[]> {
  const app = await findAppFor(actor, "read", input.appId);
  return findReleases(context, { appId: app.id, before: input.before, limit: input.limit });
}

export async function getRelease(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; number: number },
): Promise<PresentedRelease> {
  const app = await findAppFor(actor, "read", input.appId);
  const [release] = await findReleases(context, { appId: app.id, number: input.number });
  if (!release) throw new UserError("not_found", "There is no such release.");
  return release;
}
