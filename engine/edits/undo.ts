import type { AppDefinition, AppSettings, DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { isEqualJson, type JsonValue } from "../definition/json.ts";
import { isInCircle, ownerOf, uniqueSlot } from "../kinds/ownership.ts";
import { recordReferences } from "../kinds/references.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "./edit.ts";
import { isLongText } from "./long-text.ts";
import { type TextStep, undoText } from "./undo-text.ts";

/**
 * Undoes an edit at any later time. The shared log is never rewound: undo is a new batch made from the edit's inverse,
 * and it changes only properties that are still as the edit left them (docs/mechanics.md, 6). Later changes of other
 * people are kept and reported; a record that the edit made stays when others refer to it. A long text is undone by a
 * merge of lines, and kept and reported only where lines conflict.
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
  const planning = new Planning(input);
  for (const operation of wantedBy(input.inverse)) {
    if (operation.op === "create") planning.create(operation);
    else if (operation.op === "delete") planning.delete(operation);
    else planning.update(operation);
  }
  return { operations: planning.operations, kept: planning.kept };
}

/** An edit as it was applied, and its inverse. */
interface Edit {
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
}

type Operation<Op extends EditOperation["op"]> = Extract<EditOperation, { op: Op }>;

/** The plan in the making, over the definition as it is with the operations planned so far. */
class Planning {
  readonly operations: EditOperation[] = [];
  readonly kept: KeptProperty[] = [];
  readonly #definition: AppDefinition;
  readonly #edit: Edit;
  readonly #left: ReadonlyMap<EditTargetId, Properties>;
  readonly #records: Map<RecordId, DefinitionRecord>;
  /** The records that use a record: those that it owns, and those that refer to it. */
  readonly #users = new Map<RecordId, Set<RecordId>>();
  readonly #slots = new Map<string, RecordId>();
  /** The records that this plan restores: no other record can refer to them yet. */
  readonly #made = new Set<RecordId>();
  #settings: AppSettings;

  constructor({ definition, ...edit }: Edit & { readonly definition: AppDefinition }) {
    this.#definition = definition;
    this.#edit = edit;
    this.#left = leftBy(edit.forward);
    this.#settings = definition.settings;
    this.#records = new Map();
    for (const record of Object.values(definition.records)) this.#put(record);
  }

  create(operation: Operation<"create">): void {
    const { record } = operation;
    if (this.#records.has(record.id) || !this.#hasRoomFor(record)) {
      this.kept.push({ recordId: record.id, property: WHOLE_RECORD });
      return;
    }
    this.#made.add(record.id);
    this.#put(record);
    this.operations.push(operation);
  }

  delete(operation: Operation<"delete">): void {
    const { id } = operation;
    const now = this.#records.get(id);
    if (!now) return;
    if (!this.#made.delete(id)) {
      // As it was before this plan, which may have begun to take the edit's own changes of it back.
      const found = this.#definition.records[id] as DefinitionRecord;
      const changed = changedSince(found as unknown as Properties, this.#left.get(id) ?? {});
      const isBuiltOn = [...(this.#users.get(id) ?? [])].some((user) => user !== id);
      if (changed.length > 0 || isBuiltOn) {
        const properties = changed.length > 0 ? changed : [WHOLE_RECORD];
        this.kept.push(...properties.map((property) => ({ recordId: id, property })));
        return;
      }
    }
    this.#remove(now);
    this.operations.push(operation);
  }

  update(operation: Operation<"update">): void {
    const { id } = operation;
    const record = id === SETTINGS_ID ? this.#settings : this.#records.get(id);
    const properties = [...Object.keys(operation.set), ...operation.unset];
    const keep = (those: readonly string[]): void => {
      this.kept.push(...those.map((property) => ({ recordId: id, property })));
    };
    if (!record) {
      keep(properties);
      return;
    }
    const isMade = id !== SETTINGS_ID && this.#made.has(id);
    const now = record as unknown as Properties;
    const expected = this.#left.get(id) ?? {};
    const stands = (property: string): boolean => isMade || isEqualJson(now[property], expected[property]);
    const texts = isMade ? new Map<string, string | undefined>() : this.#undoneTexts(operation, now);
    const set: Record<string, JsonValue> = {};
    for (const [property, value] of Object.entries(operation.set)) {
      const wanted = texts.has(property) ? texts.get(property) : stands(property) ? value : undefined;
      if (wanted === undefined) keep([property]);
      else if (!isEqualJson(now[property], wanted)) set[property] = wanted;
    }
    keep(operation.unset.filter((property) => !stands(property)));
    const unset = operation.unset.filter(stands);
    if (unset.length === 0 && Object.keys(set).length === 0) return;
    const after: Record<string, JsonValue | undefined> = { ...now, ...set };
    for (const property of unset) delete after[property];
    if (id === SETTINGS_ID) this.#settings = after as unknown as AppSettings;
    else if (!this.#change(record as DefinitionRecord, after as unknown as DefinitionRecord)) {
      keep([...Object.keys(set), ...unset]);
      return;
    }
    this.operations.push({ op: "update", id, set, unset });
  }

  /** The long texts of an update with the edit taken out; undefined for one whose lines collide. */
  #undoneTexts({ id, set }: Operation<"update">, now: Properties): ReadonlyMap<string, string | undefined> {
    const texts = new Map<string, string | undefined>();
    for (const property of Object.keys(set)) {
      const text = now[property];
      const steps = isLongText(id, property) ? textSteps(this.#edit, { id, property }) : [];
      if (typeof text === "string" && steps.length > 0) texts.set(property, undoText(text, steps));
    }
    return texts;
  }

  /** Whether a record can be restored: not when its owner was deleted or its place is taken. */
  #change(before: DefinitionRecord, after: DefinitionRecord): boolean {
    const isMoved = ownerOf(before) !== ownerOf(after) || uniqueSlot(before) !== uniqueSlot(after);
    if (isMoved && !this.#hasRoomFor(after)) return false;
    this.#remove(before);
    this.#put(after);
    return true;
  }

  #hasRoomFor(record: DefinitionRecord): boolean {
    const owner = ownerOf(record);
    if (owner && (!this.#records.has(owner) || isInCircle(record, (id) => this.#records.get(id)))) return false;
    const slot = uniqueSlot(record);
    const holder = slot === undefined ? undefined : this.#slots.get(slot);
    return holder === undefined || holder === record.id;
  }

  #put(record: DefinitionRecord): void {
    this.#records.set(record.id, record);
    const slot = uniqueSlot(record);
    if (slot !== undefined) this.#slots.set(slot, record.id);
    for (const named of recordReferences(record)) {
      const users = this.#users.get(named);
      if (users) users.add(record.id);
      else this.#users.set(named, new Set([record.id]));
    }
  }

  #remove(record: DefinitionRecord): void {
    this.#records.delete(record.id);
    const slot = uniqueSlot(record);
    if (slot !== undefined && this.#slots.get(slot) === record.id) this.#slots.delete(slot);
    for (const named of recordReferences(record)) this.#users.get(named)?.delete(record.id);
  }
}

/** How an edit changed one text, batch by batch, the newest first. Empty when it did more to it than set it. */
function textSteps(
  { forward, inverse }: Edit,
  { id, property }: { readonly id: EditTargetId; readonly property: string },
): readonly TextStep[] {
  const textsSetBy = (operations: readonly EditOperation[]) =>
    operations.flatMap((operation) => {
      const text = operation.op === "update" && operation.id === id ? operation.set[property] : undefined;
      return typeof text === "string" ? [text] : [];
    });
  const left = textsSetBy(forward).reverse();
  const before = textsSetBy(inverse);
  return left.length === before.length
    ? left.map((text, index) => ({ left: text, before: before[index] as string }))
    : [];
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

function changedSince(now: Properties, left: Properties): readonly string[] {
  return [...new Set([...Object.keys(now), ...Object.keys(left)])].filter(
    (property) => !isEqualJson(now[property], left[property]),
  );
}
