import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, slot, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { guardedRead, type Statement, statementOf } from "./guard.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** The column of the answer after the guard's two: a JSON array of `{id, title}`. */
export const titlesColumn = 2;

/** Rows by title, for a relation picker: those whose title holds the words (slot `pattern`), in the order of titles. */
export function compileTitles(scope: QueryScope, model: ModelRecord, limit: number): Statement {
  const table = sql`${tableOf(scope, model)} ${identifier("r")}`;
  const rows = sql`SELECT ${columnOf("r", "id")} AS id, ${rowTitle(scope, model, "r")} AS title FROM ${table}${where(accessConditions(scope.access(model.id, "read"), rowOf("r")))}`;
  const found = sql`SELECT t.id, t.title FROM (${rows}) t WHERE t.title COLLATE "und-x-icu" ILIKE ${slot("pattern", "text")} ORDER BY t.title COLLATE "und-x-icu", t.id LIMIT ${digits(limit)}`;
  const list = sql`SELECT COALESCE(json_agg(row_to_json(f)), '[]')::text AS body FROM (${found}) f`;
  return statementOf(guardedRead(scope, sql`p.body`, sql`CROSS JOIN LATERAL (${list}) p`));
}
