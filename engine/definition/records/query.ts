import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { expressionSourceSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";
import { rowOrderSchema } from "../row-order.ts";

/** What a parameter of a query can be. A row is given by its key: a number or a UUID. */
export const queryParameterTypes = ["text", "int", "decimal", "bool", "date", "timestamp", "uuid"] as const;
export type QueryParameterType = (typeof queryParameterTypes)[number];

export const MAX_QUERY_ROWS = 200;

/**
 * Rows of a model that a page shows besides its own: "the three latest books". `{% query "latest_books" as books %}`
 * names it. What the caller may not read is not among its rows.
 */
export const queryRecordSchema = z.strictObject({
  kind: z.literal("query"),
  id: idOf("qry"),
  /** How `{% query %}` names it; unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  modelId: idOf("mdl"),
  /** Values that the page passes, as `params` in the condition. */
  parameters: z.array(z.strictObject({ name: identifierSchema, type: z.enum(queryParameterTypes) })).max(8),
  /** Which rows: a condition over `record`, `params`, `user` and `request`. Absent: all rows. */
  where: expressionSourceSchema.optional(),
  /** Without one: the default order of the model. */
  sort: rowOrderSchema,
  /** How many rows at most. Counting has no limit. */
  limit: z.int().min(1).max(MAX_QUERY_ROWS),
  /** A list of rows, the first row alone, or their number. It grows by properties of its own. */
  result: z.strictObject({ kind: z.enum(["list", "first", "count"]) }),
  order: orderKeySchema,
});
export type QueryRecord = z.infer<typeof queryRecordSchema>;
export type QueryResultKind = QueryRecord["result"]["kind"];
