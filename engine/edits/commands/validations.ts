import {
  type FieldId,
  type ModelId,
  makeRecordId,
  type RandomBytes,
  type RecordId,
  type ValidationId,
} from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ValidationRecord } from "../../definition/records/validation.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { orderAt } from "./order.ts";

/** What a person sets of a validation. */
export type ValidationParts = Pick<
  ValidationRecord,
  "expression" | "when" | "message" | "severity" | "code" | "fieldId"
>;

export function addValidation(
  reader: DefinitionReader,
  { modelId, ...parts }: ValidationParts & { readonly modelId: ModelId },
  random: RandomBytes,
): EditCommand & { readonly validationId: ValidationId } {
  const id = makeRecordId("validation", random);
  const order = orderAt(reader.validations(modelId), undefined);
  const record: ValidationRecord = { kind: "validation", id, modelId, ...parts, order };
  return {
    label: `Add validation “${shorten(parts.message)}”`,
    operations: [create(record)],
    validationId: id,
  };
}

/** Sets all parts; those that are left out are taken away. */
export function changeValidation(
  reader: DefinitionReader,
  { validationId, ...parts }: ValidationParts & { readonly validationId: ValidationId },
): EditCommand {
  const record = reader.record(validationId);
  if (record?.kind !== "validation") return { label: "Change validation", operations: [] };
  const { expression, when, message, severity, code, fieldId } = parts;
  return {
    label: `Change validation “${shorten(record.message)}”`,
    operations: [update(record.id, { expression, when, message, severity, code, fieldId })],
  };
}

export function deleteValidation(
  reader: DefinitionReader,
  input: { readonly validationId: ValidationId },
): EditCommand {
  const record = reader.record(input.validationId);
  if (record?.kind !== "validation") return { label: "Delete validation", operations: [] };
  return { label: `Delete validation “${shorten(record.message)}”`, operations: [remove(record.id)] };
}

/** The validations that are shown at a field: without it they are shown above the form. */
export const withoutFieldInValidations = (
  reader: DefinitionReader,
  field: { readonly id: FieldId; readonly modelId: ModelId },
): readonly EditOperation[] =>
  reader
    .validations(field.modelId)
    .filter(({ fieldId }) => fieldId === field.id)
    .map(({ id }) => update(id, { fieldId: undefined }));

/** The same validation on a copy of its model. */
export function copyValidation(
  validation: ValidationRecord,
  to: { readonly modelId: ModelId; readonly ids: ReadonlyMap<RecordId, RecordId>; readonly random: RandomBytes },
): ValidationRecord {
  const { fieldId } = validation;
  return {
    ...validation,
    id: makeRecordId("validation", to.random),
    modelId: to.modelId,
    ...(fieldId === undefined ? {} : { fieldId: (to.ids.get(fieldId) ?? fieldId) as FieldId }),
  };
}
