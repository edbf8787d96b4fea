import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isFilledByChanges, storedFields } from "../field-types/registry.ts";
import { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { deleteCascade } from "./delete-cascade.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import {
  accessConditions,
  accessVerdict,
  allOf,
  columnOf,
  type QueryScope,
  ridersOf,
  rowOf,
  tableOf,
} from "./query-scope.ts";
import { HELD, type RiddenRows, ridersHold, ridersWrite } from "./riders.ts";
import {
  largeRefusals,
  noneRefused,
  type Refusal,
  reasonSql,
  reasonsJson,
  refusal,
  takenRefusals,
  targetRefusals,
} from "./row-reasons.ts";
import { newValue } from "./write-values.ts";

/** The rows that a write by condition applies to: those that match the condition and that the caller may read. */
export interface MatchedRows {
  readonly model: ModelRecord;
  /** An expression compiled for the row, as `where=` is. */
  readonly condition: (alias: string) => Sql;
}

/**
 * Columns of the answer. `matched` is the number of rows that match, counted up to one more than was confirmed (slot
 * `most`); if there are more, nothing is written. `refused` lists refused rows by key, with reasons (row-reasons.ts);
 * if there is one, nothing is written. `protectedBy` is the id of a relation field whose rows prevent a delete.
 * `written` is the number of changed or deleted rows, including cascades.
 */
export const changeWhereColumns = columnsAfterGuard("matched", "refused", "protectedBy", "written");

/**
 * Gives all rows that match a condition the same new values (slots, as in a change of one row), in one statement. It
 * checks the condition, the rule over each row before and after the change, and the confirmed count. Rows are locked in
 * the order of their keys.
 */
export function compileUpdateWhere(
  scope: QueryScope,
  plan: MatchedRows & { readonly changed: readonly FieldRecord[] },
): Statement {
  const { model, changed } = plan;
  const aliases = new Aliases();
  const fields = storedFields(scope.whole, model.id);
  const automatic = fields.filter(isFilledByChanges);
  const written = new Set([...changed, ...automatic]);
  const values = fields.map((field) =>
    written.has(field) ? sql`${newValue(scope, field)} AS ${identifier(field.name)}` : columnOf("_o", field.name),
  );
  const own = [columnOf("_o", "id"), sql`${columnOf("_o", "_version")} + 1 AS "_version"`];
  const next = sql`_next AS MATERIALIZED (SELECT ${joinSql([...own, ...values], ", ")} FROM _old _o)`;
  const riders = ridersOf(scope, model, "update");
  const rows: RiddenRows = { model, write: "update", before: sql`_old`, after: sql`_next`, aliases };
  const hold = ridersHold(riders, rows, HELD);
  const update = scope.access(model.id, "update");
  const refusals: Refusal[] = [
    refusal({ kind: "denied" }, sql`NOT ${accessVerdict(update, rowOf("_o"))}`),
    ...targetRefusals(scope, changed, { row: "_next", aliases }),
    refusal({ kind: "denied" }, sql`NOT ${accessVerdict(update, rowOf("_next"))}`),
    ...takenRefusals(scope, model, changed, {
      row: "_next",
      order: () => columnOf("_o", "id"),
      aliases,
      others: (alias) => sql`${columnOf(alias, "id")} <> ${columnOf("_o", "id")}`,
    }),
    ...largeRefusals(fields, rowOf("_next")),
    ...(hold.holds ? [refusal({ kind: "held" }, sql`NOT ${hold.holds(rowOf("_next"))}`)] : []),
  ];
  const judged = sql`_judged AS MATERIALIZED (SELECT _o.id, ${reasonSql(refusals)} AS _reason FROM _old _o JOIN _next ON _next.id = _o.id)`;
  const ok = sql`_ok AS MATERIALIZED (SELECT _next.* FROM _next WHERE ${mayWrite})`;
  const assignments = ["_version", ...[...written].map((field) => field.name)].map(
    (name) => sql`${identifier(name)} = ${columnOf("_ok", name)}`,
  );
  const done = sql`_done AS (UPDATE ${tableOf(scope, model)} AS _r SET ${joinSql(assignments, ", ")} FROM _ok WHERE ${columnOf("_r", "id")} = _ok.id RETURNING _r.*)`;
  const write = ridersWrite(riders, { ...rows, after: sql`_done` });
  const ctes = [guardCte(scope), matchedRows(scope, plan), next, ...hold.ctes, judged, ok, done, ...write.ctes];
  return statementOf(
    sql`WITH ${joinSql(ctes, ", ")} SELECT ${verdict}, NULL::text, (SELECT count(*) FROM _done)${write.counts} FROM _guard`,
  );
}

/** Deletes all rows that match a condition and all dependent rows, in one statement, all or none. */
export function compileDeleteWhere(scope: QueryScope, plan: MatchedRows): Statement {
  const { model } = plan;
  const aliases = new Aliases();
  const refusals = [
    refusal({ kind: "denied" }, sql`NOT ${accessVerdict(scope.access(model.id, "delete"), rowOf("_o"))}`),
  ];
  const judged = sql`_judged AS MATERIALIZED (SELECT _o.id, ${reasonSql(refusals)} AS _reason FROM _old _o)`;
  const roots = { key: sql`_judged.id`, from: sql`_judged WHERE ${mayWrite}` };
  const cascade = deleteCascade(scope, { model, roots, aliases });
  const ctes = [guardCte(scope), matchedRows(scope, plan), judged, ...cascade.ctes];
  return statementOf(
    sql`WITH RECURSIVE ${joinSql(ctes, ", ")} SELECT ${verdict}, ${cascade.protectedBy}, ${cascade.deleted}${cascade.counts} FROM _guard`,
  );
}

const most = slot("most", "bigint");

/**
 * The matching rows, locked in the order of their keys. One row more than was confirmed is enough to detect that there
 * are too many.
 */
function matchedRows(scope: QueryScope, { model, condition }: MatchedRows): Sql {
  const conditions = [
    sql`_guard._holds`,
    condition("_r"),
    ...accessConditions(scope.access(model.id, "read"), rowOf("_r")),
  ];
  return sql`_old AS MATERIALIZED (SELECT _r.* FROM ${tableOf(scope, model)} _r, _guard WHERE ${allOf(conditions)} ORDER BY ${columnOf("_r", "id")} LIMIT ${most} + 1 FOR UPDATE OF _r)`;
}

const mayWrite = sql`(SELECT count(*) FROM _old) <= ${most} AND ${noneRefused(sql`_judged`)}`;

const verdict = sql`${fromGuardCte}, (SELECT count(*) FROM _old), ${reasonsJson(sql`_judged`, sql`id`)}`;
