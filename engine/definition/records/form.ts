import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { expressionSourceSchema, helpTextSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";
import { looseFieldTypeSchema } from "./field.ts";

/** What a form does with a row. */
export const formActions = ["create", "update", "delete"] as const;
export type FormAction = (typeof formActions)[number];

/** Where a form leads when it was carried out: never outside the app. */
export const formSuccessSchema = z.discriminatedUnion("to", [
  /** The form's own page, with a message in the place of the form. */
  z.strictObject({
    to: z.literal("message"),
    text: z.string().trim().min(1, "A message is needed.").max(1000, "A message has at most 1000 characters."),
  }),
  /** A page, with the parameters of its path as expressions over `record`, the row that was written. */
  z.strictObject({
    to: z.literal("route"),
    routeId: idOf("rte"),
    parameters: z.record(z.string().max(60), expressionSourceSchema),
  }),
  /** The form's own page, ready for the next. */
  z.strictObject({ to: z.literal("same") }),
]);
export type FormSuccess = z.infer<typeof formSuccessSchema>;

export const formProtectionSchema = z.strictObject({
  /** An input that people do not see: who fills it in is a robot. */
  honeypot: z.boolean(),
  /** A form that is sent sooner after it was opened is refused. */
  minSeconds: z.int().min(0).max(60),
  /** From one address. */
  perMinute: z.int().min(1).max(600),
});
export type FormProtection = z.infer<typeof formProtectionSchema>;

/**
 * A form: Django's ModelForm. Its fields are separate records that point to it. What the server accepts is decided here
 * and never by the page that shows it.
 */
export const formRecordSchema = z.strictObject({
  kind: z.literal("form"),
  id: idOf("frm"),
  /** How `{% form %}` and `request.form` name it; unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  modelId: idOf("mdl"),
  action: z.enum(formActions),
  /** Above its fields. */
  intro: helpTextSchema.optional(),
  submitLabel: labelSchema.optional(),
  success: formSuccessSchema,
  protection: formProtectionSchema,
  /** Whether the browser says what is missing before the form is sent. */
  nativeChecks: z.boolean(),
  order: orderKeySchema,
});
export type FormRecord = z.infer<typeof formRecordSchema>;

const ownChoiceSchema = z.strictObject({
  value: z.string().min(1, "A value is needed.").max(100, "A value has at most 100 characters."),
  label: labelSchema,
});

/** A field of the form alone, such as "I agree": it is judged, and written nowhere. */
export const ownFieldSchema = z.strictObject({
  name: identifierSchema,
  type: looseFieldTypeSchema,
  /** Only for yes and no: without a yes the form is refused. */
  mustBeTrue: z.literal(true).optional(),
  /** Only for a choice: what can be chosen. */
  choices: z.array(ownChoiceSchema).max(100, "A field has at most 100 choices.").optional(),
});
export type OwnField = z.infer<typeof ownFieldSchema>;

/** One field of a form: a field of its model, a list of linked rows, or one of its own. */
export const formFieldRecordSchema = z.strictObject({
  kind: z.literal("formField"),
  id: idOf("ffd"),
  formId: idOf("frm"),
  /** The lines of the form that it is asked for in each row of; then its field is of their model. */
  linesId: idOf("fln").optional(),
  /** Of the form's model. */
  fieldId: idOf("fld").optional(),
  /** The relation of a link to the form's model: the field is the list of rows at the link's other end. */
  linkFieldId: idOf("fld").optional(),
  /** A field of the form alone. */
  own: ownFieldSchema.optional(),
  label: labelSchema.optional(),
  help: helpTextSchema.optional(),
  placeholder: z.string().max(200).optional(),
  /** How it is asked for, where that is not what its type usually has (engine/forms/widgets). */
  widget: z.looseObject({ name: z.string().max(40) }).optional(),
  /** A form may ask for more than its model does, never for less. */
  required: z.literal(true).optional(),
  /** What a new form starts with: an expression. */
  initial: expressionSourceSchema.optional(),
  /** The value that the form gives by itself, an expression; the field is not shown and never read from what is sent. */
  fixed: expressionSourceSchema.optional(),
  /** The page's address may fill it in: `?author=3`. */
  fromAddress: z.literal(true).optional(),
  /** Shown, and not accepted when it is sent. */
  readOnly: z.literal(true).optional(),
  order: orderKeySchema,
});
export type FormFieldRecord = z.infer<typeof formFieldRecordSchema>;

/** A form has so many rows of lines at most. */
export const MAX_LINES = 100;

/** Rows that belong to the form's row and are written with it: the items of an order. Their fields are form fields. */
export const formLinesRecordSchema = z.strictObject({
  kind: z.literal("formLines"),
  id: idOf("fln"),
  formId: idOf("frm"),
  /** The relation of the rows to the form's model. */
  relationFieldId: idOf("fld"),
  label: labelSchema.optional(),
  /** With fewer or more rows the form is refused. */
  min: z.int().min(0).max(MAX_LINES),
  max: z.int().min(1).max(MAX_LINES),
  /** How many empty rows a form has when it is opened; those that stay empty are not written. */
  blank: z.int().min(0).max(10),
  canAdd: z.boolean(),
  canDelete: z.boolean(),
  order: orderKeySchema,
});
export type FormLinesRecord = z.infer<typeof formLinesRecordSchema>;
