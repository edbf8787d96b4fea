import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import type { Lookup } from "../field-types/field-type.ts";
import { normalNetwork } from "../field-types/ip-address.ts";
import { keyOf } from "../field-types/keys.ts";
import type { ParsedValue } from "../field-types/parsed-value.ts";
import { parsed, refused } from "../field-types/parsed-value.ts";
import { knownFieldTypeIn } from "../field-types/registry.ts";
import { checkText } from "../field-types/text-values.ts";
import { likePattern } from "../query/filter.ts";
import type { SqlValue } from "../sql/sql.ts";
import type { CallerView } from "./resource.ts";

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

/** Reads the text of one filter parameter. */
export type FilterReader = (text: string) => ParsedValue;

/**
 * A filter's value need not be valid for the field: it may be a part of an e-mail address, or have more decimals than a
 * stored price. So text look-ups accept any text and numbers any number.
 */
export function filterReader(
  view: Pick<CallerView, "scope">,
  compared: { readonly model: ModelRecord /** Undefined is the key. */; readonly field: FieldRecord | undefined },
  lookup: Lookup,
): FilterReader {
  const { model, field } = compared;
  if (!field) return keyOf(model).parse;
  const type = knownFieldTypeIn(view.scope.reader, field);
  if (lookup === "len") return readLength;
  if (type.cast.endsWith("[]")) return (text) => type.parseText(text, field.type, { choices: [] });
  if (TEXT_LOOKUPS.has(lookup)) {
    return (text) => {
      const checked = checkText(text, MAX_TEXT);
      return checked.ok && lookup !== "iexact" ? parsed(likePattern(lookup, text)) : checked;
    };
  }
  if (lookup === "within") return readNetwork;
  if (type.cast === "numeric") return readNumber;
  // Any text: rows keep a choice that was removed, and must be found by it.
  if (type.cast === "text") return (text) => checkText(text, MAX_TEXT);
  return (text) => type.parseText(text, field.type, { choices: [] });
}

const readLength: FilterReader = (text) =>
  /^\d{1,6}$/.test(text) ? parsed(Number(text)) : refused("wrong_type", "must be a whole number");

function readNetwork(text: string): ParsedValue {
  const network = normalNetwork(text);
  return network === undefined ? refused("invalid", "must be a network, such as 10.0.0.0/8") : parsed(network);
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
