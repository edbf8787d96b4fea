import { cellSort } from "./cell-sort.ts";

const isFilled = (cell: string | undefined): boolean => cell !== undefined && cell.trim() !== "";
const filledOf = (cells: readonly string[]): number => cells.filter(isFilled).length;

/** A remark beside the table is in a column of its own, with nothing else in it. */
function withoutRemarks(rows: readonly (readonly string[])[]): readonly number[] {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const least = rows.length < 3 ? 1 : 2;
  return Array.from({ length: width }, (_, index) => index).filter(
    (index) => rows.filter((cells) => isFilled(cells[index])).length >= least,
  );
}

/**
 * Where the names of the columns stand in the head of a sheet: the first row that is about as wide as the widest, or
 * lacks but the names of its first columns. Titles and dates above it do not.
 */
export function headerOfSheet(rows: readonly (readonly string[])[]): number {
  const columns = withoutRemarks(rows);
  const named = rows.map((cells) => columns.filter((index) => isFilled(cells[index])).length);
  const widest = Math.max(0, ...named);
  const at = rows.findIndex((cells, row) => {
    const count = named[row] ?? 0;
    const nameless = columns.findIndex((index) => isFilled(cells[index]));
    const isFirstNameless = nameless > 0 && count === widest - nameless && (count > 1 || nameless === 1);
    return count * 4 >= widest * 3 || isFirstNameless;
  });
  return Math.max(0, at);
}

/**
 * The same of a CSV file, where a short first line is more often a header with a name too few than a title. So titles
 * are left out only where they are told from one: lines of one cell, followed by a row of names that fills the table,
 * with an empty line between, or delimiters as a spreadsheet pads a title with, or figures under the names.
 */
export function headerOfCsv(rows: readonly (readonly string[])[]): number {
  const at = rows.findIndex((cells) => filledOf(cells) > 1);
  const header = rows[at];
  if (at < 1 || !header) return 0;
  const names = header.filter(isFilled);
  if (names.length < 2 || names.some((name) => cellSort(name) !== "text")) return 0;
  const below = rows.slice(at + 1).filter((cells) => filledOf(cells) > 0);
  if (below.some((cells) => filledOf(cells) > header.length) || below.length === 0) return 0;
  const above = rows.slice(0, at);
  const isPadded = above.some((cells) => cells.length === header.length);
  const isApart = above.some((cells) => filledOf(cells) === 0);
  const hasFigures =
    below.length > 1 &&
    names.length > 2 &&
    header.some((_, index) =>
      below.every((cells) => isFilled(cells[index]) && cellSort(cells[index] ?? "") !== "text"),
    );
  return isPadded || isApart || hasFigures ? at : 0;
}
