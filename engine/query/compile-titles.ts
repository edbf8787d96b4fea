import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, slot, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { afterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { type OptionLimit, offeredRows } from "./option-limit.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle } from "./title.ts";

/** The column of the answer: a JSON array of `{id, title}`. */
export const titlesColumn = afterGuard(0);

export interface TitlesPlan {
  readonly model: ModelRecord;
  readonly most: number;
  /** Which rows may be chosen, of a relation that may not be set to all; its slots are those of `TITLES`. */
  readonly limit?: OptionLimit | undefined;
}

export const TITLES = "titles";

/** Rows by title, for a relation picker: those whose title contains the text (slot `pattern`), ordered by title. */
export function compileTitles(scope: QueryScope, { model, most, limit }: TitlesPlan): Statement {
  const table = sql`${tableOf(scope, model)} ${identifier("_r")}`;
  const offered = offeredRows(scope, { id: TITLES, model, ...(limit ? { limit } : {}) }, () => sql`NULL`);
  const rows = sql`SELECT ${columnOf("_r", "id")} AS _id, ${rowTitle(scope, model, "_r")} AS _title FROM ${table}${where(offered)}`;
  const found = sql`SELECT _t._id, _t._title FROM (${rows}) _t WHERE _t._title COLLATE "und-x-icu" ILIKE ${slot("pattern", "text")} ORDER BY _t._title COLLATE "und-x-icu", _t._id LIMIT ${digits(most)}`;
  const list = sql`SELECT COALESCE(json_agg(json_build_object('id', _f._id, 'title', _f._title)), '[]')::text AS _body FROM (${found}) _f`;
  return statementOf(guardedRead(scope, { columns: [sql`_p._body`], body: sql`CROSS JOIN LATERAL (${list}) _p` }));
}

/** More rows than this are not given, however many have one of the titles. */
const MOST_BY_TITLE = 2_000;

/** Rows that have one of the titles of the slot `titles`, in any case of letters: each with the title that was asked for. */
export function compileByTitle(scope: QueryScope, model: ModelRecord): Statement {
  const table = sql`${tableOf(scope, model)} ${identifier("_r")}`;
  const rows = sql`SELECT ${columnOf("_r", "id")} AS _id, ${rowTitle(scope, model, "_r")} AS _title FROM ${table}${where(accessConditions(scope.access(model.id, "read"), rowOf("_r")))}`;
  const asked = sql`(SELECT DISTINCT _u._title, lower(_u._title COLLATE "und-x-icu") AS _folded FROM unnest(${slot("titles", "text[]")}) _u(_title)) _a`;
  const found = sql`SELECT _t._id, _a._title FROM (${rows}) _t JOIN ${asked} ON lower(_t._title COLLATE "und-x-icu") = _a._folded ORDER BY _t._id, _a._title COLLATE "C" LIMIT ${digits(MOST_BY_TITLE)}`;
  const list = sql`SELECT COALESCE(json_agg(json_build_object('id', _f._id, 'title', _f._title)), '[]')::text AS _body FROM (${found}) _f`;
  return statementOf(guardedRead(scope, { columns: [sql`_p._body`], body: sql`CROSS JOIN LATERAL (${list}) _p` }));
}
