import type { FieldRecord } from "../definition/records/field.ts";
import { UserError } from "../errors.ts";
import type { FieldContext, Lookup, ParsedValue } from "../field-types/field-type.ts";
import { parsed, refused } from "../field-types/field-type.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { checkKey } from "../field-types/relation.ts";
import { checkText } from "../field-types/text-values.ts";
import { likePattern } from "../query/filter.ts";
import type { SqlValue } from "../sql/sql.ts";

const MAX_TEXT = 2000;
const MAX_LIST = 500;

const TEXT_LOOKUPS = new Set<Lookup>([
  "iexact",
  "contains",
  "icontains",
  "startswith",
  "istartswith",
  "endswith",
  "iendswith",
]);

/** Which look-ups a key has. */
export const keyLookups: readonly Lookup[] = ["exact", "in", "gt", "gte", "lt", "lte", "range", "isnull"];

/** Reads the text of one filter parameter. `field` undefined is the key. */
export type FilterReader = (text: string) => ParsedValue;

/**
 * A filter's value need not be a value that the field could hold: a part of an address is not an e-mail, and a price
 * may be compared with more decimals than it is stored with. So text look-ups take any text and numbers any number.
 */
export function filterReader(field: FieldRecord | undefined, lookup: Lookup, context: FieldContext): FilterReader {
  if (!field) return checkKey;
  if (TEXT_LOOKUPS.has(lookup)) {
    return (text) => {
      const checked = checkText(text, MAX_TEXT);
      return checked.ok && lookup !== "iexact" ? parsed(likePattern(lookup, text)) : checked;
    };
  }
  const type = knownFieldType(field.type);
  if (type.cast === "numeric") return readNumber;
  if (type.cast === "text" && field.type.name !== "choice") return (text) => checkText(text, MAX_TEXT);
  return (text) => type.parseText(text, field.type, context);
}

function readNumber(text: string): ParsedValue {
  const fits = text.length <= 120 && /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text);
  return fits ? parsed(text) : refused("wrong_type", "must be a number");
}

/** `1,2,3`; an item that holds a comma cannot be written, so such a list repeats its parameter instead. */
export function splitList(name: string, text: string): readonly string[] {
  if (text === "") return [];
  const items = text.split(",");
  if (items.length > MAX_LIST) {
    throw new UserError("invalid_parameter", `"${name}" has ${items.length} items; at most ${MAX_LIST} are taken.`);
  }
  return items;
}

/** The parsed value, or a 400 that names the parameter. */
export function readValue(name: string, text: string, read: FilterReader): SqlValue {
  const result = read(text);
  if (!result.ok) throw new UserError("invalid_parameter", `"${name}" ${result.message}.`);
  return result.value;
}
