import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { isEqualJson, type JsonValue } from "../definition/json.ts";
import { ownedRecords, ownersFirst, uniqueSlot, withOwned } from "../kinds/ownership.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "./edit.ts";
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
  const find = findIn(to);
  const byId = new Map<EditTargetId, RecordChange>(changed.map((change) => [change.id, change]));
  const sorted = ownersFirst(
    changed.map(({ after }) => after as DefinitionRecord),
    find,
  ).flatMap(({ id }) => byId.get(id) ?? []);
  const settings = propertyChanges(from.settings, to.settings);
  if (settings.length > 0)
    sorted.unshift({
      id: SETTINGS_ID,
      kind: "settings",
      before: from.settings,
      after: to.settings,
      properties: settings,
    });
  return { added: ownersFirst(added, find), removed: ownersFirst(removed, findIn(from)), changed: sorted };
}

const findIn =
  ({ records }: AppDefinition) =>
  (id: RecordId): DefinitionRecord | undefined =>
    Object.hasOwn(records, id) ? records[id] : undefined;

function propertyChanges(from: object, to: object): readonly PropertyChange[] {
  const before = from as Readonly<Record<string, JsonValue | undefined>>;
  const after = to as Readonly<Record<string, JsonValue | undefined>>;
  const changes: PropertyChange[] = [];
  for (const property of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[property];
    const now = after[property];
    if (isEqualJson(old, now)) continue;
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
 * The batch that turns the diff's first definition into its second. First, removed records are deleted with all that
 * they own. Then new records are created, together with records that stay but were deleted with their owner, and those
 * that an update cannot convert (a field of another model). Then the others are updated, owners before the records that
 * they own, so that no record is ever inside itself.
 */
export function operationsOfDiff(diff: DefinitionDiff, to: AppDefinition): readonly EditOperation[] {
  const stays = findIn(to);
  const isNew = new Set(diff.added.map(({ id }) => id));
  const owned = ownedRecords(recordsBefore(diff, to).values());
  const deleted = [
    ...diff.removed,
    ...diff.changed.filter(isMadeAgain).map(({ before }) => before as DefinitionRecord),
  ];
  const again = new Map<RecordId, DefinitionRecord>();
  for (const root of deleted) {
    for (const { id } of withOwned(root, owned)) {
      const record = stays(id);
      if (record && !isNew.has(id)) again.set(id, record);
    }
  }
  return [
    ...deleted.map(({ id }) => ({ op: "delete", id }) as const),
    ...ownersFirst([...diff.added, ...again.values()], stays).map((record) => ({ op: "create", record }) as const),
    ...diff.changed.flatMap((change) => (again.has(change.id as RecordId) ? [] : [updateOf(change)])),
  ];
}

/** The records of the diff's first definition. */
function recordsBefore(diff: DefinitionDiff, to: AppDefinition): ReadonlyMap<string, DefinitionRecord> {
  const records = new Map<string, DefinitionRecord>(Object.entries(to.records));
  for (const { id } of diff.added) records.delete(id);
  for (const record of diff.removed) records.set(record.id, record);
  for (const { id, before } of diff.changed) if (id !== SETTINGS_ID) records.set(id, before as DefinitionRecord);
  return records;
}

/** Whether a changed record has to be deleted and created again. */
function isMadeAgain({ kind, before, after, properties }: RecordChange): boolean {
  if (kind === "settings") return false;
  return (
    properties.some(({ property }) => isFixedProperty(kind, property)) ||
    // When two records swap places, the first to move would delete the other.
    uniqueSlot(before as DefinitionRecord) !== uniqueSlot(after as DefinitionRecord)
  );
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
