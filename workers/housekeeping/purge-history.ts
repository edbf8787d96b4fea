import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { identifier, sql, value } from "#engine/sql/sql";
import { runSql } from "#server/app-database/run-sql";
import { HISTORY_STEP } from "#server/app-database/system-tables";
import type { ServerContext } from "#server/context";

/** How long deleted rows can be restored, and changes looked up; the studio and docs/rest.md say the same. */
const KEPT_DAYS: KeptDays = { deletes: 30, changes: 400 };

interface KeptDays {
  readonly deletes: number;
  readonly changes: number;
}
/** One statement removes at most so many lines, so that it holds no locks for long. */
const AT_ONCE = 5_000;

/** Permanently deletes rows that were deleted, and changes that were made, longer than KEPT_DAYS ago. Returns how many. */
export async function purgeHistory(context: ServerContext, keptDays = KEPT_DAYS): Promise<number> {
  const { pool } = context.appDatabase;
  const { rows } = await pool.query<{ app_id: AppId; environment: string }>(
    "SELECT app_id, environment FROM quintet.app_steps WHERE step = $1 AND done_at IS NOT NULL",
    [HISTORY_STEP],
  );
  const schemas = await schemaNames(context);
  let removed = 0;
  for (const { app_id: appId, environment } of rows) {
    const schemaName = schemas.get(`${appId} ${environment}`);
    if (schemaName === undefined) continue;
    // An app that is being deleted must not stop the sweep of the others.
    removed += await purgeSchema(context, schemaName, keptDays).catch((error: unknown) => {
      context.log.warn({ err: error, appId }, "rows that were deleted long ago could not be removed yet");
      return 0;
    });
  }
  return removed;
}

async function schemaNames(context: ServerContext): Promise<ReadonlyMap<string, string>> {
  const environments = await context.sequelize.query<{ app_id: AppId; name: string; schema_name: string }>(
    "SELECT app_id, name, schema_name FROM platform.environments",
    { type: QueryTypes.SELECT },
  );
  return new Map(environments.map((each) => [`${each.app_id} ${each.name}`, each.schema_name]));
}

async function purgeSchema(context: ServerContext, schemaName: string, keptDays: KeptDays): Promise<number> {
  const history = identifier(schemaName, "_history");
  const isOlder = (days: number) => sql`at < now() - make_interval(days => ${value(days, "integer")})`;
  const isOver = sql`${isOlder(keptDays.changes)} OR (action IN ('delete', 'unlink') AND ${isOlder(keptDays.deletes)})`;
  const some = sql`SELECT id FROM ${history} WHERE ${isOver} LIMIT ${value(AT_ONCE, "integer")}`;
  let removed = 0;
  for (;;) {
    const rows = await runSql(context.appDatabase.pool, sql`DELETE FROM ${history} WHERE id IN (${some}) RETURNING 1`);
    removed += rows.length;
    if (rows.length < AT_ONCE) return removed;
  }
}
