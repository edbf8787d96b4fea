import { SUBMISSIONS } from "#engine/query/write-once";
import { identifier, printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "#server/context";

/** docs/rest.md says the same. A key may stay until the next sweep, and is honoured until then. */
const KEPT_HOURS = 24;

/** Deletes keys of creates that were sent long ago (engine/query/write-once.ts), in every app's schema. */
export async function purgeSubmissions({
  appDatabase,
  log,
}: Pick<ServerContext, "appDatabase" | "log">): Promise<void> {
  const { rows } = await appDatabase.pool.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = $1 AND c.relkind = 'r'`,
    [SUBMISSIONS],
  );
  for (const { schema } of rows) {
    const old = sql`DELETE FROM ${identifier(schema, SUBMISSIONS)} WHERE at < now() - make_interval(hours => $1)`;
    // An app that was removed meanwhile must not keep the others.
    await appDatabase.pool.query(printSql(old).text, [KEPT_HOURS]).catch((error: unknown) => {
      log.warn({ err: error, schema }, "old keys of an app were not removed yet");
    });
  }
}
