import {
  type AppDefinition,
  type AppSettings,
  type DefinitionRecord,
  MAX_RECORDS,
} from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { isEqualJson, type JsonValue } from "../definition/json.ts";
import { factsOf, factsOfId, isKind, kindOf, ownsRecords } from "../kinds/facts-of.ts";
import { isInCircle, ownedRecords, ownerOf, uniqueSlot, withOwned } from "../kinds/ownership.ts";
import { describeRecord } from "./describe-record.ts";
import { type ApplyResult, type EditOperation, type EditRefusal, SETTINGS_ID } from "./edit.ts";
import { isFixedProperty, isOptionalProperty, propertySchema, shapeProperty, shapeRecord } from "./record-schemas.ts";

/**
 * Applies a batch to a definition: all of it or nothing. Returns the new definition, the batch as it was applied
 * (`forward`: it includes deleted owned records and leaves out operations without effect) and its `inverse`.
 *
 *   applyEdits(shop, [{ op: "delete", id: "mdl_book…" }])
 *   // forward: delete each choice, field, rule and REST resource of Book, then Book; inverse: create them again
 *
 * Laws (property-tested): applying `inverse` gives the old definition back; applying `forward` instead of the batch
 * gives the same. Deleting a record that no longer exists is not an error, because the result is the wanted one. Costs
 * one copy of the map, and one walk over it when something is deleted.
 */
export function applyEdits(definition: AppDefinition, operations: readonly EditOperation[]): ApplyResult {
  const work = new Work(definition);
  for (const operation of operations) {
    const refusal =
      operation.op === "create"
        ? work.create(operation.record)
        : operation.op === "update"
          ? work.update(operation.id, operation.set, operation.unset)
          : work.delete(operation.id);
    if (refusal) return { ok: false, refusal };
  }
  return { ok: true, definition: work.result(), forward: work.forward, inverse: work.inverse.reverse() };
}

class Work {
  readonly forward: EditOperation[] = [];
  /** In the order of `forward`; reversed at the end. */
  readonly inverse: EditOperation[] = [];
  readonly #definition: AppDefinition;
  readonly #records: Map<RecordId, DefinitionRecord>;
  #settings: AppSettings;

  constructor(definition: AppDefinition) {
    this.#definition = definition;
    this.#records = new Map(Object.entries(definition.records) as [RecordId, DefinitionRecord][]);
    this.#settings = definition.settings;
  }

