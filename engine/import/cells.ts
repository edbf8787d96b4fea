import type { JsonValue } from "../definition/json.ts";

/** One value of a file: a text from CSV, any JSON value from JSON; absent is undefined. */
export type Cell = JsonValue | undefined;

/**
 * Words that files use for "no value". They count as such where the rest of the column is numbers, dates and the like;
 * in a column of texts they are texts: NA is Namibia's code, and Null a name that people have.
 */
const NO_VALUE = new Set(["na", "n/a", "#n/a", "null", "none", "nil", "nan", "-", "--", "?", ".", "missing"]);

export const meansNoValue = (text: string): boolean => text.length <= 7 && NO_VALUE.has(text.trim().toLowerCase());

/** Nothing at all, whatever the column. */
export const isBlank = (cell: Cell): boolean =>
  cell === undefined ||
  cell === null ||
  (typeof cell === "string" && (cell === "" || cell === "\\N" || cell.trim() === ""));

/** A scalar as the text that a CSV file would have; undefined for lists and objects. */
export function scalarText(cell: string | number | boolean): string {
  return typeof cell === "string" ? cell : String(cell);
}

export const isScalar = (cell: Cell): cell is string | number | boolean =>
  typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean";

/** As people read it in a sample or a message, cut to a length. */
export function showCell(cell: Cell, length = 80): string {
  const text = cell === undefined || cell === null ? "" : isScalar(cell) ? scalarText(cell) : JSON.stringify(cell);
  if (text.length <= length) return text;
  return `${[...text.slice(0, length * 2)].slice(0, length - 1).join("")}…`;
}
