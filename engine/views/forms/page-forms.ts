import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { deriveForm } from "../../forms/derive-form.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import type { FormInScope, FormScope } from "../../templates/analyze/form-scope.ts";
import { modelOfView, viewTypeOf } from "../../view-types/registry.ts";

/** The forms that a page may show: its view's own, and those of form records. */
export interface PageForms {
  readonly scope: FormScope;
  plan(key: string): FormPlan | undefined;
}

export function pageForms(reader: DefinitionReader, route: RouteRecord): PageForms {
  const own = ownForm(reader, route);
  return {
    scope: { find: (name) => (name === undefined && own ? inScope(own) : undefined), names: [] },
    plan: (key) => (own?.key === key ? own : undefined),
  };
}

/** The form of a view that creates, changes or deletes a row. */
function ownForm(reader: DefinitionReader, { view }: RouteRecord): FormPlan | undefined {
  const action = viewTypeOf(view)?.form;
  const model = modelOfView(reader, view);
  return action && model && deriveForm(reader, model.id, action);
}

const inScope = ({ key, fields }: FormPlan): FormInScope => ({
  key,
  fields: fields.map(({ name }) => name),
  required: fields.filter(({ required, isReadOnly }) => required && !isReadOnly).map(({ name }) => name),
});
