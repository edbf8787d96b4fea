import type { ModelRecord } from "../definition/records/model.ts";
import { Aliases } from "../sql/aliases.ts";
import { joinSql, slot, sql } from "../sql/sql.ts";
import { boundedJson } from "./answer-size.ts";
import { deleteCascade } from "./delete-cascade.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, keySlot, type QueryScope, rowOf, tableOf } from "./query-scope.ts";
import { rowJson } from "./row-json.ts";
import { jsonColumns } from "./selection.ts";

export interface DeletePlan {
  readonly model: ModelRecord;
  readonly hasCondition: boolean;
  readonly withBefore: boolean;
  /** At most as many rows go as the slot `most` says, or none. */
  readonly isBounded?: boolean;
}

/**
 * Columns of the answer, the first three as in an update. `protectedBy` is the id of a relation field whose rows
 * prevent the delete, null when there is none. `deleted` is the number of deleted rows, including cascades.
 */
export const deleteColumns = columnsAfterGuard("visible", "allowed", "current", "protectedBy", "deleted", "before");

/**
 * Deletes one row (slot `id`) and its dependent rows in one statement. The row is locked and checked as in an update.
 * The cascade carries out the delete rules of relations (delete-cascade.ts).
 */
export function compileDelete(scope: QueryScope, plan: DeletePlan): Statement {
  const { model } = plan;
  const table = tableOf(scope, model);
  const aliases = new Aliases();

  const fields = scope.whole.fields(model.id).map((field) => ({ field }));
  const whole = { model, withId: false, fields };
  const before = plan.withBefore
    ? boundedJson(scope, whole, {
        alias: "_o",
        aliases,
        json: sql`(SELECT ${rowJson(scope, { selection: whole, row: "_o", columns: "_j", aliases })}::text FROM (SELECT ${jsonColumns(scope, whole, "_o", aliases)}) _j)`,
      })
    : sql`NULL::text`;
  const judged = sql`_judged AS (SELECT _o.id, ${joinSql(
    [
      sql`${accessVerdict(scope.access(model.id, "read"), rowOf("_o"))} AS _visible`,
      sql`${accessVerdict(scope.access(model.id, "delete"), rowOf("_o"))} AS _allowed`,
      plan.hasCondition
        ? sql`${columnOf("_o", "_version")} = ANY(${slot("versions", "bigint[]")}) AS _current`
        : sql`true AS _current`,
      sql`${before} AS _before`,
    ],
    ", ",
  )} FROM _old _o)`;
  const old = sql`_old AS (SELECT _r.* FROM ${table} _r, _guard WHERE _guard._holds AND ${columnOf("_r", "id")} = ${keySlot(model)} FOR UPDATE OF _r)`;

  const roots = {
    key: sql`_judged.id`,
    from: sql`_judged WHERE _judged._visible AND _judged._allowed AND _judged._current`,
  };
  const cascade = deleteCascade(scope, { model, roots, aliases, isBounded: plan.isBounded ?? false });
  const ctes = [guardCte(scope), old, judged, ...cascade.ctes];
  return statementOf(
    sql`WITH RECURSIVE ${joinSql(ctes, ", ")} SELECT ${fromGuardCte}, _judged._visible, _judged._allowed, _judged._current, ${cascade.protectedBy}, ${cascade.deleted}, _judged._before${cascade.counts} FROM _guard LEFT JOIN _judged ON true`,
  );
}
