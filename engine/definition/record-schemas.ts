import {
  apiResourceRecordSchema,
  fieldRuleRecordSchema,
  groupRecordSchema,
  ruleRecordSchema,
} from "./records/access.ts";
import { constraintRecordSchema } from "./records/constraint.ts";
import { choiceRecordSchema, fieldRecordSchema } from "./records/field.ts";
import { flowRecordSchema, stepRecordSchema } from "./records/flow.ts";
import { formFieldRecordSchema, formLinesRecordSchema, formRecordSchema } from "./records/form.ts";
import { mailTemplateRecordSchema } from "./records/mail-template.ts";
import { modelRecordSchema } from "./records/model.ts";
import { queryRecordSchema } from "./records/query.ts";
import { routeRecordSchema } from "./records/route.ts";
import { routeGroupRecordSchema } from "./records/route-group.ts";
import { templateRecordSchema } from "./records/template.ts";
import { validationRecordSchema } from "./records/validation.ts";

/**
 * The shape of each kind of record, and by its `id` the prefix of the kind's ids. A new kind is a line here; what else is
 * known of a kind is in engine/kinds.
 */
export const recordSchemas = {
  model: modelRecordSchema,
  field: fieldRecordSchema,
  choice: choiceRecordSchema,
  constraint: constraintRecordSchema,
  validation: validationRecordSchema,
  route: routeRecordSchema,
  routeGroup: routeGroupRecordSchema,
  template: templateRecordSchema,
  query: queryRecordSchema,
  group: groupRecordSchema,
  rule: ruleRecordSchema,
  fieldRule: fieldRuleRecordSchema,
  apiResource: apiResourceRecordSchema,
  form: formRecordSchema,
  formLines: formLinesRecordSchema,
  formField: formFieldRecordSchema,
  flow: flowRecordSchema,
  step: stepRecordSchema,
  mailTemplate: mailTemplateRecordSchema,
} as const;
