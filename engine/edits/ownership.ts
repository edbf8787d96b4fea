import type { DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";

/** The record that owns this one: deleting the owner deletes it in the same batch. */
export function ownerOf(record: DefinitionRecord): RecordId | undefined {
  switch (record.kind) {
    case "field":
    case "rule":
    case "apiResource":
      return record.modelId;
    case "choice":
      return record.fieldId;
    default:
      return undefined;
  }
}

/**
 * What a record is the only one of: a model has at most one rule per action and at most one REST resource. Creating a
 * second takes the place of the first, so that two people who open a model at once never leave two rules behind.
 */
export function uniqueSlot(record: DefinitionRecord): string | undefined {
  if (record.kind === "rule") return `rule ${record.modelId} ${record.action}`;
  if (record.kind === "apiResource") return `apiResource ${record.modelId}`;
  return undefined;
}

const depth = { model: 0, group: 0, template: 0, route: 1, field: 1, rule: 1, apiResource: 1, choice: 2 } as const;

/** Sorts owners ahead of what they own; equal depth by id, so that the order is always the same. */
export const ownersFirst = (a: DefinitionRecord, b: DefinitionRecord): number =>
  depth[a.kind] - depth[b.kind] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The records by owner. Built once per look at a definition, in time proportional to its records. */
export function ownedRecords(records: Iterable<DefinitionRecord>): ReadonlyMap<RecordId, readonly DefinitionRecord[]> {
  const owned = new Map<RecordId, DefinitionRecord[]>();
  for (const record of records) {
    const owner = ownerOf(record);
    if (!owner) continue;
    const list = owned.get(owner);
    if (list) list.push(record);
    else owned.set(owner, [record]);
  }
  return owned;
}
