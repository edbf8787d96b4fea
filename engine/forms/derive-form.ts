import { type Collection, isOwned } from "../definition/collections.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import { type FormAction, MAX_LINES } from "../definition/records/form.ts";
import { isManaged, isSetByAdministrators } from "../definition/users.ts";
import { countsEmptyText } from "../field-types/empty-text.ts";
import { positionWithin } from "../field-types/position-scope.ts";
import { fieldTypeOf, listedValues } from "../field-types/registry.ts";
import { shortHash } from "../short-hash.ts";
import type { FormField, FormLines, FormPlan } from "./form-plan.ts";
import { linkedLists, listField, listLabel } from "./linked-lists.ts";

/**
 * The form that a view has without a record: every field of the model that people fill in, in the model's order, then its
 * lists of linked rows.
 */
export function deriveForm(reader: DefinitionReader, modelId: ModelId, action: FormAction): FormPlan | undefined {
  const model = reader.model(modelId);
  if (!model) return undefined;
  const fields =
    action === "delete"
      ? []
      : [
          ...reader.fields(modelId).filter(isSetByPeople).map(modelField(reader)),
          ...linkedLists(reader, modelId).map(listField),
        ];
  return withHash({
    key: `~${model.name}.${action}`,
    domId: `f-${action}_${model.name}`,
    label: model.label,
    action,
    modelId,
    fields,
    lines: action === "delete" ? [] : derivedLines(reader, modelId, action),
    fixed: [],
    success: { to: "usual" },
    protection: { honeypot: false, minSeconds: 0, perMinute: 60 },
    nativeChecks: true,
  });
}

/** The rows that go with a row of a model, by the relation that they have to it. */
export const ownedList = (reader: DefinitionReader, modelId: ModelId, relationFieldId: FieldId) =>
  ownedLists(reader, modelId).find(({ via }) => via.id === relationFieldId);

/** The lists of rows that go with a row, which a form can have as lines. */
export const ownedLists = (reader: DefinitionReader, modelId: ModelId): readonly Collection[] =>
  reader.collections(modelId).filter((collection) => isOwned(collection) && !collection.target.link);

/** Lines of a form of all fields: rows that go with the row, of models that have no pages of their own. */
export function derivedLines(reader: DefinitionReader, modelId: ModelId, action: FormAction): readonly FormLines[] {
  const hasPages = (id: ModelId): boolean => reader.routes.some(({ view }) => view.modelId === id);
  return ownedLists(reader, modelId)
    .filter((collection) => !hasPages(collection.target.id))
    .map((collection) => ({
      name: collection.name,
      label: listLabel(collection),
      rowLabel: collection.target.label,
      collection,
      ...placesOf(reader, collection),
      fields: reader
        .fields(collection.target.id)
        .filter((field) => isWritable(field) && field.id !== collection.via.id)
        .map(modelField(reader)),
      canAdd: true,
      canDelete: true,
      min: 0,
      max: MAX_LINES,
      blank: action === "create" ? 1 : 0,
    }));
}

/** `isWritable`, or one that administrators set: other callers do not have it in their form. */
const isSetByPeople = (field: FieldRecord): boolean =>
  isWritable(field) || (isManaged(field) && isSetByAdministrators(field));

/** The order by hand of the rows of a list, where they have one. */
export function placesOf(reader: DefinitionReader, { via }: Collection): Pick<FormLines, "position"> {
  const position = positionWithin(reader, via);
  return position ? { position } : {};
}

export const isWritable = (field: FieldRecord): boolean => {
  const type = fieldTypeOf(field.type);
  return type !== undefined && type.automatic === undefined && !isManaged(field);
};

/** A model's field as a form asks for it. */
export const modelField =
  (reader: DefinitionReader) =>
  (field: FieldRecord): FormField => {
    const target = pointsTo(field);
    return {
      name: field.name,
      label: field.label,
      ...(field.help === undefined ? {} : { help: field.help }),
      type: field.type,
      field,
      choices: listedValues(field, reader.choices(field.id)) ?? [],
      ...(target === undefined ? {} : { target }),
      ...(field.default === undefined ? {} : { default: field.default }),
      required: field.required && !countsEmptyText(field.type),
      mustBeSent: false,
      isReadOnly: false,
      fromAddress: false,
    };
  };

/** The plan with the hash of what a body is judged by; labels and texts do not count. */
export function withHash(plan: Omit<FormPlan, "interfaceHash">): FormPlan {
  const judged = plan.fields.map(({ name, type, field, list, required, choices, isReadOnly }) => [
    field?.id ?? list?.via.id ?? name,
    name,
    type,
    required,
    isReadOnly,
    choices.map(({ value }) => value),
  ]);
  const lines = plan.lines.map(({ collection, fields, recordId, min, max, canAdd, canDelete }) => [
    collection.via.id,
    fields.map(({ name, type, required }) => [name, type, required]),
    ...(recordId === undefined ? [] : [min, max, canAdd, canDelete]),
  ]);
  const fixed = plan.fixed.map(({ field }) => field.name);
  return {
    ...plan,
    interfaceHash: shortHash(
      JSON.stringify([
        plan.action,
        plan.modelId,
        judged,
        ...(fixed.length > 0 ? [fixed] : []),
        ...(lines.length > 0 ? [lines] : []),
      ]),
    ),
  };
}
