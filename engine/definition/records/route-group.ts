import * as z from "zod";
import { idOf } from "../id-of.ts";
import { expressionSourceSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/**
 * Routes that share the beginning of their paths, who may open them, and a layout. Groups do not nest. What a group adds
 * to its routes: engine/definition/routes-in-groups.ts.
 */
export const routeGroupRecordSchema = z.strictObject({
  kind: z.literal("routeGroup"),
  id: idOf("rgp"),
  label: labelSchema,
  /** `/staff`: begins with a slash and does not end with one. It may have parameters, as paths do. */
  prefix: z
    .string()
    .max(100, "A prefix has at most 100 characters.")
    .regex(/^(?:\/[^/\s]+)+$/, "A prefix begins with a slash and does not end with one, like /staff."),
  /** Without one the group adds no condition. With one, its expression and that of the route must both hold. */
  access: expressionSourceSchema.optional(),
  /** The layout of its pages with the default look, instead of `_default/base.html`. */
  layoutId: idOf("tpl").optional(),
  order: orderKeySchema,
});
export type RouteGroupRecord = z.infer<typeof routeGroupRecordSchema>;
