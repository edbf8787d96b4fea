import type pg from "pg";

/**
 * The schemas of an installation, as they are in this database: the platform's, `quintet`, and one per app that is not
 * purged yet. The queue's own is left out: what its jobs are for is in the rows, from where they are enqueued again.
 */
export async function listSchemas(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.nspname AS name FROM pg_catalog.pg_namespace n
      WHERE n.nspname IN ('platform', 'quintet')
         OR n.nspname IN (SELECT e.schema_name FROM platform.environments e)
      ORDER BY n.nspname <> 'platform', n.nspname <> 'quintet', n.nspname`,
  );
  return rows.map(({ name }) => name);
}
