import { reverseNameOf } from "../../definition/collections.ts";
import { type FieldId, type ModelId, makeRecordId, type RandomBytes } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type ConstraintRecord, constrainedFieldIds } from "../../definition/records/constraint.ts";
import { type FieldRecord, hasColumn, type LooseFieldType } from "../../definition/records/field.ts";
import { canStartAsUser, canStartNow } from "../../field-types/creation-defaults.ts";
import { fieldTypeOf, holdsChoices } from "../../field-types/registry.ts";
import type { OnDelete } from "../../field-types/relation.ts";
import { relation } from "../../field-types/relation.ts";
import { describeRecord, shorten } from "../describe-record.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "../edit.ts";
import { whereUsed } from "../where-used.ts";
import { type Consequence, create, type EditCommand, remove, update } from "./edit-command.ts";
import { withoutFieldsInForms } from "./forms.ts";
import { fieldNameFor, followsLabel } from "./names.ts";
import { orderAt, type Place } from "./order.ts";
import { withoutFieldInQueries } from "./queries.ts";
import { renameInSources } from "./rename-in-sources.ts";
import { withoutFieldInPages } from "./routes.ts";
import { withoutFieldInValidations } from "./validations.ts";

export interface NewField {
  readonly modelId: ModelId;
  readonly label: string;
  readonly type: LooseFieldType;
  readonly name?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly indexed?: boolean;
  readonly default?: JsonValue;
  readonly help?: string;
  readonly place?: Place;
}

export function addField(
  reader: DefinitionReader,
  input: NewField,
  random: RandomBytes,
): EditCommand & { readonly fieldId: FieldId } {
  const id = makeRecordId("field", random);
  const record: FieldRecord = {
    kind: "field",
    id,
    modelId: input.modelId,
    name: input.name ?? fieldNameFor(reader, input.modelId, input.label),
    label: input.label,
    ...(input.help === undefined ? {} : { help: input.help }),
    required: input.required ?? false,
    unique: input.unique ?? false,
    indexed: input.indexed ?? false,
    ...(input.default === undefined ? {} : { default: input.default }),
    type: input.type,
    order: orderAt(reader.fields(input.modelId), input.place),
  };
  return { label: `Add field ${shorten(input.label)}`, operations: [create(record)], fieldId: id };
}

export const typeOfRelation = (targetModelId: ModelId, onDelete: OnDelete): LooseFieldType => ({
  ...relation.initial,
  targetModelId,
  onDelete,
});

/**
 * A many-to-one: rows of `modelId` point to one row of `targetModelId`. Without a label it gets the label of its
 * target.
 */
export function addRelation(
  reader: DefinitionReader,
  input: {
    readonly modelId: ModelId;
    readonly targetModelId: ModelId;
    readonly label?: string;
    readonly name?: string;
    readonly onDelete?: OnDelete;
    readonly reverseName?: string;
    readonly required?: boolean;
    /** At most one row points to each: one person has one passport. */
    readonly unique?: boolean;
    readonly place?: Place;
  },
  random: RandomBytes,
): EditCommand & { readonly fieldId: FieldId } {
  const target = reader.model(input.targetModelId);
  const { targetModelId, onDelete = "protect", reverseName, label = target?.label ?? "Relation", ...rest } = input;
  const type = { ...typeOfRelation(targetModelId, onDelete), ...(reverseName === undefined ? {} : { reverseName }) };
  const added = addField(reader, { ...rest, label, type, indexed: true }, random);
  return {
    ...added,
    label: `Relate ${shorten(reader.model(input.modelId)?.label ?? "model")} to ${shorten(target?.label ?? "model")}`,
  };
}

/** Renames label and name together or separately; see renameModel. */
export function renameField(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly label?: string; readonly name?: string; readonly nameFollows?: boolean },
): EditCommand {
  const field = reader.field(input.fieldId);
  if (!field) return { label: "Rename field", operations: [] };
  const label = input.label ?? field.label;
  const follows =
    input.nameFollows === true && input.name === undefined && followsLabel(field.name, field.label, "field");
  const name = input.name ?? (follows ? fieldNameFor(reader, field.modelId, label, field.id) : field.name);
  const properties = { ...(label === field.label ? {} : { label }), ...(name === field.name ? {} : { name }) };
  if (Object.keys(properties).length === 0) return { label: "Rename field", operations: [] };
  const sources = name === field.name ? [] : renameInSources(reader, { fields: new Map([[field.id, name]]) });
  return {
    label: `Rename field ${shorten(field.label)} to ${shorten(label === field.label ? name : label)}`,
    operations: [update(field.id, properties), ...sources],
  };
}

