import { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, sql } from "../sql/sql.ts";
import { boundedJson } from "./answer-size.ts";
import {
  afterGuard,
  asRowColumn,
  type BesideRows,
  columnsAfterGuard,
  guardedRead,
  type Statement,
  statementOf,
} from "./guard.ts";
import { accessConditions, columnOf, keySlot, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { jsonColumns, type Selection } from "./selection.ts";

export interface OnePlan {
  readonly selection: Selection;
  readonly shape?: RowShape;
  readonly beside?: BesideRows;
}

/**
 * Columns of the answer; those of extras follow. `version` is null when there is no such row for this caller; `body`
 * alone is null when the row is larger than an answer may be.
 */
export const oneColumns = columnsAfterGuard("version", "body");
export const oneExtras = afterGuard(Object.keys(oneColumns).length);

/**
 * One row by its key (slot `id`) as JSON text, beside the guard:
 *
 *   SELECT _live.release_id, _live.access_version, 0, _p._version, _p._body FROM quintet.live _live
 *   LEFT JOIN (SELECT _r._version …, row_to_json(_j)::text … FROM app_x.book _r … WHERE _r.id = $1 AND <rule>) _p ON true WHERE …
 */
export function compileOne(scope: QueryScope, plan: OnePlan): Statement {
  const { model } = plan.selection;
  const aliases = new Aliases();
  const conditions = [
    sql`${columnOf("_r", "id")} = ${keySlot(model)}`,
    ...accessConditions(scope.access(model.id, "read"), rowOf("_r")),
  ];
  const columns = jsonColumns(scope, plan.selection, "_r", aliases);
  const json = sql`${rowJson(scope, { ...plan, row: "_r", columns: "_j", aliases })}::text`;
  const body = boundedJson(scope, plan.selection, { alias: "_r", aliases, json });
  const outputs = [
    sql`${columnOf("_r", "_version")} AS _version`,
    sql`${body} AS _body`,
    ...(plan.beside?.rowColumns ?? []).map((name, index) => asRowColumn(columnOf("_r", name), index)),
  ];
  const row = sql`SELECT ${joinSql(outputs, ", ")} FROM ${tableOf(scope, model)} ${identifier("_r")} CROSS JOIN LATERAL (SELECT ${columns}) ${identifier("_j")}${where(conditions)}`;
  return statementOf(
    guardedRead(scope, {
      columns: [sql`_p._version`, sql`_p._body`],
      body: sql`LEFT JOIN (${row}) _p ON true`,
      ...(plan.beside ? { extras: plan.beside.extras } : {}),
    }),
  );
}
