import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { FormFieldRecord, FormRecord } from "#engine/definition/records/form";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import { fieldId, modelId, testId } from "../builders.ts";

type FormSpec = Partial<Omit<FormRecord, "kind" | "id">>;
type FieldOptions = Partial<Omit<FormFieldRecord, "kind" | "id" | "formId" | "fieldId" | "order">>;

/**
 * A form with its fields, in the order of the object: `{ title: {}, agree: { own: … } }`. A key is the name of a field of
 * the model, or of one of the form's own.
 */
export function formRecords(
  name: string,
  model: string,
  fields: Readonly<Record<string, FieldOptions>>,
  spec: FormSpec = {},
): readonly DefinitionRecord[] {
  const id = testId("form", name);
  const form: FormRecord = {
    kind: "form",
    id,
    name,
    label: name.charAt(0).toUpperCase() + name.slice(1),
    modelId: modelId(model),
    action: "create",
    success: { to: "message", text: "Thank you." },
    protection: { honeypot: false, minSeconds: 0, perMinute: 600 },
    nativeChecks: true,
    order: "a",
    ...spec,
  };
  const formFields = Object.entries(fields).map(
    ([key, options], index): FormFieldRecord => ({
      kind: "formField",
      id: testId("formField", `${name}.${key}`),
      formId: id,
      ...(options.own || options.linkFieldId ? {} : { fieldId: fieldId(model, key) }),
      ...options,
      order: `a${index.toString(36)}`,
    }),
  );
  return [form, ...formFields];
}

export const pageRoute = (name: string, path: string, view: View, access = "true"): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access,
  order: "i",
});

export const pageTemplate = (name: string, source: string): DefinitionRecord => ({
  kind: "template",
  id: testId("template", name),
  name,
  source,
  order: "a",
});

export const withRecords = (definition: AppDefinition, records: readonly DefinitionRecord[]): AppDefinition => ({
  ...definition,
  records: { ...definition.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
});
