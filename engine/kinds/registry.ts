import { apiResource } from "./api-resource.ts";
import { choice } from "./choice.ts";
import { constraint } from "./constraint.ts";
import { field } from "./field.ts";
import { fieldRule } from "./field-rule.ts";
import { flow } from "./flow.ts";
import { form } from "./form.ts";
import { formField } from "./form-field.ts";
import { formLines } from "./form-lines.ts";
import { group } from "./group.ts";
import type { EditableKind, EditableOf, KindFacts } from "./kind-facts.ts";
import { mailTemplate } from "./mail-template.ts";
import { model } from "./model.ts";
import { query } from "./query.ts";
import { route } from "./route.ts";
import { routeGroup } from "./route-group.ts";
import { rule } from "./rule.ts";
import { settings } from "./settings.ts";
import { step } from "./step.ts";
import { template } from "./template.ts";
import { validation } from "./validation.ts";

/**
 * What is known of each kind of record. A new kind is a file and a line here; its prefix and its shape are a line each in
 * engine/definition. The order is that of an app's files.
 */
export const kinds = {
  settings,
  model,
  field,
  choice,
  constraint,
  validation,
  rule,
  fieldRule,
  apiResource,
  form,
  formLines,
  formField,
  route,
  routeGroup,
  group,
  template,
  query,
  mailTemplate,
  flow,
  step,
} as const satisfies {
  readonly [Kind in EditableKind]: KindFacts<EditableOf<Kind>>;
};