  result(): AppDefinition {
    if (this.forward.length === 0) return this.#definition;
    return {
      ...this.#definition,
      settings: this.#settings,
      records: Object.fromEntries(this.#records) as AppDefinition["records"],
    };
  }

  create(given: DefinitionRecord): EditRefusal | undefined {
    const shaped = shapeRecord(given);
    if (!shaped.ok) {
      return {
        code: "value_invalid",
        recordId: given.id,
        ...(shaped.property ? { property: shaped.property } : {}),
        message: sentence(
          `The new ${isKind(given.kind) ? factsOf(given).noun : given.kind}`,
          shaped.property,
          shaped.message,
        ),
        reason: shaped.message,
      };
    }
    const record = shaped.value;
    if (this.#records.has(record.id)) {
      return {
        code: "record_exists",
        recordId: record.id,
        message: `There is a ${factsOf(record).noun} with this id already.`,
      };
    }
    const refusal = this.#judgeOwner(record, "added");
    if (refusal) return refusal;
    this.#makeRoom(record);
    if (this.#records.size >= MAX_RECORDS) {
      return { code: "too_many_records", recordId: record.id, message: `An app has at most ${MAX_RECORDS} records.` };
    }
    this.#records.set(record.id, record);
    this.forward.push({ op: "create", record });
    this.inverse.push({ op: "delete", id: record.id });
    return undefined;
  }

  update(
    id: RecordId | typeof SETTINGS_ID,
    given: Readonly<Record<string, JsonValue>>,
    remove: readonly string[],
  ): EditRefusal | undefined {
    const record = id === SETTINGS_ID ? this.#settings : this.#records.get(id);
    if (!record)
      return {
        code: "record_missing",
        recordId: id,
        message: "The record that this edit changes was deleted meanwhile.",
      };
    const kind = kindOf(record);
    const name = capital(factsOf(record).describe(record));
    const before = record as unknown as Readonly<Record<string, JsonValue | undefined>>;
    const after: Record<string, JsonValue | undefined> = { ...before };
    const set: Record<string, JsonValue> = {};
    const unset: string[] = [];
    const undoSet: Record<string, JsonValue> = {};
    const undoUnset: string[] = [];
    const remember = (property: string): void => {
      const old = before[property];
      if (old === undefined) undoUnset.push(property);
      else undoSet[property] = old;
    };
    const refuse = (code: EditRefusal["code"], property: string, message: string): EditRefusal => ({
      code,
      recordId: id,
      property,
      message,
    });

    for (const property of [...Object.keys(given), ...remove]) {
      if (!propertySchema(kind, property))
        return refuse("property_unknown", property, `${name} has no property "${property}".`);
      if (isFixedProperty(kind, property))
        return refuse("property_fixed", property, `${name} keeps its ${property} for ever.`);
    }
    for (const property of remove) {
      if (Object.hasOwn(given, property))
        return refuse("value_invalid", property, `${name}: ${property} is both set and removed.`);
      if (!isOptionalProperty(kind, property))
        return refuse("property_required", property, `${name} needs a ${property}.`);
      if (before[property] === undefined) continue;
      delete after[property];
      unset.push(property);
      remember(property);
    }
    for (const [property, value] of Object.entries(given)) {
      const shaped = shapeProperty(kind, property, value);
      if (!shaped.ok)
        return {
          ...refuse("value_invalid", property, sentence(name, property, shaped.message)),
          reason: shaped.message,
        };
      const wanted = shaped.value as JsonValue;
      if (isEqualJson(before[property], wanted)) continue;
      after[property] = wanted;
      set[property] = wanted;
      remember(property);
    }
    if (unset.length === 0 && Object.keys(set).length === 0) return undefined;
    if (id === SETTINGS_ID) this.#settings = after as unknown as AppSettings;
    else {
      const changed = after as unknown as DefinitionRecord;
      const old = record as DefinitionRecord;
      const refusal = ownerOf(changed) === ownerOf(old) ? undefined : this.#judgeOwner(changed, "moved");
      if (refusal) return refusal;
      if (uniqueSlot(changed) !== uniqueSlot(old)) this.#makeRoom(changed);
      this.#records.set(id, changed);
    }
    this.forward.push({ op: "update", id, set, unset });
    this.inverse.push({ op: "update", id, set: undoSet, unset: undoUnset });
    return undefined;
  }

  delete(id: RecordId): undefined {
    const record = this.#records.get(id);
    if (record) this.#removeWithOwned(record);
  }

  /** Why a record that is created or moved cannot belong to the owner that it names. */
  #judgeOwner(record: DefinitionRecord, done: "added" | "moved"): EditRefusal | undefined {
    const { owner: ownership } = factsOf(record);
    const owner = ownerOf(record);
    if (!ownership || owner === undefined) return undefined;
    const refuse = (code: EditRefusal["code"], why: string): EditRefusal => ({
      code,
      recordId: record.id,
      property: ownership.property,
      message: `${capital(describeRecord(record))} cannot be ${done}: ${why}`,
      reason: capital(why),
    });
    if (owner === record.id || isInCircle(record, (id) => this.#records.get(id)))
      return refuse("value_invalid", "it would be inside itself.");
    return this.#records.has(owner)
      ? undefined
      : refuse("owner_missing", `its ${factsOfId(owner)?.noun ?? "owner"} was deleted.`);
  }

  /** Deletes the record that this one replaces, if there is one. */
  #makeRoom(record: DefinitionRecord): void {
    const slot = uniqueSlot(record);
    if (slot === undefined) return;
    for (const other of this.#records.values())
      if (other.id !== record.id && uniqueSlot(other) === slot) this.#removeWithOwned(other);
  }

  #removeWithOwned(record: DefinitionRecord): void {
    // Kinds that own nothing need no walk over all records.
    const owned = ownsRecords(record.kind) ? ownedRecords(this.#records.values()) : undefined;
    for (const one of owned ? withOwned(record, owned) : [record]) this.#remove(one);
  }

  #remove(record: DefinitionRecord): void {
    this.#records.delete(record.id);
    this.forward.push({ op: "delete", id: record.id });
    this.inverse.push({ op: "create", record });
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `Field Price: the label was refused. A label is needed.` */
const sentence = (subject: string, property: string | undefined, message: string): string =>
  property ? `${subject}: the ${property} was refused. ${message}` : `${subject} was refused. ${message}`;
