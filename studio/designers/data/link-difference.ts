import type { RowKey } from "#contract/http/data";
import type { JsonValue } from "#engine/definition/json";
import { keysIn } from "./list-columns.ts";

/** What turns one list of linked rows into another. */
export interface LinkDifference {
  readonly add: readonly RowKey[];
  readonly remove: readonly RowKey[];
}

export function linkDifference(from: JsonValue | undefined, to: JsonValue | undefined): LinkDifference {
  const before = new Set(keysIn(from));
  const after = new Set(keysIn(to));
  return {
    add: [...after].filter((key) => !before.has(key)),
    remove: [...before].filter((key) => !after.has(key)),
  };
}

/** The same change of another list: what somebody else has added or removed there stays as it is. */
export function withDifference(list: JsonValue | undefined, { add, remove }: LinkDifference): readonly RowKey[] {
  const removed = new Set(remove);
  return [...new Set([...keysIn(list).filter((key) => !removed.has(key)), ...add])];
}
