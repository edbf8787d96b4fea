import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { helpTextSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";

/** A model: one table. Its fields are separate records that point to it. */
export const modelRecordSchema = z.strictObject({
  kind: z.literal("model"),
  id: idOf("mdl"),
  /** The table's name, and the REST path when there is no plural label. Unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  /** "Books" for "Book". Gives the REST path and the titles of lists; never guessed. */
  pluralLabel: labelSchema.optional(),
  help: helpTextSchema.optional(),
  /** The title of a row: `{{ name }} ({{ year }})`. Without one: the first short text field, else "label id". */
  titleTemplate: z.string().max(500).optional(),
  /** Default order of lists; empty means by id. */
  defaultOrder: z.array(z.strictObject({ fieldId: idOf("fld"), direction: z.enum(["asc", "desc"]) })).max(5),
  /**
   * The kind of its rows' keys: numbers (absent) or UUIDv7. It can be changed only until the first publish, because
   * rows that others point to keep their keys. Absence is the only notation for numbers, so that equal definitions have
   * equal hashes.
   */
  key: z.literal("uuid").optional(),
  /**
   * Its rows link two rows, as those of Book tags link a book and a tag: two required relations of its own. `names` are
   * the collections that they make: at the target of the first relation, and at that of the second. A hidden link is shown
   * as a line between the two models.
   */
  link: z
    .strictObject({
      fields: z.tuple([idOf("fld"), idOf("fld")]),
      names: z.tuple([identifierSchema.nullable(), identifierSchema.nullable()]),
      hidden: z.boolean(),
      /** Of a model with itself: each link holds both ways and is two rows. It has the first name alone, and no details. */
      mutual: z.literal(true).optional(),
    })
    .optional(),
  /** Its rows are the people who sign in to the app. At most one model of an app. */
  purpose: z.literal("users").optional(),
  /** Changes of its rows are kept, with the values before and after; deletes are kept of every model. */
  history: z.literal(true).optional(),
  order: orderKeySchema,
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;
