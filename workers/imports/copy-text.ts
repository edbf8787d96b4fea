import type { ConvertedValue } from "#server/imports/row-converter";

const SPECIAL = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One value in COPY's text format. */
export function copyValue(value: ConvertedValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string")
    return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => escapes[character] as string) : value;
  return typeof value === "boolean" ? (value ? "t" : "f") : String(value);
}

/** One row: an id and its values. */
export function copyLine(id: ConvertedValue, values: readonly ConvertedValue[]): string {
  let line = copyValue(id);
  for (const value of values) line += `\t${copyValue(value)}`;
  return `${line}\n`;
}
