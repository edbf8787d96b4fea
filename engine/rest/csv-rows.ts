import { countKey, MORE_KEY, type Selection } from "../query/selection.ts";

/** An object of the API, as it is in a page of JSON. */
export type RowObject = Readonly<Record<string, unknown>>;

/** One column: its heading, and how its cell is found in a row. */
interface CsvColumn {
  readonly heading: string;
  readonly path: readonly string[];
}

/** The columns of a selection. Those of an expanded relation are headed by their path: `author.name`. */
export function csvColumns({ withId, fields, collections = [] }: Selection): readonly CsvColumn[] {
  const columns: CsvColumn[] = [];
  const add = (name: string) => columns.push({ heading: name, path: [name] });
  if (withId) add("id");
  for (const { field, expand } of fields) {
    if (!expand) add(field.name);
    else
      for (const inner of csvColumns(expand))
        columns.push({ ...inner, heading: `${field.name}.${inner.heading}`, path: [field.name, ...inner.path] });
  }
  for (const { collection, rows, withCount } of collections) {
    if (rows) add(collection.name);
    if (withCount) add(countKey(collection.name));
  }
  // The names of lists that were cut off: nobody takes a part for the whole.
  if (collections.some(({ rows, withMore }) => rows && !withMore)) add(MORE_KEY);
  return columns;
}

/** A line of CSV (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/["\r\n,]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;

export const csvHeader = (columns: readonly CsvColumn[]): string => csvLine(columns.map(({ heading }) => heading));

export const csvRow = (columns: readonly CsvColumn[], row: RowObject): string =>
  csvLine(columns.map(({ path }) => cellOf(valueAt(row, path))));

function valueAt(row: unknown, path: readonly string[]): unknown {
  let value = row;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as RowObject)[name];
  }
  return value;
}

/** Empty for no value. Keys and names are joined by commas; objects are JSON. */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return harmless(String(value));
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
  return harmless(isPlainList ? value.join(",") : JSON.stringify(value));
}

const FORMULA = /^[=+\-@\t\r]/;
const NEGATIVE_NUMBER = /^-\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** A spreadsheet takes a text that begins like this for a formula, and an apostrophe for the mark of a text. */
const harmless = (text: string): string => (FORMULA.test(text) && !NEGATIVE_NUMBER.test(text) ? `'${text}` : text);
