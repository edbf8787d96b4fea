import type { ModelRecord } from "../definition/records/model.ts";
import { compileRuleToFilter } from "../expressions/compile-to-sql.ts";
import type { SqlContext } from "../expressions/sql-context.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, type Sql, type SqlCast, slot, sql } from "../sql/sql.ts";
import { rowSize } from "./answer-size.ts";
import { digits } from "./digits.ts";
import { columnsAfterGuard, guardedRead, type Statement, statementOf } from "./guard.ts";
import { type OrderTerm, orderBySql } from "./order.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { jsonColumns, type Selection, selectedColumns } from "./selection.ts";
import { readerContext, valueColumns } from "./value-sql.ts";

/** The rows of one model that a step of a flow finds. */
export interface FlowRowsPlan {
  readonly model: ModelRecord;
  /** A condition over `record` and the names of the flow; absent: every row. */
  readonly condition: TypedExpression | undefined;
}

/** A value of the flow that the statement reads: its path, `book.isbn`, and how it is sent. */
export type FlowSlots = Map<string, SqlCast>;

export const flowSlot = (path: string): string => `flow.${path}`;

/** Bytes of the rows that one step may find. */
export const MAX_FOUND_BYTES = 2_000_000;

/**
 * Columns of the answer: the rows as JSON, joined by commas, `{"v": <version>, "r": <row>}`; how many they are; and how many
 * there were, with those that are too large to be kept.
 */
export const flowRowsColumns = columnsAfterGuard("body", "kept", "found");
export const flowCountColumns = columnsAfterGuard("count");

/**
 * Rows with all fields that the caller may read, up to a limit. `locks`: nobody else changes them before the end of the
 * transaction, and a row that was changed while this one waited is judged again.
 */
export function compileFlowRows(
  scope: QueryScope,
  plan: FlowRowsPlan & { readonly order: readonly OrderTerm[]; readonly limit: number; readonly locks: boolean },
  slots: FlowSlots,
): Statement {
  const { model, order, limit } = plan;
  const aliases = new Aliases();
  const selection: Selection = {
    model,
    withId: true,
    fields: scope.reader.fields(model.id).map((field) => ({ field })),
  };
  const names = new Set(["id", "_version", ...selectedColumns(scope, selection)]);
  for (const { field } of order) for (const name of field ? valueColumns(scope, field) : ["id"]) names.add(name);
  const columns = joinSql(
    [...names].map((name) => columnOf("_r", name)),
    ", ",
  );
  const lock = plan.locks ? sql` FOR UPDATE OF _r` : emptySql;
  const rows = sql`SELECT ${columns} FROM ${from(scope, plan, slots)}${orderBySql(scope, "_r", order)} LIMIT ${digits(limit)}${lock}`;
  const size = rowSize(scope, selection, { alias: "_r", aliases, rows: limit });
  const numbered = size
    ? sql`SELECT ${columns}, row_number() OVER _w AS _n, sum(${size}) OVER _w AS _bytes FROM (${rows}) ${identifier("_r")} WINDOW _w AS (ROWS UNBOUNDED PRECEDING)`
    : sql`SELECT ${columns}, row_number() OVER () AS _n, 0 AS _bytes FROM (${rows}) ${identifier("_r")}`;
  const fits = sql`_r._bytes <= ${digits(MAX_FOUND_BYTES)}`;
  const object = sql`json_build_object('v', ${columnOf("_r", "_version")}, 'r', row_to_json(_j))::text`;
  const found = sql`SELECT string_agg(${object}, ',' ORDER BY _r._n) FILTER (WHERE ${fits}), count(*) FILTER (WHERE ${fits}), count(*) FROM (${numbered}) ${identifier("_r")} CROSS JOIN LATERAL (SELECT ${jsonColumns(scope, selection, "_r", aliases)}) _j`;
  return statementOf(
    guardedRead(scope, {
      columns: [sql`_p._body`, sql`_p._kept`, sql`_p._found`],
      body: sql`CROSS JOIN LATERAL (${found}) _p(_body, _kept, _found)`,
    }),
  );
}

export function compileFlowCount(scope: QueryScope, plan: FlowRowsPlan, slots: FlowSlots): Statement {
  return statementOf(guardedRead(scope, { columns: [sql`(SELECT count(*) FROM ${from(scope, plan, slots)})`] }));
}

const from = (scope: QueryScope, { model, condition }: FlowRowsPlan, slots: FlowSlots): Sql =>
  sql`${tableOf(scope, model)} ${identifier("_r")}${where([
    ...(condition ? [compileRuleToFilter(condition, flowContext(scope, slots))] : []),
    ...accessConditions(scope.access(model.id, "read"), rowOf("_r")),
  ])}`;

/** The condition is a builder's, and may read what the callers may not. What it names of the flow are slots. */
function flowContext(scope: QueryScope, slots: FlowSlots): SqlContext {
  const row = readerContext({ ...scope, reader: scope.whole }, "_r");
  return {
    ...row,
    variable: (path, cast) => {
      if (/^(?:user|request)(?:\.|$)/.test(path)) return row.variable?.(path, cast) ?? slot(path, cast);
      slots.set(path, cast);
      return slot(flowSlot(path), cast);
    },
  };
}