export function deleteField(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId },
): EditCommand & { readonly consequences: readonly Consequence[] } {
  const field = reader.field(input.fieldId);
  if (!field) return { label: "Delete field", operations: [], consequences: [] };
  const orders = withoutFieldInOrders(reader, field);
  const constraints = constraintsOfField(reader, field);
  const forms = withoutFieldsInForms(reader, { fieldIds: [field.id] });
  const queries = withoutFieldInQueries(reader, field);
  const pages = withoutFieldInPages(reader, field);
  const consequences: Consequence[] = [
    ...orders.map(() => ({ recordId: field.modelId, message: "Its model is no longer ordered by it." })),
    ...constraints.map((constraint) => ({
      recordId: constraint.id,
      message: `The ${describeRecord(constraint)} is deleted too.`,
    })),
    ...queries.map(({ query }) => ({
      recordId: query.id,
      message: `The ${describeRecord(query)} is no longer sorted by it.`,
    })),
    ...pages.map(({ route }) => ({
      recordId: route.id,
      message: `The ${describeRecord(route)} is no longer sorted or grouped by it.`,
    })),
    ...forms.consequences,
  ];
  const freed = new Set<string>(pages.map(({ route }) => route.id));
  const deleted = new Set<string>(constraints.map(({ id }) => id));
  // Sources that name it must be changed by people; publishing waits for that.
  for (const { record, property } of whereUsed(reader, field.id)) {
    if (
      property === "defaultOrder" ||
      property === "sort" ||
      property === "fieldId" ||
      property === "link" ||
      deleted.has(record.id)
    )
      continue;
    if (property === "view" && freed.has(record.id) && !namesInCondition(reader, record.id, field)) continue;
    const title = record.kind === "model" ? `title of ${record.label}` : undefined;
    const rule =
      record.kind === "rule"
        ? `${record.action} rule of ${reader.model(record.modelId)?.label ?? "its model"}`
        : undefined;
    const what = title ?? rule ?? describeRecord(record);
    consequences.push({ recordId: record.id, message: `The ${what} still names it and has to change.` });
  }
  return {
    label: `Delete field ${shorten(field.label)}`,
    operations: [
      ...orders,
      ...constraints.map(({ id }) => remove(id)),
      ...withoutFieldInValidations(reader, field),
      ...withoutLink(reader, field),
      ...queries.map(({ edit }) => edit),
      ...pages.map(({ edit }) => edit),
      ...forms.operations,
      remove(field.id),
    ],
    consequences,
  };
}

/** Without one of its two relations a model is no link. */
function withoutLink(reader: DefinitionReader, field: FieldRecord): readonly EditOperation[] {
  const isEnd = reader.model(field.modelId)?.link?.fields.includes(field.id);
  return isEnd ? [update(field.modelId, { link: undefined })] : [];
}

/** The edits that take a field out of its model's default order. */
/** Whether an expression of a record names the field, and not only its id. */
const namesInCondition = (reader: DefinitionReader, id: EditTargetId, field: FieldRecord): boolean =>
  renameInSources(reader, { fields: new Map([[field.id, "zz_used_here"]]) }).some(
    (operation) => operation.op === "update" && operation.id === id,
  );

export function withoutFieldInOrders(reader: DefinitionReader, field: FieldRecord): readonly EditOperation[] {
  const order = reader.model(field.modelId)?.defaultOrder ?? [];
  if (!order.some((part) => part.fieldId === field.id)) return [];
  return [update(field.modelId, { defaultOrder: order.filter((part) => part.fieldId !== field.id) })];
}

/** The constraints that name a field by its id: without it they would say something else. */
const constraintsOfField = (reader: DefinitionReader, field: FieldRecord): readonly ConstraintRecord[] =>
  reader.constraints(field.modelId).filter((constraint) => constrainedFieldIds(constraint).includes(field.id));

/** The edits that delete the constraints of a field. */
export const withoutFieldInConstraints = (reader: DefinitionReader, field: FieldRecord): readonly EditOperation[] =>
  constraintsOfField(reader, field).map(({ id }) => remove(id));

