import type { Collection } from "#engine/definition/collections";
import type { FieldId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { choicesOf } from "#engine/expressions/choices";
import type { GridRow } from "./grid-row.ts";

/** A relation that may only be set to some rows, and what its condition reads of the row that holds it, as JSON. */
export interface ChoiceLimit {
  readonly relation: FieldId;
  readonly record: string;
}

/** Undefined for a relation that may be set to all rows. */
export function limitOfRelation(
  live: DefinitionReader,
  relation: FieldRecord | undefined,
  values: Readonly<Record<string, JsonValue | undefined>>,
): ChoiceLimit | undefined {
  const choices = relation && choicesOf(live, relation);
  if (!choices) return undefined;
  const read = choices.reads.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { relation: relation.id, record: JSON.stringify(Object.fromEntries(read)) };
}

/** Of the links of a list: the row that holds the relation is the link, which has this row at its other end. */
export const limitOfList = (live: DefinitionReader, { link, via }: Collection, row: GridRow): ChoiceLimit | undefined =>
  limitOfRelation(live, link?.far, { [via.name]: row.id });
