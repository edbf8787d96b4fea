import type { ModelId } from "../definition/ids.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, joinSql, literal, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import type { ExtraRows } from "./guard.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** A select shows so many rows; one more says that there are too many. */
export const MAX_OPTIONS = 100;

/** The rows of one model, as an item of `optionRows`. */
export interface OptionItem {
  readonly model: ModelId;
  readonly rows: readonly { readonly key: string; readonly title: string }[];
}

/** The rows that relations of a page's forms may be set to, by title: one extra, with an item for each model. */
export const optionRows = (scope: QueryScope, models: readonly ModelRecord[]): ExtraRows => ({
  name: "options",
  select: joinSql(
    models.map((model) => rowsOf(scope, model)),
    " UNION ALL ",
  ),
  limit: models.length,
});

/**
 * Which rows are taken is decided before they are sorted: a model of a million rows gives its first hundred and one and
 * is not sorted.
 */
function rowsOf(scope: QueryScope, model: ModelRecord) {
  const conditions = where(accessConditions(scope.access(model.id, "read"), rowOf("_r")));
  const rows = sql`SELECT _r.* FROM ${tableOf(scope, model)} ${identifier("_r")}${conditions} LIMIT ${digits(MAX_OPTIONS + 1)}`;
  const titled = sql`SELECT ${columnOf("_t", "id")}::text AS key, ${rowTitle(scope, model, "_t")} AS title FROM (${rows}) ${identifier("_t")}`;
  return sql`SELECT ${literal(model.id)}::text AS model, (SELECT COALESCE(json_agg(row_to_json(_o) ORDER BY _o.title COLLATE "und-x-icu", _o.key), '[]') FROM (${titled}) _o) AS rows`;
}