export function duplicateField(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId },
  random: RandomBytes,
): EditCommand & { readonly fieldId: FieldId } {
  const id = makeRecordId("field", random);
  const field = reader.field(input.fieldId);
  if (!field) return { label: "Duplicate field", operations: [], fieldId: id };
  const label = `${shorten(field.label, 195)} copy`;
  const { reverseName: _, ...rest } = field.type;
  const { core: __, ...copied } = field;
  const copy: FieldRecord = {
    ...copied,
    id,
    label,
    name: fieldNameFor(reader, field.modelId, label),
    type: { ...rest, name: field.type.name },
    order: orderAt(reader.fields(field.modelId), { after: field.id }),
  };
  const choices = reader
    .choices(field.id)
    .map((choice) => create({ ...choice, id: makeRecordId("choice", random), fieldId: id }));
  return { label: `Duplicate field ${shorten(field.label)}`, operations: [create(copy), ...choices], fieldId: id };
}

export function reorderField(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly place: Place },
): EditCommand {
  const field = reader.field(input.fieldId);
  if (!field) return { label: "Move field", operations: [] };
  const order = orderAt(reader.fields(field.modelId), input.place, field.id);
  return { label: `Move field ${shorten(field.label)}`, operations: [update(field.id, { order })] };
}

/**
 * Another type, or other options of the same. A default that the new type refuses is removed, and so are the choices
 * when the field is no longer a choice; undo brings both back.
 */
export function setFieldType(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly type: LooseFieldType },
): EditCommand {
  const field = reader.field(input.fieldId);
  const label = fieldTypeOf(input.type)?.label ?? input.type.name;
  if (!field) return { label: "Change type", operations: [] };
  const choices = reader.choices(field.id);
  const fits =
    field.default === undefined ||
    fieldTypeOf(input.type)?.parseJson(field.default, input.type, { choices: choices.map(({ value }) => value) }).ok ===
      true;
  const reverse = reverseNameOf({ type: input.type });
  const isRenamed = reverse !== undefined && reverseNameOf(field) !== undefined && reverse !== reverseNameOf(field);
  const sources = isRenamed ? renameInSources(reader, { collections: new Map([[field.id, reverse]]) }) : [];
  const startsNow = field.computedDefault === undefined || canStart(reader, field.computedDefault, input.type);
  const leftovers =
    holdsChoices(field) && !holdsChoices({ type: input.type }) ? choices.map((choice) => remove(choice.id)) : [];
  return {
    label:
      field.type.name === input.type.name
        ? `Change ${shorten(field.label)}`
        : `Change ${shorten(field.label)} to ${label.toLowerCase()}`,
    operations: [
      update(field.id, {
        type: input.type as JsonValue,
        ...(fits ? {} : { default: undefined }),
        ...(startsNow ? {} : { computedDefault: undefined }),
        ...(hasColumn({ type: input.type }) ? {} : withoutColumn(field)),
      }),
      ...leftovers,
      ...sources,
    ],
  };
}

const canStart = (reader: DefinitionReader, as: "now" | "user", type: LooseFieldType): boolean =>
  fieldTypeOf(type) !== undefined && (as === "user" ? canStartAsUser(reader, { type }) : canStartNow({ type }));

/** What a field with a column may be, and one that is calculated may not. */
const withoutColumn = ({
  required,
  unique,
  indexed,
}: FieldRecord): Readonly<Record<string, JsonValue | undefined>> => ({
  ...(required ? { required: false } : {}),
  ...(unique ? { unique: false } : {}),
  ...(indexed ? { indexed: false } : {}),
  default: undefined,
  computedDefault: undefined,
});

/** Sets or (with undefined) removes properties of one record or of the settings. */
export function setProperties(
  reader: DefinitionReader,
  input: {
    readonly id: EditTargetId;
    readonly properties: Readonly<Record<string, JsonValue | undefined>>;
    readonly label?: string;
  },
): EditCommand {
  const record = input.id === SETTINGS_ID ? undefined : reader.record(input.id);
  const what = input.id === SETTINGS_ID ? "the app's settings" : record ? shorten(describeRecord(record)) : "a record";
  return { label: input.label ?? `Change ${what}`, operations: [update(input.id, input.properties)] };
}

export const setProperty = (
  reader: DefinitionReader,
  input: {
    readonly id: EditTargetId;
    readonly property: string;
    readonly value: JsonValue | undefined;
    readonly label?: string;
  },
): EditCommand =>
  setProperties(reader, {
    id: input.id,
    properties: { [input.property]: input.value },
    ...(input.label === undefined ? {} : { label: input.label }),
  });
