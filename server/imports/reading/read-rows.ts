import { pipeline, Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { UserError } from "#engine/errors";
import { type Cell, isBlank } from "#engine/import/cells";
import { MAX_COLUMNS } from "#engine/import/infer-table";
import type { FileFormat } from "../../models/file-format.ts";
import { decodeFile } from "./decode-file.ts";
import { convertedPath } from "./detect-format.ts";
import { findOpenQuote } from "./find-open-quote.ts";
import { JsonSplitter } from "./json-splitter.ts";

/** Some rows of a file: cells in parallel to the sources known so far, which only grow. */
export interface RowBatch {
  readonly sources: readonly string[];
  /** How many of them the header names, or the first row where there is none; the others are of longer rows. */
  readonly named: number;
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows of nothing but delimiters and blanks have been left out so far. */
  readonly blankRows?: number;
  /** How much of the file has been read. */
  readonly bytes: number;
}

/** Streams a file's rows, a chunk at a time: the file is never in memory whole. */
export function readRows(path: string, format: FileFormat): AsyncGenerator<RowBatch> {
  if (format.kind === "json") return readJson(path, format);
  return readCsv(format.isConverted ? convertedPath(path) : path, format);
}

async function* readJson(path: string, format: FileFormat & { kind: "json" }): AsyncGenerator<RowBatch> {
  const splitter = new JsonSplitter(format);
  const sources: string[] = [];
  const indexes = new Map<string, number>();
  for await (const { text, bytes } of decodeFile(path, format.encoding)) {
    const rows: Cell[][] = [];
    for (const record of splitter.push(text)) {
      const cells: Cell[] = new Array(sources.length).fill(undefined);
      for (const source of Object.keys(record)) {
        let index = indexes.get(source);
        if (index === undefined) {
          index = sources.push(source) - 1;
          indexes.set(source, index);
          if (sources.length > MAX_COLUMNS) throw tooManyColumns();
        }
        cells[index] = record[source];
      }
      rows.push(cells);
    }
    yield { sources, named: sources.length, rows, bytes };
  }
  splitter.end();
}

async function* readCsv(path: string, format: FileFormat & { kind: "csv" }): AsyncGenerator<RowBatch> {
  let bytes = 0;
  async function* texts(): AsyncGenerator<string> {
    let inLine = 0;
    for await (const chunk of decodeFile(path, format.encoding)) {
      bytes = chunk.bytes;
      if (chunk.text.includes("\0")) throw hasNul();
      // The parser keeps a record until its end, and a cell without a letter costs nothing in the file.
      inLine = /[\r\n]/.test(chunk.text) ? 0 : inLine + chunk.text.split(format.delimiter).length - 1;
      if (inLine > MAX_CELLS_IN_LINE) throw tooManyColumns();
      yield chunk.text;
    }
  }
  const content = texts();
  const beginning = withoutLines((await content.next()).value ?? "", format.skipLines ?? 0);
  const parser = parse({
    delimiter: format.delimiter,
    record_delimiter: lineEndsOf(beginning),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 4_000_000,
  });
  // An error of either destroys both, and the loop below throws it.
  pipeline(Readable.from(startingWith(beginning, content)), parser, () => {});
  let sources: string[] | undefined;
  let named = 0;
  let read = 0;
  let rows: Cell[][] = [];
  let blankRows = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      // A line of delimiters without end is refused for its width.
      if (record.length <= MAX_COLUMNS && record.every((cell) => cell.trim() === "")) {
        blankRows += 1;
        continue;
      }
      if (!sources) {
        // Counted before they are named: a line of a million commas is soon read and long named.
        if (record.length > MAX_COLUMNS) throw tooManyColumns();
        sources = format.hasHeader ? sourcesOf(record) : record.map((_, index) => `Column ${index + 1}`);
        named = sources.length;
        if (format.hasHeader) continue;
      }
      read += 1;
      dropBlankEnd(record, named);
      if (record.length > MAX_COLUMNS) throw rowTooWide(read, record.length);
      // Cells beyond the header get columns of their own, which the import takes or not: by choice, never unsaid.
      while (record.length > sources.length) sources.push(unusedName(`Column ${sources.length + 1}`, new Set(sources)));
      rows.push(record);
      if (rows.length < BATCH_ROWS) continue;
      yield { sources, named, rows, blankRows, bytes };
      rows = [];
    }
  } catch (error) {
    throw isCsvError(error) ? await csvError(error, path, format) : error;
  }
  yield { sources: sources ?? [], named, rows, blankRows, bytes };
}

const BATCH_ROWS = 1_000;
/** Far beyond what is taken: rows of many cells are refused by their number, and only lines without end by this. */
const MAX_CELLS_IN_LINE = 2_000_000;

/** Lines above the names of the columns. They are in the first chunk, where they were found. */
function withoutLines(text: string, count: number): string {
  let rest = text;
  for (let skipped = 0; skipped < count; skipped++) rest = rest.replace(/^[^\r\n]*(?:\r\n|\n|\r|$)/, "");
  return rest;
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** A file that was put together from several ends its lines in both ways; on old Macs they end in a third. */
const lineEndsOf = (beginning: string): string[] =>
  !beginning.includes("\n") && /\r[^\n]/.test(beginning) ? ["\r"] : ["\r\n", "\n"];

/** Delimiters at the end of a line, with nothing between them, are no cells. */
function dropBlankEnd(record: string[], named: number): void {
  let end = record.length;
  while (end > named && isBlank(record[end - 1])) end -= 1;
  record.length = end;
}

/** Names of the columns: an empty one by its place, one that is there twice with a number. */
function sourcesOf(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((cell, index) => {
    const source = unusedName(cell.trim() === "" ? `Column ${index + 1}` : cell.trim(), taken);
    taken.add(source);
    return source;
  });
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}

const tooManyColumns = (): UserError =>
  new UserError("invalid_values", `The file has more than ${MAX_COLUMNS} columns.`);

const rowTooWide = (row: number, cells: number): UserError =>
  new UserError(
    "invalid_values",
    `Row ${row} has ${cells.toLocaleString("en")} cells, and a file may have ${MAX_COLUMNS} columns.`,
  );

/** Postgres keeps no NUL in a text, and dropping it silently would be another value. */
const hasNul = (): UserError =>
  new UserError("invalid_values", "The file has a NUL character, which no text can hold. Save it as UTF-8 text first.");

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith("CSV_");

/** csv-parse's codes as sentences; its own messages name its options, and the line where it gave up. */
async function csvError(error: CsvError, path: string, format: FileFormat & { kind: "csv" }): Promise<UserError> {
  const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
  const { lines } = error as { lines?: number };
  const line = isOpen
    ? await findOpenQuote(path, format)
    : lines === undefined
      ? undefined
      : lines + (format.skipLines ?? 0);
  const what = isOpen ? "A quotation mark is opened and never closed" : "The file could not be read as CSV";
  return new UserError("invalid_values", `${what}${line === undefined ? "" : ` in line ${line}`}.`, { cause: error });
}
