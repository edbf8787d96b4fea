import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { UserError } from "#engine/errors";
import { arrayText } from "#engine/field-types/list-text";
import { insertLinksSql } from "#engine/query/import-links";
import {
  analyseImportStagingSql,
  assignImportKeysSql,
  copyImportStagingSql,
  createImportStagingSql,
  dropImportStagingSql,
  insertImportedSql,
  updateImportedSql,
} from "#engine/query/import-rows";
import type { ImportTable } from "#engine/query/import-table";
import { failpoint } from "#engine/runtime/failpoints";
import { sequenceName } from "#engine/schema/physical-names";
import { identifier, printSql, type Sql } from "#engine/sql/sql";
import { type ImportedLinks, type ImportedRows, markImport, writeMark } from "#server/imports/live/import-marker";
import { importTable } from "#server/imports/live/live-columns";
import { importLists } from "#server/imports/live/live-lists";
import { type LiveRow, LiveRows } from "#server/imports/live/live-rows";
import { type LiveTarget, ReleaseMoved } from "#server/imports/live/live-target";
import type { RowLookUps } from "#server/imports/live/row-look-ups";
import { isShortened, refusalOf } from "#server/imports/misfits";
import { readRows } from "#server/imports/reading/read-rows";
import type { Import, ImportAnalysis } from "#server/models/import";
import { copyLine } from "./copy-text.ts";
import { LoadStopped } from "./load-rows.ts";

export interface LiveLoad {
  readonly row: Import;
  readonly analysis: ImportAnalysis & Required<Pick<ImportAnalysis, "live">>;
  readonly target: LiveTarget;
  readonly lookUps: RowLookUps;
  /** Called between chunks; throws to stop. */
  readonly progress: (done: { readonly bytes: number }) => Promise<void>;
}

/** A row, lock or write of another session caused a conflict; the transaction is tried again from the staged rows. */
const CONTENTION = new Set(["40P01", "55P03", "40001"]);
const TRIES = 8;
/** UUIDs, or ranges of numbers, that an import stores so that its rows can be taken back. */
const REMEMBERED = 50_000;

/**
 * Writes a file's rows to a live model in one transaction on the given connection: COPY into a table that no other session
 * sees, then, with the live pointer locked FOR SHARE, one UPDATE and one INSERT. The pointer is locked before the model's
 * table, as in the switch, so that the two cannot deadlock. The long part, reading the file, holds no lock that another
 * session needs.
 */
export async function writeLiveRows(client: pg.Client, load: LiveLoad): Promise<ImportedRows> {
  const { target, analysis, row } = load;
  const { mapping } = analysis.live;
  const rows = new LiveRows({ target, mapping, analysis, lookUps: load.lookUps });
  const lists = importLists(target, rows.lists, row.actorId);
  const table = importTable(target, {
    importId: row.id,
    accountId: row.actorId,
    mapping,
    columns: rows.columns,
    lists,
  });
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query("SELECT set_config('TimeZone', $1, true)", [await knownZone(client, target.timeZone)]);
    await run(client, createImportStagingSql(table));
    const staged = await stage(client, table, rows, load);
    if (table.assignsKeysOf) await run(client, assignImportKeysSql(table, table.assignsKeysOf));
    await run(client, analyseImportStagingSql(table));
    if (staged.maxKey !== undefined) await raiseSequence(load, staged.maxKey);
    await client.query("SAVEPOINT staged");
    const written = await writeStaged(client, table, load);
    await run(client, dropImportStagingSql(table));
    const result: ImportedRows = { ...written, skipped: staged.skipped, shortened: staged.shortened };
    await writeMark(client, row.id, { state: "done", result });
    await client.query("COMMIT");
    await failpoint("import.after-commit");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined); // the connection is lost, and the transaction with it
    throw error;
  }
}

const run = (client: pg.ClientBase, statement: Sql) => client.query(printSql(statement).text);

async function knownZone(client: pg.Client, timeZone: string): Promise<string> {
  const { rows } = await client.query("SELECT FROM pg_timezone_names WHERE name = $1", [timeZone]);
  return rows.length > 0 ? timeZone : "UTC";
}

