import type pg from "pg";
import { TRANSACTION_NAME } from "#engine/runtime/data/transaction";

/** The application names of our own connections, with a description for builders of what runs on them. */
const NAMES: Readonly<Record<string, string>> = {
  "quintet-reads": "a long read of the app",
  "quintet-writes": "a write of the app",
  "quintet-import": "an import",
  "quintet-backup": "a backup",
  "quintet-apps": "a look at all rows for a plan",
};

/**
 * Describes the sessions that block the statement on another connection, the longest first: "an import, for 12 s".
 * Undefined when no session blocks it.
 */
export async function findHolders(pool: Pick<pg.Pool, "query">, waiting: number): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string; seconds: number }>(
    `SELECT a.application_name AS name, extract(epoch FROM now() - min(a.xact_start))::int AS seconds
       FROM unnest(pg_catalog.pg_blocking_pids($1)) AS b(pid)
       JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
      GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 3`,
    [waiting],
  );
  if (rows.length === 0) return undefined;
  return rows.map(({ name, seconds }) => `${nameOf(name)}, for ${Math.max(1, seconds)} s`).join("; ");
}

function nameOf(program: string): string {
  if (program.startsWith(TRANSACTION_NAME)) return program.slice(TRANSACTION_NAME.length);
  return NAMES[program] ?? (program === "" ? "another program" : `another program (${program.slice(0, 40)})`);
}
