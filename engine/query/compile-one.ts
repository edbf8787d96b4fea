import { identifier, sql } from "../sql/sql.ts";
import { guardedRead, type Statement, statementOf } from "./guard.ts";
import { accessConditions, columnOf, keySlot, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { Aliases, jsonColumns, type Selection } from "./selection.ts";

export interface OnePlan {
  readonly selection: Selection;
  readonly shape?: RowShape;
}

/** Columns of the answer after the guard's two. `version` is null when there is no such row for this caller. */
export const oneColumns = { version: 2, body: 3 } as const;

/**
 * One row by its key (slot `id`) as JSON text, beside the guard:
 *
 *   SELECT l.release_id, l.access_version, p.version, p.body FROM quintet.live l
 *   LEFT JOIN (SELECT r._version …, row_to_json(j)::text … FROM app_x.book r … WHERE r.id = $1 AND <rule>) p ON true WHERE …
 */
export function compileOne(scope: QueryScope, plan: OnePlan): Statement {
  const { model } = plan.selection;
  const aliases = new Aliases();
  const conditions = [
    sql`${columnOf("r", "id")} = ${keySlot(model)}`,
    ...accessConditions(scope.access(model.id, "read"), rowOf("r")),
  ];
  const columns = jsonColumns(scope, plan.selection, "r", aliases);
  const row = sql`SELECT ${columnOf("r", "_version")} AS version, ${rowJson(scope, plan.selection, plan.shape, "r", "j")}::text AS body FROM ${tableOf(scope, model)} ${identifier("r")} CROSS JOIN LATERAL (SELECT ${columns}) ${identifier("j")}${where(conditions)}`;
  return statementOf(guardedRead(scope, sql`p.version, p.body`, sql`LEFT JOIN (${row}) p ON true`));
}
