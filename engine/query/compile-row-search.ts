import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, joinSql, type Sql, slot, sql, value } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { afterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** A JSON array of `{modelId, id, title}`, in the order of the models and of the titles. */
export const rowSearchColumn = afterGuard(0);

/** How much of a title is given: enough to know a row by it. */
const TITLE_LENGTH = 200;

/** Rows of several models whose title contains the text (slot `pattern`): the first ones of each model. */
export function compileRowSearch(scope: QueryScope, models: readonly ModelRecord[], limit: number): Statement {
  const found = models.map((model, index) => sql`(${rowsOf(scope, model, { index, limit })})`);
  const item = sql`json_build_object('modelId', _f._model, 'id', _f._id, 'title', _f._title)`;
  const list = sql`SELECT COALESCE(json_agg(${item} ORDER BY _f._place, _f._title, _f._id), '[]')::text AS _body FROM (${joinSql(found, " UNION ALL ")}) _f`;
  return statementOf(guardedRead(scope, { columns: [sql`_p._body`], body: sql`CROSS JOIN LATERAL (${list}) _p` }));
}

function rowsOf(scope: QueryScope, model: ModelRecord, { index, limit }: { index: number; limit: number }): Sql {
  const table = sql`${tableOf(scope, model)} ${identifier("_r")}`;
  const readable = where(accessConditions(scope.access(model.id, "read"), rowOf("_r")));
  const rows = sql`SELECT to_jsonb(${columnOf("_r", "id")}) AS _id, ${rowTitle(scope, model, "_r")} AS _title FROM ${table}${readable}`;
  return sql`SELECT ${digits(index)} AS _place, ${value(model.id, "text")} AS _model, _t._id, left(_t._title, ${digits(TITLE_LENGTH)}) AS _title FROM (${rows}) _t WHERE _t._title COLLATE "und-x-icu" ILIKE ${slot("pattern", "text")} ORDER BY _t._title COLLATE "und-x-icu", _t._id LIMIT ${digits(limit)}`;
}
