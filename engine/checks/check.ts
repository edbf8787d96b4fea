import type { RecordId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { Problem } from "../problem.ts";
import type { ProblemCode } from "./problem-codes.ts";

/** One check: reads the whole definition and returns its problems. A check never throws, even on an invalid draft. */
export type Check = (reader: DefinitionReader) => readonly Problem[];

export interface ProblemParts {
  readonly on?: RecordId;
  readonly property?: string;
  readonly message: string;
  readonly hint?: string;
  readonly at?: Problem["at"];
}

/** Makes a problem; its severity is the letter in the code. */
export function problem(code: ProblemCode, parts: ProblemParts): Problem {
  return {
    code,
    severity: /_W[0-9]/.test(code) ? "warning" : "error",
    ...(parts.on === undefined ? {} : { recordId: parts.on }),
    ...(parts.property === undefined ? {} : { property: parts.property }),
    message: parts.message,
    ...(parts.hint === undefined ? {} : { hint: parts.hint }),
    ...(parts.at === undefined ? {} : { at: parts.at }),
  };
}

/** The items whose key an earlier item has already, each with that earlier item. */
export function repeated<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly item: Item; readonly first: Item }[] {
  const seen = new Map<string, Item>();
  const found: { item: Item; first: Item }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, item);
    else found.push({ item, first });
  }
  return found;
}
