import type { DefinitionRecord } from "../definition/app-definition.ts";
import { ownerOf } from "../kinds/ownership.ts";
import type { DefinitionDiff, RecordChange } from "./diff-definitions.ts";
import type { EditTargetId } from "./edit.ts";

/** How a record of the draft differs from the live version. */
export type PendingState = "added" | "changed" | "removed";

/** The diff of live and draft by record id, for drawing what is not published. */
export interface PendingChanges {
  stateOf(id: EditTargetId): PendingState | undefined;
  changeOf(id: EditTargetId): RecordChange | undefined;
  /** Records that live has and the draft no longer: drawn dashed, and may be restored. */
  readonly removed: readonly DefinitionRecord[];
  /** What the top bar counts: see `countChanges`. */
  readonly count: number;
}

export function pendingChanges(diff: DefinitionDiff): PendingChanges {
  const states = new Map<EditTargetId, PendingState>();
  for (const record of diff.added) states.set(record.id, "added");
  for (const record of diff.removed) states.set(record.id, "removed");
  const changes = new Map(diff.changed.map((change) => [change.id, change]));
  for (const id of changes.keys()) states.set(id, "changed");
  return {
    stateOf: (id) => states.get(id),
    changeOf: (id) => changes.get(id),
    removed: diff.removed,
    count: countChanges(diff),
  };
}

/**
 * The number of changes as people count them: a new model with its twelve fields is one. So an added or removed record
 * does not count when its owner was added or removed with it.
 */
export function countChanges(diff: DefinitionDiff): number {
  const whole = (records: readonly DefinitionRecord[]): number => {
    const ids = new Set<string>(records.map((record) => record.id));
    return records.filter((record) => !ids.has(ownerOf(record) ?? "")).length;
  };
  return whole(diff.added) + whole(diff.removed) + diff.changed.length;
}
