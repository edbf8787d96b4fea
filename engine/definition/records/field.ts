import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { jsonValueSchema } from "../json.ts";
import { helpTextSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/**
 * The type with its options is one property: of two people who change it at once, one wins completely. Its entry in
 * engine/field-types validates the options.
 */
export const looseFieldTypeSchema = z.looseObject({ name: z.string().max(40) });
export type LooseFieldType = z.infer<typeof looseFieldTypeSchema>;

/**
 * The fields of the users' model that the engine itself reads and writes. It finds each by its part and never by its name,
 * which may be changed; its type may not.
 */
export const coreParts = ["email", "name", "active", "staff", "administrator", "joined", "last_sign_in"] as const;
export type CorePart = (typeof coreParts)[number];

/** A field: one column of its model's table. */
export const fieldRecordSchema = z.strictObject({
  kind: z.literal("field"),
  id: idOf("fld"),
  modelId: idOf("mdl"),
  /** The column's name and the key in JSON. Unique in the model. */
  name: identifierSchema,
  label: labelSchema,
  help: helpTextSchema.optional(),
  required: z.boolean(),
  unique: z.boolean(),
  indexed: z.boolean(),
  /** A literal in the type's JSON form, for rows that are created without a value. */
  default: jsonValueSchema.optional(),
  /**
   * In place of a literal. `now`: the moment at which a row is created, or of a date the day of it in the app's time zone.
   * `user`: the person who creates the row, of a relation to the app's users.
   */
  computedDefault: z.enum(["now", "user"]).optional(),
  type: looseFieldTypeSchema,
  /** Its part in the users' model. */
  core: z.enum(coreParts).optional(),
  /** It says something about a person. */
  personal: z.literal(true).optional(),
  order: orderKeySchema,
});
export type FieldRecord = z.infer<typeof fieldRecordSchema>;

/** Whether a row that is created without a value of the field gets one. */
export const hasDefault = (field: Pick<FieldRecord, "default" | "computedDefault">): boolean =>
  (field.default ?? null) !== null || field.computedDefault !== undefined;

/** The model whose rows a field points to; undefined for a field that is no relation. */
export const pointsTo = (field: Pick<FieldRecord, "type">): FieldRecord["modelId"] | undefined =>
  field.type.name === "relation" ? (field.type.targetModelId as FieldRecord["modelId"]) : undefined;

/** The condition of the rows that a relation may be set to; undefined where it may be set to all. */
export const choicesWhereOf = (field: Pick<FieldRecord, "type">): string | undefined =>
  field.type.name === "relation" && typeof field.type.choicesWhere === "string" ? field.type.choicesWhere : undefined;

/** The expression that calculates a field's values; undefined for a field with a column. */
export const formulaOf = (field: Pick<FieldRecord, "type">): string | undefined =>
  field.type.name === "formula" ? String(field.type.expression ?? "") : undefined;

/** Whether a field is the place of its row in an order by hand. */
export const isPosition = (field: Pick<FieldRecord, "type">): boolean => field.type.name === "position";

/** Whether a field is a column of its model's table. */
export const hasColumn = (field: Pick<FieldRecord, "type">): boolean => formulaOf(field) === undefined;

/** One of the values that a choice field may have. A separate record, so that people can edit choices independently. */
export const choiceRecordSchema = z.strictObject({
  kind: z.literal("choice"),
  id: idOf("cho"),
  fieldId: idOf("fld"),
  /** What is stored. Unique in the field. */
  value: z.string().min(1, "A stored value is needed.").max(100, "A stored value has at most 100 characters."),
  label: labelSchema,
  /** `#rrggbb`: a mark beside the label, on pages and in Data. */
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, "A colour is written #1f6feb.")
    .optional(),
  /** Rows that have it keep it and show its label; nothing new can be set to it. */
  retired: z.literal(true).optional(),
  order: orderKeySchema,
});
export type ChoiceRecord = z.infer<typeof choiceRecordSchema>;
