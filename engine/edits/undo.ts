import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { isEqualJson, type JsonValue } from "../definition/json.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "./edit.ts";
import { ownedRecords, ownerOf, uniqueSlot } from "./ownership.ts";
import { recordReferences } from "./references.ts";

/**
 * Taking an edit back long after it was made. The shared log never rewinds: undo is a new batch made from the edit's
 * inverse, and it touches only what still stands as the edit left it (docs/mechanics.md, 6). What somebody changed since is
 * kept and reported; a record that the edit made stays when others have built on it.
 */
export interface UndoPlan {
  readonly operations: readonly EditOperation[];
  readonly kept: readonly KeptProperty[];
}

export interface KeptProperty {
  readonly recordId: EditTargetId;
  /** `*` when it is the record as a whole. */
  readonly property: string;
}

export const WHOLE_RECORD = "*";

type Properties = Readonly<Record<string, JsonValue | undefined>>;

export function planUndo(input: {
  readonly definition: AppDefinition;
  /** The edit as it was applied; several batches that count as one are joined, oldest first. */
  readonly forward: readonly EditOperation[];
  /** Its inverse; of several batches, the newest batch's first. */
  readonly inverse: readonly EditOperation[];
}): UndoPlan {
  const { definition, forward, inverse } = input;
  const left = leftBy(forward);
  const operations: EditOperation[] = [];
  const kept: KeptProperty[] = [];
  const gone = new Set<RecordId>();
  const made = new Map<RecordId, DefinitionRecord>();
  const owned = ownedRecords(Object.values(definition.records));
  const exists = (id: RecordId): boolean => made.has(id) || (Object.hasOwn(definition.records, id) && !gone.has(id));
  const slots = new Set(Object.values(definition.records).map(uniqueSlot));

  for (const operation of wantedBy(inverse)) {
    if (operation.op === "create") {
      const owner = ownerOf(operation.record);
      const slot = uniqueSlot(operation.record);
      const isTaken = slot !== undefined && slots.has(slot) && !hasSlotIn(slot, gone, definition);
      if (exists(operation.record.id) || (owner && !exists(owner)) || isTaken) {
        kept.push({ recordId: operation.record.id, property: WHOLE_RECORD });
        continue;
      }
      made.set(operation.record.id, operation.record);
      operations.push(operation);
    } else if (operation.op === "delete") {
      const { id } = operation;
      if (!exists(id)) continue;
      if (made.delete(id)) {
        operations.push(operation);
        continue;
      }
      const now = definition.records[id] as DefinitionRecord;
      const changed = changedSince(now as unknown as Properties, left.get(id) ?? {});
      const builtOn = (owned.get(id) ?? []).some((child) => !gone.has(child.id)) || isReferred(id, gone, definition);
      if (changed.length > 0 || builtOn) {
        kept.push(...(changed.length > 0 ? changed : [WHOLE_RECORD]).map((property) => ({ recordId: id, property })));
        continue;
      }
      gone.add(id);
      operations.push(operation);
    } else {
      const { id } = operation;
      if (id !== SETTINGS_ID && made.has(id)) {
        operations.push(operation);
        continue;
      }
      const record = id === SETTINGS_ID ? definition.settings : exists(id) ? definition.records[id] : undefined;
      const expected = left.get(id) ?? {};
      const properties = [...Object.keys(operation.set), ...operation.unset];
      if (!record) {
        kept.push(...properties.map((property) => ({ recordId: id, property })));
        continue;
      }
      const now = record as unknown as Properties;
      const stands = (property: string): boolean => isSame(now[property], expected[property]);
      kept.push(...properties.filter((property) => !stands(property)).map((property) => ({ recordId: id, property })));
      const set = Object.fromEntries(Object.entries(operation.set).filter(([property]) => stands(property)));
      const unset = operation.unset.filter(stands);
      if (unset.length > 0 || Object.keys(set).length > 0) operations.push({ op: "update", id, set, unset });
    }
  }
  return { operations, kept };
}

/** What the edit left in each property it touched: undefined where it removed one. */
function leftBy(forward: readonly EditOperation[]): ReadonlyMap<EditTargetId, Properties> {
  const left = new Map<EditTargetId, Record<string, JsonValue | undefined>>();
  for (const operation of forward) {
    if (operation.op === "create")
      left.set(operation.record.id, { ...(operation.record as unknown as Record<string, JsonValue | undefined>) });
    else if (operation.op === "delete") left.delete(operation.id);
    else {
      const properties = left.get(operation.id) ?? {};
      for (const property of operation.unset) properties[property] = undefined;
      left.set(operation.id, Object.assign(properties, operation.set));
    }
  }
  return left;
}

/** The inverse with each property named once, by what it should be in the end. */
function wantedBy(inverse: readonly EditOperation[]): readonly EditOperation[] {
  type Update = { readonly id: EditTargetId; readonly set: Map<string, JsonValue>; readonly unset: Set<string> };
  const wanted: (EditOperation | Update)[] = [];
  const open = new Map<EditTargetId, Update>();
  for (const operation of inverse) {
    if (operation.op !== "update") {
      open.delete(operation.op === "create" ? operation.record.id : operation.id);
      wanted.push(operation);
      continue;
    }
    let update = open.get(operation.id);
    if (!update) {
      update = { id: operation.id, set: new Map(), unset: new Set() };
      open.set(operation.id, update);
      wanted.push(update);
    }
    for (const [property, value] of Object.entries(operation.set)) {
      update.set.set(property, value);
      update.unset.delete(property);
    }
    for (const property of operation.unset) {
      update.unset.add(property);
      update.set.delete(property);
    }
  }
  return wanted.map((entry) =>
    "op" in entry ? entry : { op: "update", id: entry.id, set: Object.fromEntries(entry.set), unset: [...entry.unset] },
  );
}

const isSame = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === undefined || b === undefined ? a === b : isEqualJson(a, b);

function changedSince(now: Properties, left: Properties): readonly string[] {
  return [...new Set([...Object.keys(now), ...Object.keys(left)])].filter(
    (property) => !isSame(now[property], left[property]),
  );
}

function isReferred(id: RecordId, gone: ReadonlySet<RecordId>, definition: AppDefinition): boolean {
  return Object.values(definition.records).some(
    (record) =>
      record.id !== id && !gone.has(record.id) && ownerOf(record) !== id && recordReferences(record).includes(id),
  );
}

/** Whether the record that fills the slot is being deleted by this same undo. */
function hasSlotIn(slot: string, gone: ReadonlySet<RecordId>, definition: AppDefinition): boolean {
  return [...gone].some((id) => {
    const record = definition.records[id];
    return record !== undefined && uniqueSlot(record) === slot;
  });
}
