import type { DefinitionRecord } from "../../definition/app-definition.ts";
import { uniqueIdentifier } from "../../definition/identifiers.ts";
import { type FieldId, type ModelId, makeRecordId, type RandomBytes, type RecordId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { ownersOf } from "../../kinds/ownership.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import type { Copied } from "./copied-records.ts";
import { create, type EditCommand } from "./edit-command.ts";
import { orderAt } from "./order.ts";

export interface Pasted extends EditCommand {
  readonly modelIds: readonly ModelId[];
  readonly fieldIds: readonly FieldId[];
  /** Sentences about what could not come along. */
  readonly leftOut: readonly string[];
}

/**
 * Copied models under new ids and free names, or copied fields at the end of `modelId`. Relations among what was copied
 * point to the copies; a relation to a model that this app does not have is left out, with what belongs to it.
 */
export function paste(
  reader: DefinitionReader,
  input: { readonly copied: Copied; readonly modelId?: ModelId },
  random: RandomBytes,
): Pasted {
  const { copied, modelId } = input;
  const labels = new Map(copied.records.map((record) => [record.id, "label" in record ? String(record.label) : ""]));
  const lost = copied.records.filter((record) => isLost(record, reader, labels));
  const kept = withoutOwned(copied.records, new Set(lost.map(({ id }) => id)));
  const ids = new Map<RecordId, RecordId>(kept.map((record) => [record.id, makeRecordId(record.kind, random)]));
  const names = new FreeNames(reader);
  const pasted = kept.map((record) => renewed(record, { reader, ids, names, modelId }));
  const operations: EditOperation[] = pasted.map(create);
  return {
    label: labelOf(copied, pasted),
    operations,
    modelIds: pasted.flatMap((record) => (record.kind === "model" ? [record.id] : [])),
    fieldIds: pasted.flatMap((record) => (record.kind === "field" ? [record.id] : [])),
    leftOut: lost.map(
      (record) => `${labels.get(record.id)} points to a model that is not in this app, so it was left out.`,
    ),
  };
}

/** A relation whose target is neither here nor among what is pasted. */
function isLost(record: DefinitionRecord, reader: DefinitionReader, copied: ReadonlyMap<RecordId, string>): boolean {
  const target = record.kind === "field" ? pointsTo(record) : undefined;
  return target !== undefined && !copied.has(target) && reader.model(target) === undefined;
}

/** Without the lost ones and what they own, at any depth. */
function withoutOwned(records: readonly DefinitionRecord[], lost: ReadonlySet<RecordId>): readonly DefinitionRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const find = (id: RecordId) => byId.get(id);
  return records.filter((record) => !lost.has(record.id) && ![...ownersOf(record, find)].some((id) => lost.has(id)));
}

interface Renewal {
  readonly reader: DefinitionReader;
  readonly ids: ReadonlyMap<RecordId, RecordId>;
  readonly names: FreeNames;
  /** Where copied fields go. */
  readonly modelId: ModelId | undefined;
}

function renewed(record: DefinitionRecord, renewal: Renewal): DefinitionRecord {
  const { reader, ids, names, modelId } = renewal;
  const copy = withNewIds(record as unknown as JsonValue, ids) as unknown as DefinitionRecord;
  if (copy.kind === "model") return { ...withoutLostOrder(copy, ids), ...names.ofModel(copy) };
  if (copy.kind !== "field") return copy;
  const { core: _, ...field } = withFreeReverse(copy, ids, reader);
  const isOfCopiedModel = [...ids.values()].includes(field.modelId);
  if (isOfCopiedModel || modelId === undefined) return field;
  return { ...field, modelId, ...names.ofField(modelId, field) };
}

/** Ids are unlike any other text, so every one that is known is replaced, wherever it stands. */
function withNewIds(value: JsonValue, ids: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === "string") return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => withNewIds(each, ids));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withNewIds(each as JsonValue, ids)]));
}

function withoutLostOrder(model: ModelRecord, ids: ReadonlyMap<RecordId, RecordId>): ModelRecord {
  const isHere = new Set<RecordId>(ids.values());
  // What is pasted is a model of its own, since a link's names at its ends are taken, and an app has one model of users.
  const { link: _, purpose: __, ...rest } = model;
  return { ...rest, defaultOrder: model.defaultOrder.filter((part) => isHere.has(part.fieldId)) };
}

/** A name on a target that was here before would be there twice. */
function withFreeReverse(
  field: FieldRecord,
  ids: ReadonlyMap<RecordId, RecordId>,
  reader: DefinitionReader,
): FieldRecord {
  const target = pointsTo(field);
  if (target === undefined || [...ids.values()].includes(target) || !reader.model(target)) return field;
  const { reverseName: _, ...type } = field.type;
  return { ...field, type: { ...type, name: field.type.name } };
}

/** Names and places that neither the app nor what is pasted has yet. */
class FreeNames {
  readonly #reader: DefinitionReader;
  readonly #models: (Placed & { readonly id: string })[];
  readonly #fields = new Map<ModelId, (Placed & { readonly id: string })[]>();

  constructor(reader: DefinitionReader) {
    this.#reader = reader;
    this.#models = [...reader.models];
  }

  ofModel(model: ModelRecord): Placed {
    return added(this.#models, model, "model");
  }

  ofField(modelId: ModelId, field: FieldRecord): Placed {
    return added(this.#fieldsOf(modelId), field, "field");
  }

  #fieldsOf(modelId: ModelId): (Placed & { readonly id: string })[] {
    const known = this.#fields.get(modelId) ?? [...this.#reader.fields(modelId)];
    this.#fields.set(modelId, known);
    return known;
  }
}

interface Placed {
  readonly label: string;
  readonly name: string;
  readonly order: string;
}

/** Takes a free label, name and place at the end of the list, and keeps them from the next one. */
function added(
  others: (Placed & { readonly id: string })[],
  record: Placed & { readonly id: string },
  fallback: string,
) {
  const label = freeLabel(record.label, others);
  const name = freeName(record.name, label, { fallback, others });
  const placed = { label, name, order: orderAt(others, undefined) };
  others.push({ id: record.id, ...placed });
  return placed;
}

function freeLabel(label: string, others: readonly Placed[]): string {
  const taken = new Set(others.map((each) => each.label));
  if (!taken.has(label)) return label;
  const copy = `${shorten(label, 190)} copy`;
  for (let number = 2; ; number++) {
    const wanted = number === 2 ? copy : `${copy} ${number - 1}`;
    if (!taken.has(wanted)) return wanted;
  }
}

function freeName(
  name: string,
  label: string,
  { fallback, others }: { readonly fallback: string; readonly others: readonly Placed[] },
): string {
  const taken = new Set(others.map((each) => each.name));
  return taken.has(name) ? uniqueIdentifier({ label, fallback, taken }) : name;
}

function labelOf(copied: Copied, pasted: readonly DefinitionRecord[]): string {
  const roots = pasted.filter(({ kind }) => kind === (copied.quintet === "models" ? "model" : "field"));
  const [only] = roots;
  const what = copied.quintet === "models" ? "model" : "field";
  return roots.length === 1 && only && "label" in only
    ? `Paste ${what} ${shorten(String(only.label))}`
    : `Paste ${roots.length} ${what}s`;
}
