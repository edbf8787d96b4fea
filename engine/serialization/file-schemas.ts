import * as z from "zod";
import { apiResourceRecordSchema, groupRecordSchema, ruleRecordSchema } from "../definition/records/access.ts";
import { choiceRecordSchema, fieldRecordSchema } from "../definition/records/field.ts";
import { modelRecordSchema } from "../definition/records/model.ts";
import { routeRecordSchema } from "../definition/records/route.ts";
import { templateRecordSchema } from "../definition/records/template.ts";
import { viewSchema } from "../view-types/registry.ts";

/** What is in each of an app's files. What a file leaves out has the default said here. */
const fieldFileSchema = fieldRecordSchema.omit({ kind: true, modelId: true }).extend({
  required: z.boolean().default(false),
  unique: z.boolean().default(false),
  indexed: z.boolean().default(false),
  choices: z.array(choiceRecordSchema.omit({ kind: true, fieldId: true })).default([]),
});
export const modelFileSchema = modelRecordSchema.omit({ kind: true }).extend({
  defaultOrder: modelRecordSchema.shape.defaultOrder.default([]),
  fields: z.array(fieldFileSchema),
  rules: z.array(ruleRecordSchema.omit({ kind: true, modelId: true })).default([]),
  rest: z.array(apiResourceRecordSchema.shape.id).default([]),
});
export const routesFileSchema = z.array(routeRecordSchema.omit({ kind: true }).extend({ view: viewSchema }));
export const groupsFileSchema = z.array(groupRecordSchema.omit({ kind: true }));
export const templatesFileSchema = z.array(
  templateRecordSchema.omit({ kind: true, source: true }).extend({ file: z.string().max(300).optional() }),
);
export const appFileSchema = z.looseObject({ format: z.int().min(1) });
