import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { deriveForm } from "../../forms/derive-form.ts";
import { formOfRecord } from "../../forms/form-of-record.ts";
import type { FormField, FormPlan } from "../../forms/form-plan.ts";
import type { FormInScope, FormScope } from "../../templates/analyze/form-scope.ts";
import { modelOfView, viewTypeOf } from "../../view-types/registry.ts";

/** The forms that a page may show: its view's own, and those of form records. */
export interface PageForms {
  readonly scope: FormScope;
  /** The form of its view. */
  readonly own: FormPlan | undefined;
  plan(key: string): FormPlan | undefined;
}

export function pageForms(reader: DefinitionReader, route: RouteRecord): PageForms {
  const own = ownForm(reader, route);
  const named = (name: string): FormPlan | undefined => {
    const form = reader.formByName(name);
    return form && formOfRecord(reader, form);
  };
  return {
    own,
    scope: {
      find(name) {
        if (name === undefined) return own && inScope(own);
        const plan = named(name);
        return plan && { ...inScope(plan), ...refusalOf(reader, route, plan) };
      },
      get names() {
        return reader.forms.map(({ name }) => name);
      },
    },
    plan: (key) => (own?.key === key ? own : named(key)),
  };
}

/** The form of a view that creates, changes or deletes a row: the one that it names, or all fields of its model. */
function ownForm(reader: DefinitionReader, { view }: RouteRecord): FormPlan | undefined {
  const action = viewTypeOf(view)?.form;
  const model = modelOfView(reader, view);
  if (!action || !model) return undefined;
  const form = view.formId && reader.form(view.formId);
  const isFit = form && form.modelId === model.id && form.action === action;
  return (isFit ? formOfRecord(reader, form) : undefined) ?? deriveForm(reader, model.id, action);
}

/** A form that changes or deletes a row needs a page that is about one of its model. */
function refusalOf(reader: DefinitionReader, { view }: RouteRecord, plan: FormPlan): Pick<FormInScope, "refusal"> {
  if (plan.action === "create") return {};
  const isAboutRow = viewTypeOf(view)?.rows?.count === "one" && modelOfView(reader, view)?.id === plan.modelId;
  if (isAboutRow) return {};
  const model = reader.model(plan.modelId)?.label ?? "its model";
  const done = plan.action === "update" ? "changes" : "deletes";
  return { refusal: `The form "${plan.key}" ${done} a row of ${model}, and this page is about none.` };
}

export const inScope = ({ key, fields, lines }: FormPlan): FormInScope => {
  const scope = fieldsInScope(key, fields);
  return {
    ...scope,
    listIds: new Map([...scope.listIds, ...lines.map(({ name, collection }) => [name, collection.via.id] as const)]),
    recordIds: new Map([
      ...scope.recordIds,
      ...lines.flatMap(({ name, recordId }) => (recordId ? [[name, recordId] as const] : [])),
    ]),
    lines: new Map(lines.map((one) => [one.name, fieldsInScope(`${key}.${one.name}`, one.fields)])),
  };
};

const fieldsInScope = (key: string, fields: readonly FormField[]): FormInScope => ({
  key,
  fields: fields.map(({ name }) => name),
  fieldIds: new Map(fields.flatMap(({ name, field }) => (field ? [[name, field.id] as const] : []))),
  listIds: new Map(fields.flatMap(({ name, list }) => (list ? [[name, list.via.id] as const] : []))),
  recordIds: new Map(fields.flatMap(({ name, recordId }) => (recordId ? [[name, recordId] as const] : []))),
  lines: new Map(),
  required: fields.filter(({ required, isReadOnly }) => required && !isReadOnly).map(({ name }) => name),
});
