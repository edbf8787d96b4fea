import type { FieldRecord } from "../definition/records/field.ts";
import { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { ANSWER_BYTES, rowSize } from "./answer-size.ts";
import { digits } from "./digits.ts";
import { type Filter, filterConditions, type Search, searchSql } from "./filter.ts";
import { afterGuard, asRowColumn, type BesideRows, guardedRead, type Statement, statementOf } from "./guard.ts";
import { type CursorShape, cursorValuesSql, type OrderTerm, orderBySql, reversed, segmentsAfter } from "./order.ts";
import { accessConditions, castIn, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { jsonColumns, type Selection, selectedColumns } from "./selection.ts";
import { valueColumns } from "./value-sql.ts";

/** A page of a model's rows: everything that changes the text of the statement. Values are slots. */
export interface ListPlan {
  readonly selection: Selection;
  readonly shape?: RowShape;
  readonly filters: readonly Filter[];
  readonly search?: Search | undefined;
  /** Expressions compiled for the row `_r`: `where=`, and what a page fixes. */
  readonly conditions?: readonly ((alias: string) => Sql)[];
  /** A total order (order.ts, totalOrder). */
  readonly order: readonly OrderTerm[];
  readonly limit: number;
  readonly start:
    | { readonly kind: "first" }
    /**
     * The offset is a slot; `reach` is a bound of offset + limit that stands in the text, so that the planner knows it.
     */
    | { readonly kind: "offset"; readonly reach: number }
    | { readonly kind: "cursor"; readonly shape: CursorShape; readonly backward: boolean };
  readonly count?: "exact" | "estimated" | undefined;
  /** Its columns are those of the first row. */
  readonly beside?: BesideRows;
}

/** Columns of the answer; the plan decides which of the optional ones exist. */
export interface ListColumns {
  /** The objects, joined by commas; null when there are none. */
  readonly body: number;
  /** `t` when more rows follow in the direction of reading. */
  readonly more: number;
  /** The number of rows in the body; absent where rows are so small that it always equals the limit. */
  readonly kept: number | undefined;
  /** The cursor values of the last row read, if more follow; absent in pages by offset. */
  readonly far: number | undefined;
  /** The cursor values of the first row read; only in pages by cursor. */
  readonly near: number | undefined;
  readonly count: number | undefined;
  /** The first of the extras. */
  readonly extras: number;
}

export interface ListStatement extends Statement {
  readonly columns: ListColumns;
}

/** Up to this number an estimated count is exact. */
export const ESTIMATE_BOUND = 10_000;

/**
 * One statement for a page: rows, whether more follow, cursors and count. It reads limit + 1 rows and numbers them; the
 * objects are aggregated from the first `limit`, or, where rows can be large, from as many as fit into an answer
 * (answer-size.ts). Only these are turned into JSON.
 *
 * An offset is a parameter, and the planner of Postgres assumes a tenth of the table for an unknown offset, which leads
 * to a new plan each time or to a bad one. So the rows are limited by a constant first (`reach`, a power of two) and
 * the offset is taken from those.
 */
export function compileList(scope: QueryScope, plan: ListPlan): ListStatement {
  const { model } = plan.selection;
  const aliases = new Aliases();
  const table = tableOf(scope, model);
  const backward = plan.start.kind === "cursor" && plan.start.backward;
  const order = backward ? reversed(plan.order) : plan.order;
  const conditions: Sql[] = [
    ...filterConditions(scope, "_r", plan.filters, aliases),
    ...(plan.search ? [searchSql(scope, "_r", plan.search)] : []),
    ...(plan.conditions ?? []).map((condition) => condition("_r")),
    ...accessConditions(scope.access(model.id, "read"), rowOf("_r")),
  ];

  const names = new Set(selectedColumns(scope, plan.selection));
  for (const { field } of order) for (const name of field ? valueColumns(scope, field) : ["id"]) names.add(name);
  names.add("id");
  if (plan.shape === "record") names.add("_version");
  const { rowColumns = [], extras = [] } = plan.beside ?? {};
  for (const name of rowColumns) names.add(name);
  const columns = joinSql(
    [...names].map((name) => columnOf("_r", name)),
    ", ",
  );
  const range = (extra: readonly Sql[], limit: number): Sql =>
    sql`SELECT ${columns} FROM ${table} ${identifier("_r")}${where([...extra, ...conditions])}${orderBySql(scope, "_r", order)} LIMIT ${digits(limit)}`;

  const read = plan.limit + 1;
  let rows: Sql;
  if (plan.start.kind === "first") rows = range([], read);
  else if (plan.start.kind === "offset") {
    rows = sql`SELECT ${columns} FROM (${range([], plan.start.reach)}) ${identifier("_r")} OFFSET ${slot("offset", "bigint")} LIMIT ${digits(read)}`;
  } else {
    const cast = (field: FieldRecord | undefined) => castIn(scope, model, field);
    const place = { scope, alias: "_r", terms: order, cursor: plan.start.shape, cast };
    const segments = segmentsAfter(place).map((segment) => range([segment], read));
    // The ranges follow each other in order, and Postgres reads an Append from first to last (our sessions never run
    // parallel plans). So the second range is read only when the first has too few rows.
    rows =
      segments.length === 1
        ? (segments[0] as Sql)
        : sql`SELECT ${columns} FROM (${joinSql(
            segments.map((segment) => sql`(${segment})`),
            " UNION ALL ",
          )}) ${identifier("_r")} LIMIT ${digits(read)}`;
  }

  const limit = digits(plan.limit);
  const object = rowJson(scope, { selection: plan.selection, shape: plan.shape, row: "_r", columns: "_j", aliases });
  const size = rowSize(scope, plan.selection, { alias: "_r", aliases, rows: plan.limit });
  const isKept = size ? sql`_r._n <= ${limit} AND _r._bytes <= ${digits(ANSWER_BYTES)}` : sql`_r._n <= ${limit}`;
  const isLast = size
    ? sql`${isKept} AND (_r._n = ${limit} OR _r._bytes + _r._following > ${digits(ANSWER_BYTES)})`
    : sql`_r._n = ${limit}`;
  const kept = sql`count(*) FILTER (WHERE ${isKept})`;
  const outputs: Partial<Record<keyof ListColumns, Sql>> = {
    body: sql`string_agg(${object}::text, ','${backward ? sql` ORDER BY _r._n DESC` : emptySql}) FILTER (WHERE ${isKept}) AS _body`,
    more: sql`count(*) > ${size ? kept : limit} AS _more`,
  };
  if (size) outputs.kept = sql`${kept} AS _kept`;
  if (plan.start.kind !== "offset") {
    outputs.far = sql`max(${cursorValuesSql(scope, "_r", plan.order)}) FILTER (WHERE ${isLast}) AS _far`;
  }
  if (plan.start.kind === "cursor") {
    outputs.near = sql`max(${cursorValuesSql(scope, "_r", plan.order)}) FILTER (WHERE _r._n = 1) AS _near`;
  }
  const own = rowColumns.map((name, index) =>
    asRowColumn(sql`(array_agg(${columnOf("_r", name)}) FILTER (WHERE _r._n = 1))[1]`, index),
  );
  const page = sql`SELECT ${joinSql([...Object.values(outputs), ...own], ", ")} FROM (${numbered(columns, rows, size)}) ${identifier("_r")} CROSS JOIN LATERAL (SELECT ${jsonColumns(scope, plan.selection, "_r", aliases)}) ${identifier("_j")}`;
  const count = plan.count ? [sql`${countSql(plan.count, table, conditions)} AS _count`] : [];

  const statement = statementOf(
    guardedRead(scope, {
      columns: [sql`_p.*`, ...count],
      body: sql`CROSS JOIN LATERAL (${page}) _p`,
      extras,
    }),
  );
  const places = [...Object.keys(outputs), ...own.map(() => ""), ...count.map(() => "count")];
  const at = (name: keyof ListColumns): number | undefined =>
    places.includes(name) ? afterGuard(places.indexOf(name)) : undefined;
  return {
    ...statement,
    columns: {
      body: afterGuard(0),
      more: afterGuard(1),
      kept: at("kept"),
      far: at("far"),
      near: at("near"),
      count: at("count"),
      extras: afterGuard(places.length),
    },
  };
}

/**
 * The rows with their number and, where they are measured, the total bytes up to each row and the bytes of the next
 * one. OFFSET prevents Postgres from measuring each row twice.
 */
const numbered = (columns: Sql, rows: Sql, size: Sql | undefined): Sql =>
  size
    ? sql`SELECT ${columns}, row_number() OVER _w AS _n, sum(_r._size) OVER _w AS _bytes, lead(_r._size) OVER _w AS _following FROM (SELECT ${columns}, ${size} AS _size FROM (${rows}) ${identifier("_r")} OFFSET 0) ${identifier("_r")} WINDOW _w AS (ROWS UNBOUNDED PRECEDING)`
    : sql`SELECT ${columns}, row_number() OVER () AS _n FROM (${rows}) ${identifier("_r")}`;

/** The smallest power of two that holds offset + limit + 1, so that few statements serve all offsets. */
export function reachOf(offset: number, limit: number): number {
  let reach = 64;
  while (reach < offset + limit + 1) reach *= 2;
  return reach;
}

function countSql(kind: "exact" | "estimated", table: Sql, conditions: readonly Sql[]): Sql {
  const from = sql`FROM ${table} ${identifier("_r")}${where(conditions)}`;
  if (kind === "exact") return sql`(SELECT count(*) ${from})`;
  return sql`(SELECT count(*) FROM (SELECT 1 ${from} LIMIT ${digits(ESTIMATE_BOUND + 1)}) _c)`;
}
