import type { JsonValue } from "../definition/json.ts";
import type { LooseFieldType } from "../definition/records/field.ts";
import type { ColumnReading } from "../field-types/column-reading.ts";
import { countsEmptyText } from "../field-types/empty-text.ts";
import { arrayText } from "../field-types/list-text.ts";
import type { ParsedValue } from "../field-types/parsed-value.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { SqlValue } from "../sql/sql.ts";
import { type Cell, isBlank, isScalar, meansNoValue, scalarText } from "./cells.ts";

/** A cell as a value of the accepted type: null is "no value"; a message completes "Price …". */
export type ConvertedCell =
  | { readonly ok: true; readonly value: Exclude<SqlValue, readonly unknown[]> }
  | { readonly ok: false; readonly message: string };

export interface ConvertOptions {
  readonly type: LooseFieldType;
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly reading: ColumnReading;
  readonly currentYear: number;
}

const MAX_REMEMBERED = 5_000;
const nothing: ConvertedCell = { ok: true, value: null };

/**
 * Makes the function that reads one column. Instants without an offset come out without one: the database reads them in
 * the app's time zone, which the session that loads them is set to.
 */
export function cellConverter(options: ConvertOptions): (cell: Cell) => ConvertedCell {
  const { type, required, reading } = options;
  const known = fieldTypeOf(type);
  if (!known) return () => ({ ok: false, message: `cannot be read: there is no type ${type.name}` });
  const context = { choices: options.choices };
  const needed: ConvertedCell = { ok: false, message: "is required, and this row has no value" };
  const missing: ConvertedCell = !required ? nothing : countsEmptyText(type) ? { ok: true, value: "" } : needed;
  const { keepsWords, normalize } = known.import ?? {};
  const inFile = { ...reading, latestYear: options.currentYear + 10 };
  const choiceSet = new Set(known.listed === "choices" ? options.choices : []);

  const read = (text: string): ConvertedCell => {
    if (choiceSet.has(text)) return { ok: true, value: text };
    const plain = normalize ? normalize(text, inFile) : known.input.keepsBlanks ? text : text.trim();
    if (typeof plain !== "string") return parsed(plain);
    // As it is typed: acme.com is https://acme.com.
    return parsed(known.parseText(known.input.complete?.(plain) ?? plain, type, context));
  };
  // Most columns of most files say the same few things again and again.
  const remembered = new Map<string, ConvertedCell>();

  return (cell) => {
    if (isBlank(cell)) return missing;
    if (known.cast === "jsonb") {
      // A CSV cell that holds JSON is JSON; any other text is a text.
      const isWritten = typeof cell === "string" && /^\s*[[{]/.test(cell);
      const written = isWritten ? known.parseText(cell, type, context) : undefined;
      return parsed(written?.ok ? written : known.parseJson(cell as Exclude<Cell, undefined>, type, context));
    }
    if (Array.isArray(cell) && known.cast.endsWith("[]"))
      return parsed(known.parseJson(cell as readonly JsonValue[], type, context));
    if (!isScalar(cell)) return { ok: false, message: "is a list or an object" };
    const text = scalarText(cell);
    if (keepsWords) return read(text);
    const before = remembered.get(text);
    if (before) return before;
    const result = meansNoValue(text) ? missing : read(text);
    if (remembered.size < MAX_REMEMBERED) remembered.set(text, result);
    return result;
  };
}

function parsed(result: ParsedValue): ConvertedCell {
  if (result.ok && Array.isArray(result.value)) return { ok: true, value: arrayText(result.value) };
  return result.ok
    ? { ok: true, value: result.value as Exclude<SqlValue, readonly unknown[]> }
    : { ok: false, message: result.message };
}
