import * as z from "zod";
import { idOf } from "../id-of.ts";
import { expressionSourceSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

const fieldId = idOf("fld");
const noneTwice = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/**
 * The rows that a constraint is about: those for which the expression is true (`only`), or all for which it is not true
 * (`unless`; a row with an empty status is no row whose status is "cancelled").
 */
const scopeSchema = z.strictObject({
  name: z.enum(["only", "unless"]),
  expression: expressionSourceSchema,
});
export type ConstraintScope = z.infer<typeof scopeSchema>;

/** The three kinds of constraint, each with its options. The kind with its options is one property. */
const constraintTypeSchema = z.discriminatedUnion("kind", [
  /** No two rows have the same values in all of the fields. */
  z.strictObject({
    kind: z.literal("unique"),
    fieldIds: z
      .array(fieldId)
      .min(1, "Choose at least one field.")
      .max(8, "At most eight fields are compared.")
      .refine(noneTwice, "A field is chosen twice."),
    /** Those of the fields in which upper and lower case are the same. */
    ignoreCase: z.array(fieldId).max(8).refine(noneTwice, "A field is chosen twice.").optional(),
    /** Two rows without a value are equal. Without this they never are. */
    emptyEqual: z.literal(true).optional(),
    scope: scopeSchema.optional(),
  }),
  /** The expression is not false for any row. A row for which it is unknown passes. */
  z.strictObject({ kind: z.literal("check"), expression: expressionSourceSchema }),
  /** No two rows with the same values in `sameFieldIds` overlap between two fields. */
  z.strictObject({
    kind: z.literal("noOverlap"),
    sameFieldIds: z
      .array(fieldId)
      .max(6, "At most six fields are compared.")
      .refine(noneTwice, "A field is chosen twice."),
    fromFieldId: fieldId,
    toFieldId: fieldId,
    /** The value in the second field belongs to the range: the last day of a stay. */
    includesEnd: z.literal(true).optional(),
    scope: scopeSchema.optional(),
  }),
]);
export type ConstraintType = z.infer<typeof constraintTypeSchema>;
export type ConstraintTypeKind = ConstraintType["kind"];
export type ConstraintTypeOf<Kind extends ConstraintTypeKind> = Extract<ConstraintType, { kind: Kind }>;

/** What people and clients are told of a write that breaks a constraint or a validation. */
export const refusalMessageSchema = z
  .string()
  .trim()
  .min(1, "A message is needed.")
  .max(300, "A message has at most 300 characters.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  .regex(/^[^\u0000-\u001f\u007f]*$/u, "A message has no line breaks or control characters.");

/** Forms say these in words of their own. */
const ownCodes: ReadonlySet<string> = new Set(["required", "blank", "not_unique", "not_found"]);

/** A stable word for programs that read the answer. */
export const refusalCodeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, "A code has small letters, digits and underscores, and begins with a letter.")
  .refine((code) => !ownCodes.has(code), "This code is one that Quintet uses itself.");

/** A rule about the rows of a model that the database judges for every write. */
export const constraintRecordSchema = z.strictObject({
  kind: z.literal("constraint"),
  id: idOf("cst"),
  modelId: idOf("mdl"),
  type: constraintTypeSchema,
  message: refusalMessageSchema,
  code: refusalCodeSchema.optional(),
  order: orderKeySchema,
});
export type ConstraintRecord = z.infer<typeof constraintRecordSchema>;

/** The fields that a constraint names by id, each once. Those in its expressions are found by compiling them. */
export function constrainedFieldIds({ type }: Pick<ConstraintRecord, "type">): readonly `fld_${string}`[] {
  switch (type.kind) {
    case "unique":
      return [...new Set([...type.fieldIds, ...(type.ignoreCase ?? [])])];
    case "check":
      return [];
    case "noOverlap":
      return [...new Set([...type.sameFieldIds, type.fromFieldId, type.toFieldId])];
  }
}
