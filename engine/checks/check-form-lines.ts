import type { DefinitionReader } from "../definition/reader.ts";
import { hasDefault } from "../definition/records/field.ts";
import type { FormFieldRecord, FormLinesRecord, FormRecord } from "../definition/records/form.ts";
import { isWritable, ownedList } from "../forms/derive-form.ts";
import { listLabel } from "../forms/linked-lists.ts";
import type { Problem } from "../problem.ts";
import { problem } from "./check.ts";

/** The lines of a form: rows that belong to its row, and the fields of each. */
export function checkFormLines(reader: DefinitionReader, form: FormRecord, lines: FormLinesRecord): readonly Problem[] {
  const collection = ownedList(reader, form.modelId, lines.relationFieldId);
  if (!collection || form.action === "delete") {
    const model = reader.model(form.modelId)?.label ?? "its model";
    return [
      problem("FORM_E019", {
        on: lines.id,
        message: `The form ${form.label} has lines of rows that do not go with a row of ${model}.`,
        hint: "Lines come from a relation that has a name at its target, and that deletes its rows with the row they belong to. Remove the lines, or change the relation.",
      }),
    ];
  }
  const label = lines.label ?? listLabel(collection);
  const counts =
    lines.min > lines.max || (lines.min > 0 && !lines.canAdd && lines.blank < lines.min && form.action === "create")
      ? [
          problem("FORM_E020", {
            on: lines.id,
            property: "min",
            message: `${label} of the form ${form.label} need more rows than the form can have.`,
            hint: "Lower the fewest rows, or raise the most.",
          }),
        ]
      : [];
  const fields = reader.lineFields(lines.id);
  const wrong = fields.flatMap((field) =>
    checkLineField(reader, { form, label, field, modelId: collection.target.id, viaId: collection.via.id }),
  );
  const asked = new Set(fields.flatMap(({ fieldId, readOnly }) => (readOnly ? [] : (fieldId ?? []))));
  const missing = reader
    .fields(collection.target.id)
    .filter((field) => field.required && !hasDefault(field) && isWritable(field) && field.id !== collection.via.id)
    .filter(({ id }) => !asked.has(id));
  const ungiven = lines.canAdd || lines.blank > 0 ? missing : [];
  return [
    ...counts,
    ...wrong,
    ...ungiven.map((field) =>
      problem("FORM_E025", {
        on: lines.id,
        message: `${label} of the form ${form.label} give no ${field.label}, and each row needs one, so no row can be added.`,
        hint: "Add the field to the lines, or give it a default in its model.",
      }),
    ),
  ];
}

interface LineField {
  readonly form: FormRecord;
  readonly label: string;
  readonly field: FormFieldRecord;
  readonly modelId: string;
  readonly viaId: string;
}

function checkLineField(
  reader: DefinitionReader,
  { form, label, field, modelId, viaId }: LineField,
): readonly Problem[] {
  const ofModel = field.fieldId && reader.field(field.fieldId);
  const where = `${label} of the form ${form.label}`;
  if (!ofModel || ofModel.modelId !== modelId || ofModel.id === viaId || field.own || field.linkFieldId)
    return [
      problem("FORM_E010", {
        on: field.id,
        message: `${where} ask for something that is no field of their rows, or for the row that they belong to.`,
        hint: "Remove it from the lines.",
      }),
    ];
  if (!isWritable(ofModel))
    return [
      problem("FORM_E012", {
        on: field.id,
        message: `${where} ask for ${ofModel.label}, which is filled in by itself.`,
        hint: "Remove it from the lines.",
      }),
    ];
  if (field.fixed === undefined && !field.fromAddress) return [];
  return [
    problem("FORM_E013", {
      on: field.id,
      property: field.fixed === undefined ? "fromAddress" : "fixed",
      message: `${ofModel.label} in ${where}: lines take no value by themselves and none from the address.`,
      hint: "Let it start as that value instead.",
    }),
  ];
}
