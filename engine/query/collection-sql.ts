import type { Collection } from "../definition/collections.ts";
import { holdsMany } from "../definition/collections.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { canOrder } from "../expressions/totals.ts";
import { positionWithin } from "../field-types/position-scope.ts";
import type { Aliases } from "../sql/aliases.ts";
import { identifier, type Sql, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { type OrderTerm, orderBySql, totalOrder } from "./order.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";

/**
 * The rows of a collection in SQL, and the only place that prints them for what a caller reads: the read rule of the
 * target stands in every use. (A rule itself reads past other rules: engine/expressions/walk-sql.ts.)
 */

/** The most rows of one collection that an object holds. What is cut off is said beside it. */
export const COLLECTION_LIMIT = 100;

export interface CollectionRows {
  readonly collection: Collection;
  /** The key of the row whose collection it is. */
  readonly owner: Sql;
  /** The alias of the rows in it. */
  readonly alias: string;
}

/**
 * `FROM app_x.review _a1 WHERE _a1.film = <owner> AND <read rule>`; of a link `FROM app_x.book_tags _a1_link JOIN app_x.tag
 * _a1 ON _a1.id = _a1_link.tag WHERE _a1_link.book = <owner> AND <read rules of both>`.
 */
function readableRows(scope: QueryScope, rows: CollectionRows, more: readonly Sql[] = []): Sql {
  const { collection, owner, alias } = rows;
  const { link, target, via } = collection;
  const near = link ? `${alias}_link` : alias;
  const conditions = [
    sql`${columnOf(near, via.name)} = ${owner}`,
    ...(link ? linkConditions(scope, link.model, near) : []),
    ...accessConditions(scope.access(target.id, "read"), rowOf(alias)),
    ...more,
  ];
  const table = sql`${tableOf(scope, target)} ${identifier(alias)}`;
  const from = link
    ? sql`${tableOf(scope, link.model)} ${identifier(near)} JOIN ${table} ON ${columnOf(alias, "id")} = ${columnOf(near, link.far.name)}`
    : table;
  return sql`FROM ${from}${where(conditions)}`;
}

/** A link without a read rule of its own is read by callers who may read both ends. */
export const hasOwnReadRule = (reader: QueryScope["reader"], link: ModelRecord): boolean =>
  reader.grants(link.id, "read").length > 0;

const linkConditions = (scope: QueryScope, link: ModelRecord, alias: string): readonly Sql[] =>
  hasOwnReadRule(scope.reader, link) ? accessConditions(scope.access(link.id, "read"), rowOf(alias)) : [];

/** Whether a row is in it that meets all conditions. */
export const existsIn = (scope: QueryScope, rows: CollectionRows, conditions: readonly Sql[]): Sql =>
  sql`EXISTS (SELECT 1 ${readableRows(scope, rows, conditions)})`;

/** How many rows are in it that the caller may read; with `most`, counting stops there. */
export const countOf = (scope: QueryScope, rows: CollectionRows, most?: number): Sql =>
  most === undefined
    ? sql`(SELECT count(*) ${readableRows(scope, rows)})`
    : sql`(SELECT count(*) FROM (SELECT 1 ${readableRows(scope, rows)} LIMIT ${digits(most)}) _counted)`;

/** The first rows of it, in its order, under its alias: for FROM. One more than the limit, to know whether more follow. */
export function firstRows(scope: QueryScope, rows: CollectionRows): Sql {
  const { collection, alias } = rows;
  if (!holdsMany(collection)) return sql`(SELECT ${identifier(alias)}.* ${readableRows(scope, rows)} LIMIT 1)`;
  const order = orderOf(scope, rows);
  return sql`(SELECT ${identifier(alias)}.* ${readableRows(scope, rows)}${order} LIMIT ${digits(COLLECTION_LIMIT + 1)})`;
}

/** The order by hand, if it has one; else the default order of the target, then its key. */
function orderOf(scope: QueryScope, { collection, alias }: CollectionRows): Sql {
  const { target, via, link } = collection;
  const position = positionWithin(scope.whole, via);
  if (position)
    return orderBySql(scope, link ? `${alias}_link` : alias, totalOrder([{ field: position, descending: false }]));
  const terms = target.defaultOrder.flatMap(({ fieldId, direction }): OrderTerm[] => {
    const field = scope.reader.field(fieldId);
    return field && canOrder(scope.reader, field) ? [{ field, descending: direction === "desc" }] : [];
  });
  return orderBySql(scope, alias, totalOrder(terms));
}

/**
 * `(SELECT json_agg(…) AS _rows, … AS _cut FROM …)`: a JSON list of the first rows and whether some were cut off.
 * `value` prints one row.
 */
export function listOf(
  scope: QueryScope,
  rows: CollectionRows,
  { aliases, value }: { readonly aliases: Aliases; value(alias: string): Sql },
): Sql {
  const inner = aliases.make();
  const limit = digits(COLLECTION_LIMIT);
  const numbered = sql`SELECT ${value(rows.alias)} AS _value, row_number() OVER () AS _n FROM ${firstRows(scope, rows)} ${identifier(rows.alias)}`;
  const list = sql`COALESCE(json_agg(${columnOf(inner, "_value")} ORDER BY ${columnOf(inner, "_n")}) FILTER (WHERE ${columnOf(inner, "_n")} <= ${limit}), '[]'::json)`;
  return sql`(SELECT ${list} AS _rows, count(*) > ${limit} AS _cut FROM (${numbered}) ${identifier(inner)})`;
}
