import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { expressionSourceSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/** A group of callers. API keys have one; end users will have several. Rules see its `name` as `user.group`. */
export const groupRecordSchema = z.strictObject({
  kind: z.literal("group"),
  id: idOf("grp"),
  name: identifierSchema,
  label: labelSchema,
  order: orderKeySchema,
});
export type GroupRecord = z.infer<typeof groupRecordSchema>;

export const ruleActions = ["read", "create", "update", "delete"] as const;
export type RuleAction = (typeof ruleActions)[number];

/**
 * To whom a rule gives something. `visitors` have no credentials, `users` are people who are signed in (an API key is
 * not a user), an id is that of a group.
 */
export const whoSchema = z.union([z.enum(["everyone", "visitors", "users"]), idOf("grp")]);
export type Who = z.infer<typeof whoSchema>;

/**
 * Who may do one action to which rows of a model: an expression over `record`, `user` and `request`, compiled into
 * every statement. The rules of one model and action add up: a caller may do it to a row when one of the rules for them
 * holds. Without a rule the action is closed. At most one rule per model, action and who.
 */
export const ruleRecordSchema = z.strictObject({
  kind: z.literal("rule"),
  id: idOf("rul"),
  modelId: idOf("mdl"),
  action: z.enum(ruleActions),
  /** Absent: everyone for whom the expression holds. */
  who: whoSchema.optional(),
  expression: expressionSourceSchema,
  /** The expression that somebody said is meant. As long as it is the rule's, no warning says that it is wide. */
  confirmed: expressionSourceSchema.optional(),
});
export type RuleRecord = z.infer<typeof ruleRecordSchema>;

export const fieldActions = ["read", "write"] as const;
export type FieldAction = (typeof fieldActions)[number];

/**
 * Who may read or write one field of a row that they may read or write. A field without a rule for an action follows its
 * model; with one or more, only they count, and they add up. At most one per field, action and who.
 */
export const fieldRuleRecordSchema = z.strictObject({
  kind: z.literal("fieldRule"),
  id: idOf("fru"),
  fieldId: idOf("fld"),
  action: z.enum(fieldActions),
  /** Absent: everyone for whom the expression holds. */
  who: whoSchema.optional(),
  expression: expressionSourceSchema,
});
export type FieldRuleRecord = z.infer<typeof fieldRuleRecordSchema>;

/** Opens a model under `/api/v1/`. Its path is the plural label's slug, else the model's name. At most one a model. */
export const apiResourceRecordSchema = z.strictObject({
  kind: z.literal("apiResource"),
  id: idOf("api"),
  modelId: idOf("mdl"),
});
export type ApiResourceRecord = z.infer<typeof apiResourceRecordSchema>;
