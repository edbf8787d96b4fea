import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/** A mail of the builder's: a template, and the model of the row that it is about. */
export const mailTemplateRecordSchema = z.strictObject({
  kind: z.literal("mailTemplate"),
  id: idOf("mal"),
  /** Unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  /** The row is `record` in the template. Absent: the mail is about no row. */
  modelId: idOf("mdl").optional(),
  /** Its subject is the title of the document that the template makes. */
  templateId: idOf("tpl"),
  order: orderKeySchema,
});
export type MailTemplateRecord = z.infer<typeof mailTemplateRecordSchema>;
