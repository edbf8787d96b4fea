import * as z from "zod";
import { idOf } from "./id-of.ts";

/** By which fields rows are ordered, the first one first. */
export const rowOrderSchema = z
  .array(z.strictObject({ fieldId: idOf("fld"), direction: z.enum(["asc", "desc"]) }))
  .max(5);
export type RowOrder = z.infer<typeof rowOrderSchema>;
