import type pg from "pg";
import type { AppId, ImportId } from "#contract/platform-ids";
import type { FieldId } from "#engine/definition/ids";

/**
 * Whether an import's rows are in its live model, said where the rows are: the row of `quintet.imports` is written in
 * their transaction. Its key is the arbiter between a job that commits and a cancellation at that moment: whichever
 * comes second waits for the first and finds its row.
 */
export type ImportMark =
  | { readonly state: "done" | "taken_back"; readonly result: ImportedRows }
  | { readonly state: "cancelled" };

export interface ImportedRows {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  /** Written without the cells that the header has no column for. */
  readonly shortened?: number;
  /** The added rows' ids, as pairs of first and last; null when rows were changed too, or there are too many parts. */
  readonly ids: readonly (readonly [unknown, unknown])[] | null;
  /** New links of the rows, by list. */
  readonly links?: readonly ImportedLinks[];
  readonly takenBack?: number;
}

/** The links that one list got. */
export interface ImportedLinks {
  /** The links' relation to the rows that were imported. */
  readonly fieldId: FieldId;
  readonly added: number;
  readonly ids: ImportedRows["ids"];
}

/** Puts the mark unless there is one; gives the one that was there. */
export async function markImport(
  client: pg.ClientBase | pg.Pool,
  mark: { readonly importId: ImportId; readonly appId: AppId; readonly state: "done" | "cancelled" },
): Promise<ImportMark | undefined> {
  const { rowCount } = await client.query(
    "INSERT INTO quintet.imports (import_id, app_id, state) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [mark.importId, mark.appId, mark.state],
  );
  return rowCount === 1 ? undefined : findMark(client, mark.importId);
}

export async function findMark(
  client: pg.ClientBase | pg.Pool,
  importId: ImportId,
  lock?: "lock",
): Promise<ImportMark | undefined> {
  const { rows } = await client.query<ImportMark>(
    `SELECT state, result FROM quintet.imports WHERE import_id = $1${lock ? " FOR UPDATE" : ""}`,
    [importId],
  );
  return rows[0];
}

export async function writeMark(
  client: pg.ClientBase,
  importId: ImportId,
  mark: Extract<ImportMark, { result: unknown }>,
): Promise<void> {
  await client.query("UPDATE quintet.imports SET state = $2, result = $3 WHERE import_id = $1", [
    importId,
    mark.state,
    JSON.stringify(mark.result),
  ]);
}