async function stage(client: pg.Client, table: ImportTable, rows: LiveRows, load: LiveLoad) {
  const copy = client.query(copyFrom(printSql(copyImportStagingSql(table)).text));
  let skipped = 0;
  let shortened = 0;
  let maxKey: number | undefined;
  const line = (row: LiveRow): string => {
    if (row.fate === "refuse") throw refusal(row);
    if (row.fate === "skip") {
      skipped += 1;
      return "";
    }
    if (isShortened(row)) shortened += 1;
    if (row.key !== null && table.hasKeys && table.keySqlType === "bigint")
      maxKey = Math.max(maxKey ?? 0, Number(row.key));
    return copyLine(row.row, [row.key, ...row.values, ...row.links.map(arrayText)]);
  };
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of readRows(load.row.filePath, load.analysis.format)) {
      const text = (await rows.convert(batch)).map(line).join("");
      if (text !== "") yield text;
      await failpoint("import.mid-copy");
      await load.progress({ bytes: batch.bytes });
    }
  }
  await pipeline(Readable.from(lines()), copy);
  return { skipped, shortened, maxKey };
}

function refusal({ row, misfits }: LiveRow): UserError {
  const said = refusalOf(row, misfits, ({ value, source }) => (value === "" ? source : `“${value}” in ${source}`));
  return new UserError("invalid_values", said);
}

/**
 * Moves the id sequence past the file's ids before the rows are written, so that no client gets one of these ids in the
 * meantime. It uses its own connection, since it commits at once; skipped numbers are harmless.
 */
async function raiseSequence(load: LiveLoad, maxKey: number): Promise<void> {
  const { target } = load;
  const sequence = printSql(identifier(target.schemaName, sequenceName(target.model.id))).text;
  const client = await load.lookUps.pool.connect();
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query("BEGIN");
        await client.query("SET LOCAL lock_timeout = '2s'");
        // Changes nothing, and prevents others from taking a number until this is finished.
        await client.query(`ALTER SEQUENCE ${sequence} CACHE 1`);
        const { rows } = await client.query<{ last_value: string }>(`SELECT last_value FROM ${sequence}`);
        if (Number(rows[0]?.last_value) <= maxKey && maxKey < Number.MAX_SAFE_INTEGER)
          await client.query(`ALTER SEQUENCE ${sequence} RESTART WITH ${maxKey + 1}`);
        await client.query("COMMIT");
        return;
      } catch (error) {
        await client.query("ROLLBACK");
        if (!CONTENTION.has(codeOf(error)) || attempt === TRIES) throw error;
      }
    }
  } finally {
    client.release();
  }
}

/** The part that holds locks. It is tried again from the savepoint after a conflict with another session. */
async function writeStaged(
  client: pg.Client,
  table: ImportTable,
  load: LiveLoad,
): Promise<Omit<ImportedRows, "skipped" | "shortened">> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryStaged(client, table, load);
    } catch (error) {
      if (!CONTENTION.has(codeOf(error)) || attempt === TRIES) throw error;
      await client.query("ROLLBACK TO SAVEPOINT staged");
      await new Promise((done) => setTimeout(done, 50 * 2 ** attempt * (0.5 + Math.random() / 2)));
      await load.progress({ bytes: load.row.size });
    }
  }
}

async function tryStaged(
  client: pg.Client,
  table: ImportTable,
  load: LiveLoad,
): Promise<Omit<ImportedRows, "skipped" | "shortened">> {
  const { target, row } = load;
  await client.query("SET LOCAL lock_timeout = '5s'");
  await client.query("SET LOCAL statement_timeout = '10min'");
  const { rows: pointers } = await client.query<{ release_id: string }>(
    "SELECT release_id FROM quintet.live WHERE app_id = $1 AND environment = 'live' FOR SHARE",
    [target.appId],
  );
  if (Number(pointers[0]?.release_id) !== target.releaseId) throw new ReleaseMoved();
  const mark = await markImport(client, { importId: row.id, appId: target.appId, state: "done" });
  if (mark) throw new LoadStopped();
  let found = { found: 0, changed: 0 };
  if (table.matchBy !== undefined) {
    const { rows } = await run(client, updateImportedSql(table));
    found = rows[0] as typeof found;
  }
  const { rows } = await run(client, insertImportedSql(table, REMEMBERED));
  const { added, ids } = rows[0] as { added: number; ids: ImportedRows["ids"] };
  const links = await writeLinks(client, table);
  const isRemembered = found.changed === 0 && links.every((list) => list.ids !== null);
  return {
    added,
    updated: found.changed,
    unchanged: found.found - found.changed,
    ...(links.length > 0 ? { links } : {}),
    ids: isRemembered ? ids : null,
  };
}

/** The links of the rows, one statement for each list. */
async function writeLinks(client: pg.Client, table: ImportTable): Promise<readonly ImportedLinks[]> {
  const links: ImportedLinks[] = [];
  for (const list of table.lists ?? []) {
    const { rows } = await run(client, insertLinksSql(table, list, REMEMBERED));
    const { added, ids } = rows[0] as Pick<ImportedLinks, "added" | "ids">;
    links.push({ fieldId: list.fieldId, added, ids });
  }
  return links;
}

export const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? "");
