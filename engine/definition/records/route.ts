import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { expressionSourceSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/**
 * What answers at a route: one of Django's generic views. It is one property, like a field's type. Its entry in
 * engine/view-types validates the options; references to other records are known here, so that they can be followed
 * without the entry.
 */
export const looseViewSchema = z.looseObject({
  name: z.string().max(40),
  modelId: idOf("mdl").optional(),
  templateId: idOf("tpl").optional(),
  formId: idOf("frm").optional(),
});
export type LooseView = z.infer<typeof looseViewSchema>;

/** A route: a URL pattern of the app and the view that answers there. */
export const routeRecordSchema = z.strictObject({
  kind: z.literal("route"),
  id: idOf("rte"),
  /** How `{% url %}` names it; unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  /** Its group adds a prefix to the path, and a condition to who may open it. */
  groupId: idOf("rgp").optional(),
  /** `/books/<int:id>/`: begins with a slash; converters int, slug, str, uuid, path as in Django. */
  path: z.string().min(1, "A path is needed.").max(300, "A path has at most 300 characters."),
  view: looseViewSchema,
  /**
   * Who may open the page, an expression over `user` and `request`. Without one nobody may (builders preview). The
   * model's read rule decides which rows it shows.
   */
  access: expressionSourceSchema.optional(),
  order: orderKeySchema,
});
export type RouteRecord = z.infer<typeof routeRecordSchema>;
