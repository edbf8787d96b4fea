import * as z from "zod";
import { idOf } from "../id-of.ts";
import { expressionSourceSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";
import { refusalCodeSchema, refusalMessageSchema } from "./constraint.ts";

/**
 * A condition that a row must meet when it is written. Unlike a constraint it may read the rows that the row points to
 * and the caller, and rows that are there already are not judged.
 */
export const validationRecordSchema = z.strictObject({
  kind: z.literal("validation"),
  id: idOf("vld"),
  modelId: idOf("mdl"),
  /** A write is refused when this is false. Unknown passes. */
  expression: expressionSourceSchema,
  /** Only rows for which this is true are judged. */
  when: expressionSourceSchema.optional(),
  message: refusalMessageSchema,
  /** With `warn` a write passes when its sender confirms it. Absent: it is refused. */
  severity: z.literal("warn").optional(),
  code: refusalCodeSchema.optional(),
  /** The field at which forms show the message; the whole form when absent. */
  fieldId: idOf("fld").optional(),
  order: orderKeySchema,
});
export type ValidationRecord = z.infer<typeof validationRecordSchema>;
