import type pg from "pg";
import type { AppId, ReleaseId } from "#contract/platform-ids";

/** Whose line it is. */
export interface JournalEntry {
  readonly releaseId: ReleaseId;
  readonly appId: AppId;
  readonly attempt: number;
  readonly step: number;
  readonly what: string;
}

/** The last line of a release that went live; its commit is the switch's. */
export const SWITCHED = "switched";

/** Appends a line, where Postgres allows it in the transaction of the act itself. */
export async function journal(client: pg.ClientBase, entry: JournalEntry): Promise<void> {
  await client.query(
    "INSERT INTO quintet.journal (release_id, app_id, attempt, step, what) VALUES ($1, $2, $3, $4, $5)",
    [entry.releaseId, entry.appId, entry.attempt, entry.step, entry.what],
  );
}

/** Whether the release's switch has committed, however its job ended. */
export async function hasSwitched(client: pg.ClientBase, releaseId: ReleaseId): Promise<boolean> {
  const { rows } = await client.query("SELECT FROM quintet.journal WHERE release_id = $1 AND what = $2", [
    releaseId,
    SWITCHED,
  ]);
  return rows.length > 0;
}
