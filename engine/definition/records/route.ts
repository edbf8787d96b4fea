import * as z from "zod";
import { identifierSchema } from "../identifiers.ts";
import { idOf } from "../ids.ts";
import { expressionSourceSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/** What answers at a route: one of Django's generic views. */
export const viewSchema = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("list"),
    modelId: idOf("mdl"),
    /** Without one: the default list template. */
    templateId: idOf("tpl").optional(),
    pageSize: z.int().min(1).max(200),
  }),
  z.strictObject({ name: z.literal("detail"), modelId: idOf("mdl"), templateId: idOf("tpl").optional() }),
  z.strictObject({ name: z.literal("template"), templateId: idOf("tpl") }),
]);
export type View = z.infer<typeof viewSchema>;

/** A route: a URL pattern of the app and the view that answers there. */
export const routeRecordSchema = z.strictObject({
  kind: z.literal("route"),
  id: idOf("rte"),
  /** How `{% url %}` names it; unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  /** `/books/<int:id>/`: begins with a slash; converters int, slug, str, uuid, path as in Django. */
  path: z.string().min(1, "A path is needed.").max(300, "A path has at most 300 characters."),
  view: viewSchema,
  /**
   * Who may open the page, an expression over `user` and `request`. Without one nobody may (builders preview).
   * Rows inside are decided by the model's read rule besides.
   */
  access: expressionSourceSchema.optional(),
  order: orderKeySchema,
});
export type RouteRecord = z.infer<typeof routeRecordSchema>;
