import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { compileGuard, type ExtraRows, type Statement } from "./guard.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** A select shows so many rows; one more says that there are too many. */
export const MAX_OPTIONS = 100;

/**
 * The rows that relations of a form may be set to, by title, as the guard's extra columns. Which rows are taken is decided
 * before they are sorted: a model of a million rows gives its first hundred and one and is not sorted.
 */
export const compileOptions = (scope: QueryScope, models: readonly ModelRecord[]): Statement =>
  compileGuard(
    scope,
    models.map((model) => optionRows(scope, model)),
  );

function optionRows(scope: QueryScope, model: ModelRecord): ExtraRows {
  const limit = MAX_OPTIONS + 1;
  const conditions = where(accessConditions(scope.access(model.id, "read"), rowOf("_r")));
  const rows = sql`SELECT _r.* FROM ${tableOf(scope, model)} ${identifier("_r")}${conditions} LIMIT ${digits(limit)}`;
  const titled = sql`SELECT ${columnOf("_t", "id")}::text AS _key, ${rowTitle(scope, model, "_t")} AS _title FROM (${rows}) ${identifier("_t")}`;
  return {
    name: model.name,
    select: sql`SELECT _o._key AS key, _o._title AS title FROM (${titled}) _o ORDER BY _o._title COLLATE "und-x-icu", _o._key`,
    limit,
  };
}
