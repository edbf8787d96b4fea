import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { Aliases } from "../sql/aliases.ts";
import { joinSql, sql } from "../sql/sql.ts";
import { deleteCascade } from "./delete-cascade.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, type QueryScope, rowOf, tableOf } from "./query-scope.ts";
import { noneRefused, reasonSql, reasonsJson, refusal } from "./row-reasons.ts";
import { isElsewhere, sentRowsCte } from "./sent-rows.ts";

export interface DeleteManyPlan {
  readonly model: ModelRecord;
  /** The relation to the row to which they belong. */
  readonly within: FieldRecord;
}

/**
 * Columns of the answer. `refused` lists the refused rows with reasons, by their position in the slot; `protectedBy` is the
 * id of a relation field whose rows prevent the delete. Rows are deleted only when both are null.
 */
export const deleteManyColumns = columnsAfterGuard("refused", "protectedBy", "written");

/**
 * Deletes rows that belong to others (slot `rows`) and their dependent rows in one statement, all or none, each checked as in
 * a delete of one row. They are locked in the order of their keys.
 */
export function compileDeleteMany(scope: QueryScope, { model, within }: DeleteManyPlan): Statement {
  const aliases = new Aliases();
  const sent = sentRowsCte(scope, { model, fields: [], hasKeys: true, hasVersions: true, within });
  const old = sql`_old AS MATERIALIZED (SELECT _r.*, _v._n FROM ${tableOf(scope, model)} _r JOIN _v ON _v._id = ${columnOf("_r", "id")}, _guard WHERE _guard._holds ORDER BY ${columnOf("_r", "id")} FOR UPDATE OF _r)`;
  const isHidden = sql`NOT ${accessVerdict(scope.access(model.id, "read"), rowOf("_o"))}`;
  const refusals = [
    refusal({ kind: "absent" }, sql`_o._n IS NULL OR ${isElsewhere("_o", { within })} OR ${isHidden}`),
    refusal({ kind: "denied" }, sql`NOT ${accessVerdict(scope.access(model.id, "delete"), rowOf("_o"))}`),
    refusal({ kind: "changed" }, sql`NOT ${columnOf("_o", "_version")} = ANY(_v._versions)`),
  ];
  const judged = sql`_judged AS MATERIALIZED (SELECT _v._n, _o.id, ${reasonSql(refusals)} AS _reason FROM _v LEFT JOIN _old _o ON _o._n = _v._n)`;
  const roots = { key: sql`_judged.id`, from: sql`_judged WHERE ${noneRefused(sql`_judged`)}` };
  const cascade = deleteCascade(scope, { model, roots, aliases });
  const ctes = [guardCte(scope), sent, old, judged, ...cascade.ctes];
  return statementOf(
    sql`WITH RECURSIVE ${joinSql(ctes, ", ")} SELECT ${fromGuardCte}, ${reasonsJson(sql`_judged`, sql`_n`)}, ${cascade.protectedBy}, ${cascade.deleted}${cascade.counts} FROM _guard`,
  );
}
