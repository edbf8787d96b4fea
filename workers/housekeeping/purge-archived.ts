import type pg from "pg";
import { QueryTypes } from "sequelize";
import type { AppId, WorkspaceId } from "#contract/platform-ids";
import type { ArchivedObject } from "#engine/schema/design/table-design";
import { asideName } from "#engine/schema/physical-names";
import { identifier, sql } from "#engine/sql/sql";
import { readArchived, writeArchived } from "#server/app-database/physical-state";
import { runSql } from "#server/app-database/run-sql";
import type { ServerContext } from "#server/context";
import { recordAudit } from "#server/models/audit-entry";
import { Release, UNDER_WAY } from "#server/models/release";
import { withReleaseSession } from "../publish/release-session.ts";

/** How long deleted models and fields can be restored; docs/publishing.md says the same. */
const KEPT_DAYS = 30;

interface Place {
  readonly appId: AppId;
  readonly environment: string;
}

/**
 * Permanently deletes tables and columns that were archived longer than KEPT_DAYS ago. It holds the same lock as a
 * release and skips apps with a running release, whose plan may depend on them. If another session holds the table, the
 * next sweep tries again. Returns how many were deleted.
 */
export async function purgeArchived(context: ServerContext, keptDays = KEPT_DAYS): Promise<number> {
  const { rows } = await context.appDatabase.pool.query<{ app_id: AppId; environment: string }>(
    `SELECT p.app_id, p.environment FROM quintet.physical p
      WHERE EXISTS (SELECT FROM jsonb_array_elements(p.body->'setAside') s
                     WHERE (s->>'since')::timestamptz < now() - make_interval(days => $1))`,
    [keptDays],
  );
  let removed = 0;
  for (const row of rows) {
    const place = { appId: row.app_id, environment: row.environment };
    // An app that is locked by another session must not block the others.
    removed += await purgeApp(context, place, keptDays).catch((error: unknown) => {
      context.log.warn({ err: error, appId: place.appId }, "what was deleted long ago could not be removed yet");
      return 0;
    });
  }
  return removed;
}

async function purgeApp(context: ServerContext, place: Place, keptDays: number): Promise<number> {
  const schemaName = await schemaOf(context, place);
  if (schemaName === undefined) return 0;
  return withReleaseSession(context, place, async (client) => {
    if ((await Release.count({ where: { ...place, state: [...UNDER_WAY] } })) > 0) return 0;
    const all = await readArchived(client, place);
    const before = Date.now() - keptDays * 86_400_000;
    const gone = all.filter((item) => item.since !== undefined && Date.parse(item.since) < before);
    await client.query("BEGIN");
    await client.query("SET LOCAL lock_timeout = 300");
    for (const item of gone) await drop(client, schemaName, item);
    await writeArchived(
      client,
      place,
      all.filter((item) => !gone.includes(item)),
    );
    await client.query("COMMIT");
    await tell(context, place, gone);
    return gone.length;
  });
}

async function schemaOf(context: ServerContext, place: Place): Promise<string | undefined> {
  const [row] = await context.sequelize.query<{ schema_name: string }>(
    "SELECT schema_name FROM platform.environments WHERE app_id = $1 AND name = $2",
    { bind: [place.appId, place.environment], type: QueryTypes.SELECT },
  );
  return row?.schema_name;
}

async function drop(client: pg.ClientBase, schemaName: string, item: ArchivedObject): Promise<void> {
  if (item.kind === "table") {
    await runSql(client, sql`DROP TABLE IF EXISTS ${identifier(schemaName, asideName(item.modelId))}`);
    return;
  }
  // Its table may have been renamed or archived since, so the table is found by the name of the column.
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attname = $2 AND NOT a.attisdropped`,
    [schemaName, asideName(item.fieldId)],
  );
  for (const { name } of rows) {
    await runSql(
      client,
      sql`ALTER TABLE ${identifier(schemaName, name)} DROP COLUMN ${identifier(asideName(item.fieldId))}`,
    );
  }
}

/** The apps' database can differ from the platform's, so the audit entry is written after the action. */
async function tell(context: ServerContext, place: Place, gone: readonly ArchivedObject[]): Promise<void> {
  context.log.info({ appId: place.appId, removed: gone.length }, "what was deleted long ago is deleted permanently");
  await context.sequelize.transaction(async (transaction) => {
    const [app] = await context.sequelize.query<{ workspace_id: WorkspaceId }>(
      "SELECT workspace_id FROM platform.apps WHERE id = $1",
      { bind: [place.appId], type: QueryTypes.SELECT, transaction },
    );
    const names = gone.map((item) => (item.kind === "table" ? item.table.name : item.column.name));
    await recordAudit(
      {
        actor: { accountId: null, workspaceId: app?.workspace_id ?? null, via: null, requestId: null },
        action: "data.purged",
        appId: place.appId,
        subject: names.join(", "),
        after: { names },
      },
      transaction,
    );
  });
}
