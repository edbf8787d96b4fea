import {
  type FieldId,
  type FormFieldId,
  type FormId,
  type ModelId,
  makeRecordId,
  type RandomBytes,
  type RouteId,
} from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { pointsTo } from "../../definition/records/field.ts";
import type {
  FormAction,
  FormFieldRecord,
  FormProtection,
  FormRecord,
  FormSuccess,
  OwnField,
} from "../../definition/records/form.ts";
import { isWritable } from "../../forms/derive-form.ts";
import { linkedList, linkedLists, listLabel } from "../../forms/linked-lists.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { modelLinks } from "../../view-types/model-links.ts";
import { describeRecord, shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { whereUsed } from "../where-used.ts";
import { type Consequence, create, type EditCommand, remove, update } from "./edit-command.ts";
import { linesOfDerived } from "./form-lines.ts";
import { withoutTagsOf } from "./form-tags.ts";
import { formNameFor } from "./names.ts";
import { orderAt, type Place } from "./order.ts";
import { renameInSources } from "./rename-in-sources.ts";

export interface NewForm {
  readonly modelId: ModelId;
  readonly action: FormAction;
  readonly label?: string;
  readonly name?: string;
  /** The page whose view shows it instead of the form of all fields: "Change this form". */
  readonly routeId?: RouteId;
  /** The fields that it asks for, in this order; without them all that people fill in. */
  readonly fieldIds?: readonly FieldId[];
  readonly success?: FormSuccess;
  readonly submitLabel?: string;
}

const titles: Readonly<Record<FormAction, string>> = { create: "New", update: "Edit", delete: "Delete" };

/** Robots find forms that add rows; sixty a minute are more than a person sends. */
const protectionOf = (action: FormAction): FormProtection => ({
  honeypot: action === "create",
  minSeconds: 0,
  perMinute: action === "create" ? 20 : 60,
});

/** A form with the fields of the form that the engine derives from the model. */
export function makeForm(
  reader: DefinitionReader,
  input: NewForm,
  random: RandomBytes,
): EditCommand & { readonly formId: FormId } {
  const id = makeRecordId("form", random);
  const model = reader.model(input.modelId);
  const { action } = input;
  const label = input.label ?? `${titles[action]} ${shorten(model?.label ?? "row", 190)}`;
  if (!model) return { label: "Add form", operations: [], formId: id };
  const record: FormRecord = {
    kind: "form",
    id,
    name: input.name ?? formNameFor(reader, label),
    label,
    modelId: model.id,
    action,
    ...(input.submitLabel === undefined ? {} : { submitLabel: input.submitLabel }),
    success: input.success ?? usualSuccess(reader, model.id, action),
    protection: protectionOf(action),
    nativeChecks: true,
    order: orderAt(reader.forms, undefined),
  };
  const asked = action === "delete" ? [] : fieldsToAsk(reader, input);
  const keys = orderKeysAfter(undefined, asked.length);
  const fields = asked.map((field, index) =>
    create({
      kind: "formField",
      id: makeRecordId("formField", random),
      formId: id,
      ...field,
      order: keys[index] as string,
    }),
  );
  const lines =
    action === "delete" || input.fieldIds
      ? []
      : linesOfDerived(reader, { formId: id, modelId: model.id, action }, random);
  return {
    label: `Add form ${shorten(label)}`,
    operations: [create(record), ...fields, ...lines, ...placedIn(reader, input.routeId, id)],
    formId: id,
  };
}

type Asked = Pick<FormFieldRecord, "fieldId" | "linkFieldId">;

const fieldsToAsk = (reader: DefinitionReader, { modelId, fieldIds }: NewForm): readonly Asked[] =>
  fieldIds?.map((fieldId) => ({ fieldId })) ?? [
    ...reader
      .fields(modelId)
      .filter(isWritable)
      .map(({ id }) => ({ fieldId: id })),
    ...linkedLists(reader, modelId).map(({ via }) => ({ linkFieldId: via.id })),
  ];

/** Where the derived form leads: the row's page, else the list, else it says that it was saved. */
function usualSuccess(reader: DefinitionReader, modelId: ModelId, action: FormAction): FormSuccess {
  const { detail, list } = modelLinks(reader, compileRoutes(reader.routes), modelId);
  if (detail && action !== "delete")
    return { to: "route", routeId: detail.route.id, parameters: { [detail.parameter]: `record.${detail.field}` } };
  if (list) return { to: "route", routeId: list.id, parameters: {} };
  return { to: "message", text: action === "delete" ? "Deleted." : "Thank you. It has been saved." };
}

function placedIn(reader: DefinitionReader, routeId: RouteId | undefined, formId: FormId): readonly EditOperation[] {
  const route = reader.routes.find(({ id }) => id === routeId);
  return route ? [update(route.id, { view: { ...route.view, formId } as JsonValue })] : [];
}

/** `{% form %}` and rules name it: templates and rules are changed with it. */
export function renameForm(
  reader: DefinitionReader,
  input: { readonly formId: FormId; readonly name?: string; readonly label?: string },
): EditCommand {
  const form = reader.form(input.formId);
  if (!form) return { label: "Rename form", operations: [] };
  const { name = form.name, label = form.label } = input;
  const properties = { ...(name === form.name ? {} : { name }), ...(label === form.label ? {} : { label }) };
  if (Object.keys(properties).length === 0) return { label: "Rename form", operations: [] };
  const sources = name === form.name ? [] : renameInSources(reader, { forms: new Map([[form.name, name]]) });
  return { label: `Rename form ${shorten(form.label)}`, operations: [update(form.id, properties), ...sources] };
}

/** Pages whose view showed it get the form of all fields again; templates and rules that name it are changed by people. */
export function deleteForm(
  reader: DefinitionReader,
  input: { readonly formId: FormId },
): EditCommand & { readonly consequences: readonly Consequence[] } {
  const form = reader.form(input.formId);
  if (!form) return { label: "Delete form", operations: [], consequences: [] };
  const routes = reader.routes.filter(({ view }) => view.formId === form.id);
  const consequences = whereUsed(reader, form.id).map(({ record }) => ({
    recordId: record.id,
    message:
      record.kind === "route"
        ? `${capital(describeRecord(record))} shows the form of all fields again.`
        : `${capital(describeRecord(record))} still names it and has to change.`,
  }));
  const back = routes.map((route) => {
    const { formId: _, ...view } = route.view;
    return update(route.id, { view: view as JsonValue });
  });
  return { label: `Delete form ${shorten(form.label)}`, operations: [...back, remove(form.id)], consequences };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Asks for a field of the model, at a place among the form's fields. */
export function addFormField(
  reader: DefinitionReader,
  input: { readonly formId: FormId; readonly fieldId: FieldId; readonly place?: Place } & FormFieldOptions,
  random: RandomBytes,
): EditCommand & { readonly formFieldId: FormFieldId } {
  const { formId, fieldId, place, ...options } = input;
  return newField(reader, { formId, place, random }, { fieldId, ...options });
}

/** Asks for a list of linked rows, by the relation of its links to the form's model. */
export function addFormList(
  reader: DefinitionReader,
  input: { readonly formId: FormId; readonly linkFieldId: FieldId; readonly place?: Place } & FormFieldOptions,
  random: RandomBytes,
): EditCommand & { readonly formFieldId: FormFieldId } {
  const { formId, linkFieldId, place, ...options } = input;
  return newField(reader, { formId, place, random }, { linkFieldId, ...options });
}

/** A field of the form alone: "I agree". It is judged, and written nowhere. */
export function addOwnField(
  reader: DefinitionReader,
  input: { readonly formId: FormId; readonly own: OwnField; readonly place?: Place } & FormFieldOptions,
  random: RandomBytes,
): EditCommand & { readonly formFieldId: FormFieldId } {
  const { formId, own, place, ...options } = input;
  return newField(reader, { formId, place, random }, { own, ...options });
}

type FormFieldOptions = Partial<
  Omit<FormFieldRecord, "kind" | "id" | "formId" | "fieldId" | "linkFieldId" | "own" | "order">
>;

interface NewPlace {
  readonly formId: FormId;
  readonly place: Place;
  readonly random: RandomBytes;
}

function newField(
  reader: DefinitionReader,
  { formId, place, random }: NewPlace,
  properties: FormFieldOptions & Pick<FormFieldRecord, "fieldId" | "linkFieldId" | "own">,
): EditCommand & { readonly formFieldId: FormFieldId } {
  const id = makeRecordId("formField", random);
  const { linesId } = properties;
  const order = orderAt(linesId === undefined ? reader.formFields(formId) : reader.lineFields(linesId), place);
  const record: FormFieldRecord = { kind: "formField", id, formId, ...properties, order };
  return {
    label: `Add ${shorten(formFieldLabel(reader, record))} to the form`,
    operations: [create(record)],
    formFieldId: id,
  };
}

/** What people read beside the input. */
export const formFieldLabel = (
  reader: DefinitionReader,
  { formId, label, fieldId, linkFieldId, own }: Omit<FormFieldRecord, "kind" | "id" | "order">,
): string => {
  const modelId = reader.form(formId)?.modelId;
  const list = modelId && linkFieldId && linkedList(reader, modelId, linkFieldId);
  return label ?? (fieldId && reader.field(fieldId)?.label) ?? (list ? listLabel(list) : own?.name) ?? "field";
};

export function moveFormField(
  reader: DefinitionReader,
  input: { readonly formFieldId: FormFieldId; readonly place: Place },
): EditCommand {
  const field = formFieldOf(reader, input.formFieldId);
  if (!field) return { label: "Move form field", operations: [] };
  const order = orderAt(fieldsBeside(reader, field), input.place, field.id);
  return {
    label: `Move ${shorten(formFieldLabel(reader, field))} in the form`,
    operations: [update(field.id, { order })],
  };
}

/** The fields among which a field stands: those of the form, or of the same lines. */
export const fieldsBeside = (reader: DefinitionReader, { formId, linesId }: FormFieldRecord) =>
  linesId === undefined ? reader.formFields(formId) : reader.lineFields(linesId);

export function removeFormField(reader: DefinitionReader, input: { readonly formFieldId: FormFieldId }): EditCommand {
  const field = formFieldOf(reader, input.formFieldId);
  if (!field) return { label: "Remove form field", operations: [] };
  return {
    label: `Remove ${shorten(formFieldLabel(reader, field))} from the form`,
    operations: [remove(field.id), ...withoutTagsOf(reader, [field.id])],
  };
}

/** A field of the form alone under another name: templates follow. */
export function renameOwnField(
  reader: DefinitionReader,
  input: { readonly formFieldId: FormFieldId; readonly name: string },
): EditCommand {
  const field = formFieldOf(reader, input.formFieldId);
  const { name } = input;
  if (!field?.own || field.own.name === name) return { label: "Rename form field", operations: [] };
  const sources = renameInSources(reader, { formFields: new Map([[field.id, name]]) });
  return {
    label: `Rename ${shorten(formFieldLabel(reader, field))} of the form`,
    operations: [update(field.id, { own: { ...field.own, name } as JsonValue }), ...sources],
  };
}

function formFieldOf(reader: DefinitionReader, id: FormFieldId): FormFieldRecord | undefined {
  const record = reader.record(id);
  return record?.kind === "formField" ? record : undefined;
}

/** What stands in forms and is deleted: fields of models, and a model of whose rows fields of forms alone are. */
interface GoneFromForms {
  readonly fieldIds: readonly FieldId[];
  readonly targetId?: ModelId;
}

/** The form fields that ask for what a command deletes; templates no longer place them. */
export function withoutFieldsInForms(
  reader: DefinitionReader,
  { fieldIds, targetId }: GoneFromForms,
): { readonly operations: readonly EditOperation[]; readonly consequences: readonly Consequence[] } {
  const isAsked = ({ fieldId, linkFieldId, own }: FormFieldRecord): boolean => {
    const ofModel = fieldId ?? linkFieldId;
    if (ofModel !== undefined) return fieldIds.includes(ofModel);
    return targetId !== undefined && own !== undefined && pointsTo(own) === targetId;
  };
  // The forms of a deleted model go as a whole.
  const isGone = (field: FormFieldRecord): boolean => reader.form(field.formId)?.modelId !== targetId && isAsked(field);
  const lines = reader
    .ofKind("formLines")
    .filter(
      ({ formId, relationFieldId }) => reader.form(formId)?.modelId !== targetId && fieldIds.includes(relationFieldId),
    );
  const inLines = new Set(lines.map(({ id }) => id));
  const isInLines = ({ linesId }: FormFieldRecord): boolean => linesId !== undefined && inLines.has(linesId);
  const all = reader.ofKind("formField");
  const asking = all.filter((field) => isGone(field) && !isInLines(field));
  if (asking.length + lines.length === 0) return { operations: [], consequences: [] };
  const ids = [...asking, ...all.filter(isInLines), ...lines].map(({ id }) => id);
  const goneLines = lines.flatMap(({ formId }) => {
    const form = reader.form(formId);
    return form ? [{ recordId: form.id, message: `The form ${form.label} no longer has its lines.` }] : [];
  });
  return {
    operations: [...ids.map((id) => remove(id)), ...withoutTagsOf(reader, ids)],
    consequences: asking
      .flatMap((field) => {
        const form = reader.form(field.formId);
        const what = field.own ? formFieldLabel(reader, field) : "it";
        return form ? [{ recordId: form.id, message: `The form ${form.label} no longer asks for ${what}.` }] : [];
      })
      .concat(goneLines),
  };
}
