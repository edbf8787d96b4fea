import type pg from "pg";
import { failpoint } from "#engine/runtime/failpoints";
import { StartError } from "../config/start-error.ts";
import { type QuintetStep, quintetSteps } from "./quintet-steps.ts";

/** Two processes may start at once; the second waits, and finds every step done. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('quintet schema'))";

/**
 * Brings the schema `quintet` of a database that holds apps up to date, at each start: two look-ups when it is. Each
 * step and the number of it are one transaction, so a process that dies in a step leaves nothing of it, and the next
 * start does it again. A database made before there were numbers begins with step 1, whose statements find their tables.
 */
export async function applyQuintetSteps(client: pg.ClientBase, steps = quintetSteps): Promise<void> {
  const newest = steps.at(-1)?.number ?? 0;
  const had = await readQuintetVersion(client);
  if (had > newest) {
    throw new StartError(
      `This database was prepared by a newer Quintet (its schema "quintet" is at step ${had}, and this program knows ${newest}). Nothing was changed. Start that version again, or restore a backup from before the upgrade into another database.`,
    );
  }
  for (const step of steps) if (step.number > had) await applyStep(client, step);
}

/** The last step that was done; 0 in a database that has had none, or was made before they were counted. */
export async function readQuintetVersion(
  client: Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">,
): Promise<number> {
  const { rows } = await client.query<{ made: boolean }>("SELECT to_regclass('quintet.version') IS NOT NULL AS made");
  if (rows[0]?.made !== true) return 0;
  return (await client.query<{ step: number }>("SELECT step FROM quintet.version")).rows[0]?.step ?? 0;
}

async function applyStep(client: pg.ClientBase, { number, what, statements }: QuintetStep): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(LOCK);
    await client.query("CREATE SCHEMA IF NOT EXISTS quintet");
    await client.query(
      `CREATE TABLE IF NOT EXISTS quintet.version (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        step integer NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      )`,
    );
    if ((await readQuintetVersion(client)) < number) {
      for (const statement of statements) await client.query(statement);
      await client.query(
        `INSERT INTO quintet.version (step) VALUES ($1)
         ON CONFLICT (only_row) DO UPDATE SET step = excluded.step, at = excluded.at`,
        [number],
      );
      await failpoint("start.schema-step");
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw new StartError(
      `Step ${number} of the schema "quintet" (${what}) failed: ${(error as Error).message}. Nothing of it was kept; it is tried again at the next start.`,
      { cause: error },
    );
  }
}
