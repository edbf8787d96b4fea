import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { isEqualJson, type JsonValue } from "../definition/json.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "./edit.ts";
import { ownedRecords, ownerOf, ownersFirst } from "./ownership.ts";
import { isFixedProperty } from "./record-schemas.ts";

/**
 * What differs between two definitions, by id: so a rename is a changed property and never a removal and an addition.
 * The settings are one more record under the id `settings`. Lists are in the order owners first, then by id.
 */
export interface DefinitionDiff {
  readonly added: readonly DefinitionRecord[];
  readonly removed: readonly DefinitionRecord[];
  readonly changed: readonly RecordChange[];
}

export interface RecordChange {
  readonly id: EditTargetId;
  readonly kind: DefinitionRecord["kind"] | "settings";
  readonly before: DefinitionRecord | AppDefinition["settings"];
  readonly after: DefinitionRecord | AppDefinition["settings"];
  readonly properties: readonly PropertyChange[];
}

export interface PropertyChange {
  readonly property: string;
  /** Absent: the property was not there. */
  readonly before?: JsonValue;
  /** Absent: the property was removed. */
  readonly after?: JsonValue;
}

export function diffDefinitions(from: AppDefinition, to: AppDefinition): DefinitionDiff {
  const added: DefinitionRecord[] = [];
  const removed: DefinitionRecord[] = [];
  const changed: RecordChange[] = [];
  for (const [id, record] of Object.entries(from.records)) {
    if (!Object.hasOwn(to.records, id)) removed.push(record);
  }
  for (const [id, record] of Object.entries(to.records) as [RecordId, DefinitionRecord][]) {
    const before = Object.hasOwn(from.records, id) ? from.records[id] : undefined;
    if (!before) added.push(record);
    else if (before !== record) {
      const properties = propertyChanges(before, record);
      if (properties.length > 0) changed.push({ id, kind: record.kind, before, after: record, properties });
    }
  }
  const sorted = [...changed].sort((a, b) => ownersFirst(a.after as DefinitionRecord, b.after as DefinitionRecord));
  const settings = propertyChanges(from.settings, to.settings);
  if (settings.length > 0)
    sorted.unshift({
      id: SETTINGS_ID,
      kind: "settings",
      before: from.settings,
      after: to.settings,
      properties: settings,
    });
  return { added: added.sort(ownersFirst), removed: removed.sort(ownersFirst), changed: sorted };
}

function propertyChanges(from: object, to: object): readonly PropertyChange[] {
  const before = from as Readonly<Record<string, JsonValue | undefined>>;
  const after = to as Readonly<Record<string, JsonValue | undefined>>;
  const changes: PropertyChange[] = [];
  for (const property of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[property];
    const now = after[property];
    if (old === now || (old !== undefined && now !== undefined && isEqualJson(old, now))) continue;
    changes.push({
      property,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    });
  }
  return changes.sort((a, b) => (a.property < b.property ? -1 : 1));
}

export const isEmptyDiff = (diff: DefinitionDiff): boolean =>
  diff.added.length === 0 && diff.removed.length === 0 && diff.changed.length === 0;

/**
 * The batch that turns the diff's first definition into its second. A record that changed hands (a field of another
 * model) is deleted and created again, with all that it owns, since owners never change.
 */
export function operationsOfDiff(diff: DefinitionDiff, to: AppDefinition): readonly EditOperation[] {
  const again = new Map<RecordId, DefinitionRecord>();
  const owned = ownedRecords(Object.values(to.records));
  const recreate = (record: DefinitionRecord): void => {
    again.set(record.id, record);
    for (const child of owned.get(record.id) ?? []) recreate(child);
  };
  const isNew = new Set<RecordId>(diff.added.map((record) => record.id));
  for (const change of diff.changed) {
    if (
      change.kind !== "settings" &&
      change.properties.some(({ property }) => isFixedProperty(change.kind, property))
    ) {
      recreate(change.after as DefinitionRecord);
    }
  }
  // Deleting an owner takes what it owned: what stays in the second definition under another owner comes back too.
  const gone = new Set(diff.removed.map((record) => record.id));
  const lost = (record: DefinitionRecord): boolean => {
    const owner = ownerOf(record);
    return owner !== undefined && gone.has(owner);
  };
  for (const record of Object.values(to.records)) if (lost(record)) recreate(record);
  const creates = [...diff.added, ...[...again.values()].filter((record) => !isNew.has(record.id))].sort(ownersFirst);
  return [
    ...[...diff.removed.map((record) => record.id), ...[...again.keys()].filter((id) => !isNew.has(id))].map(
      (id) => ({ op: "delete", id }) as const,
    ),
    ...creates.map((record) => ({ op: "create", record }) as const),
    ...diff.changed.flatMap((change) => (again.has(change.id as RecordId) ? [] : [updateOf(change)])),
  ];
}

function updateOf(change: RecordChange): EditOperation {
  const set: Record<string, JsonValue> = {};
  const unset: string[] = [];
  for (const { property, after } of change.properties) {
    if (after === undefined) unset.push(property);
    else set[property] = after;
  }
  return { op: "update", id: change.id, set, unset };
}
