import type { DefinitionReader } from "../definition/reader.ts";
import type { FormFieldRecord } from "../definition/records/form.ts";
import { linkedList } from "./linked-lists.ts";

/** A form field's name in what is sent; undefined when it asks for something that is not there. */
export function formFieldName(
  reader: DefinitionReader,
  { formId, fieldId, linkFieldId, own }: Pick<FormFieldRecord, "formId" | "fieldId" | "linkFieldId" | "own">,
): string | undefined {
  if (fieldId) return reader.field(fieldId)?.name;
  if (!linkFieldId) return own?.name;
  const modelId = reader.form(formId)?.modelId;
  return modelId && linkedList(reader, modelId, linkFieldId)?.name;
}
