import type pg from "pg";

/** Two processes may start at once; the second waits, and finds everything there. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('quintet schema'))";

const statements = [
  "CREATE SCHEMA IF NOT EXISTS quintet",
  `CREATE TABLE IF NOT EXISTS quintet.live (
    app_id uuid NOT NULL,
    environment text NOT NULL,
    release_id bigint NOT NULL,
    access_version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (app_id, environment)
  )`,
  `CREATE TABLE IF NOT EXISTS quintet.journal (
    release_id bigint NOT NULL,
    app_id uuid NOT NULL,
    attempt integer NOT NULL,
    step integer NOT NULL,
    what text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  )`,
  "CREATE INDEX IF NOT EXISTS journal_release ON quintet.journal (release_id)",
  `CREATE TABLE IF NOT EXISTS quintet.physical (
    app_id uuid NOT NULL,
    environment text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (app_id, environment)
  )`,
  // Of imports into live rows: written in the transaction of the rows, so that it says for certain whether they are in.
  `CREATE TABLE IF NOT EXISTS quintet.imports (
    import_id uuid PRIMARY KEY,
    app_id uuid NOT NULL,
    state text NOT NULL,
    result jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT now()
  )`,
  // Pointers of deleted apps, out of every guard's sight (off-air.ts); no release: it had none, or is gone for good.
  `CREATE TABLE IF NOT EXISTS quintet.off_air (
    app_id uuid NOT NULL,
    environment text NOT NULL,
    release_id bigint,
    access_version bigint NOT NULL,
    dropped boolean NOT NULL DEFAULT false,
    PRIMARY KEY (app_id, environment)
  )`,
];

/** The schema `quintet`, in each database that holds apps. Its tables are few and small; what they hold is in README.md. */
export async function createQuintetSchema(client: pg.ClientBase): Promise<void> {
  const found = await client.query("SELECT to_regclass('quintet.off_air') IS NOT NULL AS made");
  if (found.rows[0]?.made === true) return;
  await client.query("BEGIN");
  try {
    await client.query(LOCK);
    for (const statement of statements) await client.query(statement);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
