import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { ImportProposal } from "#contract/http/imports";
import { UserError } from "#engine/errors";
import { failpoint } from "#engine/runtime/failpoints";
import type { StagedTable } from "#engine/schema/design/table-design";
import { createStagedTableSql, dropStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { identifier, joinSql, printSql, sql } from "#engine/sql/sql";
import { isShortened, refusalOf } from "#server/imports/misfits";
import { readRows } from "#server/imports/reading/read-rows";
import { type ConvertedRow, type ConvertedValue, RowConverter } from "#server/imports/row-converter";
import type { ImportAnalysis } from "#server/models/import";
import { copyLine } from "./copy-text.ts";

export interface Load {
  readonly schemaName: string;
  readonly table: Omit<StagedTable, "rows">;
  readonly proposal: ImportProposal;
  readonly analysis: ImportAnalysis;
  readonly filePath: string;
  readonly timeZone: string;
  /** Called between chunks; throws to stop. */
  readonly progress: (done: { readonly rows: number; readonly bytes: number }) => Promise<void>;
}

export interface LoadedRows {
  readonly rows: number;
  readonly skipped: number;
  /** Rows that were loaded without the cells beyond the header. */
  readonly shortened: number;
}

/** The import was cancelled. */
export class LoadStopped extends Error {
  override readonly name = "LoadStopped";
}

/**
 * Loads a file's rows into the table `_import_<id>`, which live requests do not read, in one transaction on the given
 * connection: afterwards all rows are there, or none.
 */
export async function loadRows(client: pg.Client, load: Load): Promise<LoadedRows> {
  const { schemaName, table } = load;
  await client.query("BEGIN");
  try {
    await client.query(printSql(sql`SET LOCAL statement_timeout = 0`).text);
    await client.query("SELECT set_config('TimeZone', $1, true)", [await knownZone(client, load.timeZone)]);
    await client.query(printSql(dropStagedTableSql(schemaName, table.tableName)).text);
    await client.query(printSql(createStagedTableSql(schemaName, table)).text);
    const loaded = await copyRows(client, load);
    await client.query("COMMIT");
    await failpoint("import.after-commit");
    return loaded;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined); // the connection is lost, and the transaction with it
    throw error;
  }
}

/** A time zone that this Postgres does not know would fail every row. UTC is used, as on the app's pages. */
async function knownZone(client: pg.Client, timeZone: string): Promise<string> {
  const { rows } = await client.query("SELECT FROM pg_timezone_names WHERE name = $1", [timeZone]);
  return rows.length > 0 ? timeZone : "UTC";
}

async function copyRows(client: pg.Client, load: Load): Promise<LoadedRows> {
  const { schemaName, table, proposal, analysis, filePath } = load;
  const converter = new RowConverter(proposal, analysis);
  const keyIndex = converter.columns.findIndex((column) => column.isKey);
  const columns = joinSql([identifier("id"), ...table.columns.map(({ fieldId }) => identifier(fieldId))], ", ");
  const copy = client.query(
    copyFrom(printSql(sql`COPY ${identifier(schemaName, table.tableName)} (${columns}) FROM STDIN`).text),
  );
  let rows = 0;
  let read = 0;
  let skipped = 0;
  let shortened = 0;

  const line = (row: ConvertedRow): string => {
    if (row.fate === "refuse") throw refusal(row, read);
    if (row.fate === "skip") {
      skipped += 1;
      return "";
    }
    rows += 1;
    if (isShortened(row)) shortened += 1;
    const id: ConvertedValue = keyIndex < 0 ? rows : (row.values[keyIndex] as ConvertedValue);
    return copyLine(id, keyIndex < 0 ? row.values : row.values.toSpliced(keyIndex, 1));
  };
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of readRows(filePath, analysis.format)) {
      let text = "";
      for (const cells of batch.rows) {
        read += 1;
        text += line(converter.convert(batch, cells));
      }
      if (text !== "") yield text;
      await failpoint("import.mid-copy");
      await load.progress({ rows, bytes: batch.bytes });
    }
  }
  await pipeline(Readable.from(lines()), copy);
  return { rows, skipped, shortened };
}

function refusal(row: ConvertedRow, number: number): UserError {
  const said = refusalOf(number, row.misfits, ({ value, source }) => `the value “${value}” of ${source}`);
  return new UserError("invalid_values", said);
}
