import type { Collection } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { pointsTo } from "../definition/records/field.ts";
import type { FormFieldRecord, FormRecord } from "../definition/records/form.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileToFunction } from "../expressions/compile-to-function.ts";
import { formScope } from "../expressions/form-scope.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { fieldTypeOf, listedValues } from "../field-types/registry.ts";
import { isWritable, modelField, ownedList, placesOf, withHash } from "./derive-form.ts";
import type { FixedValue, FormExpression, FormField, FormLines, FormPlan, FormSuccess } from "./form-plan.ts";
import { formValue } from "./form-value.ts";
import { linkedList, listField, listLabel } from "./linked-lists.ts";

/** The form that a record describes. What engine/checks reports is left out, so that a draft can be shown. */
export function formOfRecord(reader: DefinitionReader, form: FormRecord): FormPlan | undefined {
  const { name, label, action, modelId, intro, submitLabel, protection, nativeChecks } = form;
  if (!reader.model(modelId)) return undefined;
  const fields: FormField[] = [];
  const fixed: FixedValue[] = [];
  const names = new Set<string>();
  for (const record of action === "delete" ? [] : reader.formFields(form.id)) {
    const field = formField(reader, form, record);
    if (!field || names.has(field.name)) continue;
    names.add(field.name);
    const value = field.list ? undefined : expression(reader, record, record.fixed);
    if (value) fixed.push({ field, value });
    // What the form gives by itself is only shown where it is to be seen.
    if (!value || field.isReadOnly) fields.push(value ? { ...field, initial: value } : field);
  }
  return withHash({
    key: name,
    recordName: name,
    domId: `f-${name}`,
    label,
    action,
    modelId,
    fields,
    lines: action === "delete" ? [] : linesOfForm(reader, form),
    fixed,
    ...(intro === undefined ? {} : { intro }),
    ...(submitLabel === undefined ? {} : { submitLabel }),
    success: successOf(reader, form),
    protection,
    nativeChecks,
  });
}

/** The lines of a form; a list of the row that is not one of rows that go with it is left out, as engine/checks says. */
function linesOfForm(reader: DefinitionReader, form: FormRecord): readonly FormLines[] {
  const names = new Set<string>();
  return reader.formLines(form.id).flatMap((record): FormLines[] => {
    const { id, label, min, max, blank, canAdd, canDelete } = record;
    const collection = ownedList(reader, form.modelId, record.relationFieldId);
    if (!collection || names.has(collection.name)) return [];
    names.add(collection.name);
    return [
      {
        name: collection.name,
        label: label ?? listLabel(collection),
        rowLabel: collection.target.label,
        collection,
        ...placesOf(reader, collection),
        fields: reader.lineFields(id).flatMap((field) => lineField(reader, { form, collection, record: field })),
        canAdd,
        canDelete,
        min,
        max,
        blank,
        recordId: id,
      },
    ];
  });
}

interface LineFieldInput {
  readonly form: FormRecord;
  readonly collection: Collection;
  readonly record: FormFieldRecord;
}

/** A field of each row: of the model of the rows, and not the relation that makes them lines. */
function lineField(reader: DefinitionReader, { form, collection, record }: LineFieldInput): readonly FormField[] {
  const { target, via } = collection;
  if (record.fieldId === undefined || record.fieldId === via.id) return [];
  const { fixed: _fixed, fromAddress: _address, ...plain } = record;
  const field = formField(reader, { ...form, modelId: target.id }, plain);
  return field ? [{ ...field, fromAddress: false, mustBeSent: record.required === true }] : [];
}

function formField(reader: DefinitionReader, form: FormRecord, record: FormFieldRecord): FormField | undefined {
  const field = record.own
    ? ownField(record)
    : (listOfModel(reader, form, record) ?? fieldOfModel(reader, form, record));
  if (!field) return undefined;
  const { label, help, placeholder, widget, fromAddress, readOnly } = record;
  const initial = field.list ? undefined : expression(reader, record, record.initial);
  return {
    ...field,
    recordId: record.id,
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(widget === undefined ? {} : { widget: widget.name }),
    ...(initial ? { initial } : {}),
    isReadOnly: readOnly === true,
    fromAddress: fromAddress === true && !field.list,
  };
}

function fieldOfModel(reader: DefinitionReader, form: FormRecord, record: FormFieldRecord): FormField | undefined {
  const ofModel = record.fieldId && reader.field(record.fieldId);
  if (!ofModel || ofModel.modelId !== form.modelId || !isWritable(ofModel)) return undefined;
  const field = modelField(reader)(ofModel);
  // A form asks for more than its model, never for less. In a change a field that is not sent keeps its value.
  const isNeeded = record.required === true;
  return { ...field, required: field.required || isNeeded, mustBeSent: isNeeded && form.action === "create" };
}

function listOfModel(
  reader: DefinitionReader,
  { modelId, action }: FormRecord,
  { linkFieldId, required }: FormFieldRecord,
): FormField | undefined {
  const list = linkFieldId && linkedList(reader, modelId, linkFieldId);
  const isNeeded = required === true;
  return list && { ...listField(list), required: isNeeded, mustBeSent: isNeeded && action === "create" };
}

function ownField({ own, required }: FormFieldRecord): FormField | undefined {
  const type = own && fieldTypeOf(own.type);
  if (!own || !type) return undefined;
  const target = pointsTo(own);
  const isNeeded = required === true || own.mustBeTrue === true;
  return {
    name: own.name,
    label: own.name,
    type: own.type,
    choices: listedValues({ type: own.type }, own.choices ?? []) ?? [],
    ...(target === undefined ? {} : { target }),
    required: isNeeded,
    mustBeSent: isNeeded,
    isReadOnly: false,
    fromAddress: false,
  };
}

const VARIABLES = ["params", "user", "request", "record"];

function compiled(typed: TypedExpression): FormExpression {
  const evaluate = compileToFunction(typed, (name) => VARIABLES.indexOf(name));
  const isText = typed.type.kind === "text";
  return ({ params, user, time, record }) => {
    const value = evaluate([params, user, { time }, record ?? null]) ?? null;
    // A parameter that some paths have as a number is text here.
    return (isText && typeof value === "number" ? String(value) : value) as ReturnType<FormExpression>;
  };
}

function expression(
  reader: DefinitionReader,
  field: FormFieldRecord,
  source: string | undefined,
): FormExpression | undefined {
  const value = source === undefined ? undefined : formValue(reader, field, source);
  return value?.ok ? compiled(value.typed) : undefined;
}

function successOf(reader: DefinitionReader, { id, success }: FormRecord): FormSuccess {
  if (success.to !== "route") return success;
  const scope = formScope(reader, id, "formDone");
  const parameters = Object.entries(success.parameters).flatMap(([name, source]): [string, FormExpression][] => {
    const parsed = parseExpression(source);
    const checked = scope && parsed.ok ? checkExpression(parsed.expression, scope) : undefined;
    return checked?.ok ? [[name, compiled(checked.typed)]] : [];
  });
  return { to: "route", routeId: success.routeId, parameters: Object.fromEntries(parameters) };
}
