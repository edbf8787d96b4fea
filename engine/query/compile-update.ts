import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isFilledByChanges, storedFields } from "../field-types/registry.ts";
import { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { boundedJson, outgrows } from "./answer-size.ts";
import { readableBody, unreadable } from "./compile-create.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, allOf, columnOf, keySlot, type QueryScope, ridersOf, rowOf, tableOf } from "./query-scope.ts";
import { HELD, type RiddenRows, ridersHold, ridersWrite } from "./riders.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { brokenRules } from "./row-rules.ts";
import { jsonColumns, type Selection } from "./selection.ts";
import { changedValue, type JsonChange, newValue, targetIsReadable } from "./write-values.ts";

export interface UpdatePlan extends JsonChange {
  readonly model: ModelRecord;
  /** The fields that change, in the model's order. Empty: nothing changes, and the version stays. */
  readonly changed: readonly FieldRecord[];
  readonly selection: Selection;
  readonly shape?: RowShape;
  /** Whether If-Match was sent: slot `versions`, the row versions that it accepts. */
  readonly hasCondition: boolean;
  /** The row counts as changed also where no field is: its lists are. */
  readonly touches?: boolean;
  /** Also give the row as it was, for the audit log. */
  readonly withBefore: boolean;
}

/**
 * Columns of the answer. `visible`: there is such a row and the caller may read it. `allowed`:
 * the rule holds for the row as it was. `current`: its version is one that the caller named. `fits`: the rule holds for
 * the row as it would be. `version` is null when nothing was written.
 */
export const updateColumns = columnsAfterGuard(
  "visible",
  "allowed",
  "current",
  "fits",
  "unreadable",
  "version",
  "body",
  "before",
  "tooLarge",
  /** Only where a rider can refuse (riders.ts). */
  "held",
  /** The rules that the row would break (row-rules.ts); only of models that have some. */
  "broken",
);

/**
 * Changes one row (slot `id`) in one statement. The row is locked as it is (`_old`), checked, and written only if every
 * condition holds; the answer says which did not. The rule is checked twice: on the row before the change, so that
 * nobody changes a row of others, and on the row after it, so that nobody gives a row away or takes one.
 */
export function compileUpdate(scope: QueryScope, plan: UpdatePlan): Statement {
  const { model, changed } = plan;
  const fields = storedFields(scope.whole, model.id);
  const table = tableOf(scope, model);
  const aliases = new Aliases();
  const isChanged = new Set(changed.map((field) => field.name));
  const automatic = changed.length === 0 && !plan.touches ? [] : fields.filter(isFilledByChanges);
  const written = [...changed, ...automatic];
  const byName = new Map(written.map((field) => [field.name, field]));

  const changedIn = (field: FieldRecord, alias: string): Sql =>
    changedValue(scope, field, { ...plan, before: columnOf(alias, field.name), sent: newValue(scope, field) });
  const after = (column: string): Sql => {
    const field = byName.get(column);
    return field ? changedIn(field, "_o") : columnOf("_o", column);
  };
  const update = scope.access(model.id, "update");
  const checks = changed.flatMap((field) => {
    const check = targetIsReadable(scope, field, aliases.make());
    return check ? [{ field, check }] : [];
  });
  const judged = [
    sql`${accessVerdict(scope.access(model.id, "read"), rowOf("_o"))} AS _visible`,
    sql`${accessVerdict(update, rowOf("_o"))} AS _allowed`,
    plan.hasCondition
      ? sql`${columnOf("_o", "_version")} = ANY(${slot("versions", "bigint[]")}) AS _current`
      : sql`true AS _current`,
    sql`${isChanged.size === 0 ? sql`true` : accessVerdict(update, after)} AS _fits`,
    sql`${unreadable(checks)} AS _unreadable`,
    sql`${outgrows(fields, after) ?? sql`false`} AS _too_large`,
  ];
  const broken = changed.length === 0 ? undefined : brokenRules(scope, model, { row: after, before: rowOf("_o") });
  if (broken) judged.push(sql`${broken} AS _broken`);
  const riders = ridersOf(scope, model, "update");
  const rows: RiddenRows = { model, write: "update", before: sql`_old`, after: sql`_next`, aliases };
  const hold = ridersHold(riders, rows, HELD);
  const heldCtes = hold.holds ? [nextRows(scope, model, after), ...hold.ctes] : [];
  if (hold.holds) judged.push(sql`${hold.holds(rowOf("_next"))} AS _held`);
  const judgedRows = hold.holds ? sql`_old _o JOIN _next ON _next.id = _o.id` : sql`_old _o`;
  const before = plan.withBefore
    ? boundedJson(scope, plan.selection, {
        alias: "_o",
        aliases,
        json: sql`(SELECT ${rowJson(scope, { selection: plan.selection, row: "_o", columns: "_j", aliases })}::text FROM (SELECT ${jsonColumns(scope, plan.selection, "_o", aliases)}) _j)`,
      })
    : sql`NULL::text`;
  const old = sql`_old AS (SELECT _r.* FROM ${table} _r, _guard WHERE _guard._holds AND ${columnOf("_r", "id")} = ${keySlot(model)} FOR UPDATE OF _r)`;
  const verdict = sql`_judged AS (SELECT _o.id, ${joinSql(judged, ", ")}, ${before} AS _before FROM ${judgedRows})`;
  const passes = allOf([
    sql`${columnOf("_r", "id")} = _judged.id`,
    sql`_judged._visible AND _judged._allowed AND _judged._current AND _judged._fits AND _judged._unreadable IS NULL AND NOT _judged._too_large`,
    ...(hold.holds ? [sql`_judged._held`] : []),
    ...(broken ? [sql`_judged._broken IS NULL`] : []),
  ]);
  const assignments = written.map((field) => sql`${identifier(field.name)} = ${changedIn(field, "_r")}`);
  // A change of nothing is still an answer with the row as it is; only its version stays.
  const version = identifier("_version");
  assignments.push(
    written.length === 0 && !plan.touches
      ? sql`${version} = ${columnOf("_r", "_version")}`
      : sql`${version} = ${columnOf("_r", "_version")} + 1`,
  );
  const changedRow = riders.length === 0 ? sql`${columnOf("_r", "_version")} AS _version` : sql`_r.*`;
  const done = sql`_done AS (UPDATE ${table} AS _r SET ${joinSql(assignments, ", ")} FROM _judged WHERE ${passes} RETURNING ${changedRow}, ${readableBody(scope, plan, "_r", aliases)} AS _body)`;
  const write = ridersWrite(riders, { ...rows, after: sql`_done` });
  const ctes = joinSql([guardCte(scope), old, ...heldCtes, verdict, done, ...write.ctes], ", ");
  const held = hold.holds ? sql`, _judged._held` : broken ? sql`, true` : emptySql;
  const brokenColumn = broken ? sql`, _judged._broken` : emptySql;
  return statementOf(
    sql`WITH ${ctes} SELECT ${fromGuardCte}, _judged._visible, _judged._allowed, _judged._current, _judged._fits, _judged._unreadable, _done._version, _done._body, _judged._before, _judged._too_large${held}${brokenColumn}${write.counts} FROM _guard LEFT JOIN _judged ON true LEFT JOIN _done ON true`,
  );
}

/** The rows after the change, with all columns. */
function nextRows(scope: QueryScope, model: ModelRecord, after: (column: string) => Sql): Sql {
  const names = ["id", "_version", ...storedFields(scope.whole, model.id).map((field) => field.name)];
  const columns = names.map((name) => sql`${after(name)} AS ${identifier(name)}`);
  return sql`_next AS MATERIALIZED (SELECT ${joinSql(columns, ", ")} FROM _old _o)`;
}
