import * as z from "zod";
import { idOf } from "../id-of.ts";
import { orderKeySchema } from "../order-keys.ts";

/** A page template in Django's syntax. `{% include %}` and `{% extends %}` name it by `name`. */
export const templateRecordSchema = z.strictObject({
  kind: z.literal("template"),
  id: idOf("tpl"),
  /**
   * A path such as `books/list.html`; unique in the app. Its ending decides the output: HTML, plain text, XML or JSON.
   * Names that begin with `_` are built in. Only the layouts of pages and of mails can be replaced under
   * their built-in names, and are then used by every page with a default template, and by every mail.
   */
  name: z
    .string()
    .regex(
      /^(?:_(?:default|mail)\/base\.html|[a-z][a-z0-9_-]*(?:\/[a-z0-9][a-z0-9_-]*)*\.(?:html|txt|xml|json))$/,
      "must be a path such as books/list.html, sitemap.xml or robots.txt",
    )
    .max(120, "must have at most 120 characters"),
  source: z.string().max(200_000),
  order: orderKeySchema,
});
export type TemplateRecord = z.infer<typeof templateRecordSchema>;
