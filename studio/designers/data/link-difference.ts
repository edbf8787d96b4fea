import type { RowKey } from "#contract/http/data";
import type { JsonValue } from "#engine/definition/json";
import { keysIn } from "./list-columns.ts";

/** What turns one list of linked rows into another. */
export interface LinkDifference {
  readonly add: readonly RowKey[];
  readonly remove: readonly RowKey[];
  /** Of a list that keeps its order, where adding at the end and removing does not make it: all its rows, in theirs. */
  readonly order?: readonly RowKey[];
}

export function linkDifference(
  from: JsonValue | undefined,
  to: JsonValue | undefined,
  { isOrdered = false }: { readonly isOrdered?: boolean } = {},
): LinkDifference {
  const before = new Set(keysIn(from));
  const after = new Set(keysIn(to));
  const difference = {
    add: [...after].filter((key) => !before.has(key)),
    remove: [...before].filter((key) => !after.has(key)),
  };
  const made = withDifference(from, difference);
  const isMade = [...after].every((key, index) => key === made[index]);
  return isOrdered && !isMade ? { ...difference, order: [...after] } : difference;
}

export const isNoDifference = ({ add, remove, order }: LinkDifference): boolean =>
  add.length + remove.length === 0 && order === undefined;

/** The same change of another list: what somebody else has added or removed there stays as it is. */
export function withDifference(list: JsonValue | undefined, { add, remove, order }: LinkDifference): readonly RowKey[] {
  const removed = new Set(remove);
  const made = [...new Set([...keysIn(list).filter((key) => !removed.has(key)), ...add])];
  if (!order) return made;
  const there = new Set(made);
  const named = order.filter((key) => there.has(key));
  const isNamed = new Set(named);
  // The places of those that the order names are filled in its order; the others stay.
  let next = 0;
  return made.map((key) => (isNamed.has(key) ? (named[next++] as RowKey) : key));
}
