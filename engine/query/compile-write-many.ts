import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isFilledByChanges, knownFieldType, storedFields } from "../field-types/registry.ts";
import { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { columnsAfterGuard, fromGuardCte, guardCte, type Statement, statementOf } from "./guard.ts";
import { accessVerdict, columnOf, type QueryScope, ridersOf, rowOf, tableOf } from "./query-scope.ts";
import { HELD, type RiddenRows, ridersHold, ridersWrite } from "./riders.ts";
import { nextKey } from "./row-key.ts";
import {
  largeRefusals,
  noneRefused,
  type Refusal,
  reasonSql,
  reasonsJson,
  refusal,
  ruleRefusals,
  takenRefusals,
  targetRefusals,
} from "./row-reasons.ts";
import { hasValues, isElsewhere, isGiven, type SentRows, sentRowsCte, sentValue } from "./sent-rows.ts";
import { changedValue, type JsonChange, newValue } from "./write-values.ts";

/**
 * Columns of the answer. `refused` lists the refused rows with reasons (row-reasons.ts), by their position in the slot;
 * rows are written only when it is null. `keys` are the rows' keys in the slot's order, null for a row that the caller
 * may not read. `made` are all of them, where the plan asks for it.
 */
export const writeManyColumns = columnsAfterGuard("refused", "keys", "made");

export interface CreateManyPlan {
  readonly model: ModelRecord;
  /** Whether the answer also has the keys of rows that the caller may not read, to which others are written. */
  readonly withMade?: boolean;
  /**
   * The relation to a row that the same transaction has just written: it need not be readable, since who may make an order
   * and not read it may still make its lines.
   */
  readonly within?: FieldRecord | undefined;
}

/**
 * Creates many rows in one statement, all or none. Every row is checked separately, and rows are written only if none
 * is refused:
 *
 *   WITH _guard AS (…), _v AS (<the slot>), _next AS (<its rows, whole>), _judged AS (SELECT …, <reason>),
 *        _ok AS (SELECT <key>, … FROM _judged WHERE <no reason>), _made AS (INSERT … SELECT … FROM _ok RETURNING …)
 *
 * Keys are drawn in `_ok`, in the slot's order, so that each position has its key.
 */
export function compileCreateMany(scope: QueryScope, { model, within, withMade = false }: CreateManyPlan): Statement {
  const fields = storedFields(scope.whole, model.id);
  const sent = fields.filter((field) => !knownFieldType(field.type).automatic);
  const aliases = new Aliases();
  const riders = ridersOf(scope, model, "create");
  const names = new Set(fields.map((field) => field.name));
  const next = (column: string): Sql | undefined => (names.has(column) ? columnOf("_next", column) : undefined);

  const values = fields.map((field) => sql`${newSentValue(scope, field)} AS ${identifier(field.name)}`);
  const nextCte = sql`_next AS MATERIALIZED (SELECT ${joinSql([sql`_v._n`, ...values], ", ")} FROM _v, _guard WHERE _guard._holds)`;
  const rows: RiddenRows = { model, write: "create", before: undefined, after: sql`_next`, aliases };
  const hold = ridersHold(riders, rows, HELD);
  const refusals: Refusal[] = [
    ...targetRefusals(
      scope,
      sent.filter((field) => field.id !== within?.id),
      { row: "_next", aliases },
    ),
    refusal({ kind: "denied" }, sql`NOT ${accessVerdict(scope.access(model.id, "create"), next)}`),
    ...ruleRefusals(scope, model, { row: next }),
    ...takenRefusals(scope, model, sent, { row: "_next", order: () => sql`_next._n`, aliases }),
    ...(hold.holds ? [refusal({ kind: "held" }, sql`NOT ${hold.holds(next)}`)] : []),
  ];
  const columns = fields.map((field) => identifier(field.name));
  const judged = sql`_judged AS MATERIALIZED (SELECT _next._n, ${reasonSql(refusals)} AS _reason FROM _next)`;
  const ok = sql`_ok AS MATERIALIZED (SELECT ${nextKey(scope, model)} AS id, _next.* FROM _next WHERE ${noneRefused(sql`_judged`)} ORDER BY _next._n)`;
  const list = joinSql([identifier("id"), ...columns], ", ");
  const made = sql`_made AS (INSERT INTO ${tableOf(scope, model)} AS _r (${list}) SELECT ${list} FROM _ok ORDER BY _n RETURNING _r.*, ${readable(scope, model)} AS _readable)`;
  const write = ridersWrite(riders, { ...rows, after: sql`_made` });
  const ctes = [guardCte(scope), sentRowsCte(scope, { model, fields: sent, hasKeys: false }), nextCte, ...hold.ctes];
  const keys = sql`(SELECT json_agg(CASE WHEN _made._readable THEN _made.id END ORDER BY _ok._n) FROM _ok JOIN _made ON _made.id = _ok.id)`;
  return statementOf(
    sql`WITH ${joinSql([...ctes, judged, ok, made, ...write.ctes], ", ")} SELECT ${fromGuardCte}, ${reasonsJson(sql`_judged`, sql`_n`)}, ${keys}${withMade ? MADE : emptySql}${write.counts} FROM _guard`,
  );
}

const MADE = sql`, (SELECT json_agg(_ok.id ORDER BY _ok._n) FROM _ok)`;

export interface UpdateManyPlan extends Omit<SentRows, "hasKeys">, JsonChange {
  /** In the model's order. */
  readonly fields: readonly FieldRecord[];
  /** A row counts as changed also where no field is: its lists are (sent-rows.ts). Only of a plan that is mixed. */
  readonly touches?: boolean;
}

/**
 * Changes many rows by their keys in one statement, all or none. The rows are locked in the order of their keys, so two
 * such writes cannot deadlock. As in a single change, the rule is checked on each row before and after the change. No
 * key may be named twice.
 */
export function compileUpdateMany(scope: QueryScope, plan: UpdateManyPlan): Statement {
  const { model, fields: changed } = plan;
  const fields = storedFields(scope.whole, model.id);
  const table = tableOf(scope, model);
  const aliases = new Aliases();
  const riders = ridersOf(scope, model, "update");
  const written = isEmpty(plan) ? [] : [...changed, ...touchedFields(fields)];
  const isTouched = touchedBy(plan);

  const old = sql`_old AS MATERIALIZED (SELECT _r.*, _v._n FROM ${table} _r JOIN _v ON _v._id = ${columnOf("_r", "id")}, _guard WHERE _guard._holds ORDER BY ${columnOf("_r", "id")} FOR UPDATE OF _r)`;
  const rows: RiddenRows = { model, write: "update", before: sql`_old`, after: sql`_next`, aliases };
  const hold = ridersHold(riders, rows, HELD);
  const update = scope.access(model.id, "update");
  const refusals: Refusal[] = [
    refusal(
      { kind: "absent" },
      sql`_o._n IS NULL${plan.within ? sql` OR ${isElsewhere("_o", plan)}` : emptySql} OR NOT ${accessVerdict(scope.access(model.id, "read"), rowOf("_o"))}`,
    ),
    refusal({ kind: "denied" }, sql`NOT ${accessVerdict(update, rowOf("_o"))}`),
    ...(plan.hasVersions
      ? [refusal({ kind: "changed" }, sql`NOT ${columnOf("_o", "_version")} = ANY(_v._versions)`)]
      : []),
    ...targetRefusals(scope, changed, {
      row: "_next",
      aliases,
      given: (field) => (plan.isMixed ? isGiven(field) : undefined),
    }),
    refusal({ kind: "denied" }, sql`${isTouched} AND NOT ${accessVerdict(update, rowOf("_next"))}`),
    ...ruleRefusals(scope, model, {
      row: rowOf("_next"),
      before: rowOf("_o"),
      given: plan.touches ? hasValues : isTouched,
    }),
    ...takenRefusals(scope, model, changed, {
      row: "_next",
      // The reason names the row that takes a value, not the row that already has it.
      order: (field) => (plan.isMixed ? sql`${isGiven(field)}, _v._n` : sql`_v._n`),
      aliases,
      others: (alias) => sql`NOT EXISTS (SELECT 1 FROM _v _w WHERE _w._id = ${columnOf(alias, "id")})`,
    }),
    ...largeRefusals(fields, rowOf("_next")),
    ...(hold.holds ? [refusal({ kind: "held" }, sql`NOT ${hold.holds(rowOf("_next"))}`)] : []),
  ];
  const judged = sql`_judged AS MATERIALIZED (SELECT _v._n, ${reasonSql(refusals)} AS _reason FROM _v LEFT JOIN _old _o ON _o._n = _v._n LEFT JOIN _next ON _next._n = _v._n)`;
  const ok = sql`_ok AS MATERIALIZED (SELECT _next.* FROM _next WHERE ${noneRefused(sql`_judged`)})`;
  const assignments = ["_version", ...written.map((field) => field.name)].map(
    (name) => sql`${identifier(name)} = ${columnOf("_ok", name)}`,
  );
  const done = sql`_done AS (UPDATE ${table} AS _r SET ${joinSql(assignments, ", ")} FROM _ok WHERE ${columnOf("_r", "id")} = _ok.id RETURNING _r.*, _ok._n, ${readable(scope, model)} AS _readable)`;
  const write = ridersWrite(riders, { ...rows, after: sql`_done` });
  const ctes = [
    guardCte(scope),
    sentRowsCte(scope, { ...plan, hasKeys: true }),
    old,
    changedRows(scope, plan),
    ...hold.ctes,
  ];
  const keys = sql`(SELECT json_agg(CASE WHEN _done._readable THEN _done.id END ORDER BY _done._n) FROM _done)`;
  return statementOf(
    sql`WITH ${joinSql([...ctes, judged, ok, done, ...write.ctes], ", ")} SELECT ${fromGuardCte}, ${reasonsJson(sql`_judged`, sql`_n`)}, ${keys}${write.counts} FROM _guard`,
  );
}

/** The fields that are set to now with every change. */
const touchedFields = (fields: readonly FieldRecord[]): readonly FieldRecord[] => fields.filter(isFilledByChanges);

const isEmpty = ({ fields, touches }: UpdateManyPlan): boolean => fields.length === 0 && !touches;

/** Whether a row of `_v` changes anything. A row that names no field stays as it is and keeps its version. */
const touchedBy = ({ isMixed, fields }: UpdateManyPlan): Sql =>
  isMixed ? sql`_v._given <> '[]'` : fields.length > 0 ? sql`true` : sql`false`;

/** `_next`: the rows of `_old` after the change, with all columns. */
function changedRows(scope: QueryScope, plan: UpdateManyPlan): Sql {
  const fields = storedFields(scope.whole, plan.model.id);
  const touched = isEmpty(plan) ? [] : touchedFields(fields);
  const isTouched = touchedBy(plan);
  const values = fields.map((field) => {
    const before = columnOf("_o", field.name);
    const column = identifier(field.name);
    if (!plan.fields.includes(field) && !touched.includes(field)) return before;
    const condition = touched.includes(field) ? isTouched : isGiven(field);
    const after = changedValue(scope, field, { ...plan, before, sent: newSentValue(scope, field) });
    return plan.isMixed
      ? sql`CASE WHEN ${condition} THEN ${after} ELSE ${before} END AS ${column}`
      : sql`${after} AS ${column}`;
  });
  const version = sql`${columnOf("_o", "_version")} + CASE WHEN ${isTouched} THEN 1 ELSE 0 END AS "_version"`;
  const columns = joinSql([sql`_o._n`, columnOf("_o", "id"), version, ...values], ", ");
  return sql`_next AS MATERIALIZED (SELECT ${columns} FROM _old _o JOIN _v ON _v._n = _o._n)`;
}

const newSentValue = (scope: QueryScope, field: FieldRecord): Sql =>
  knownFieldType(field.type).automatic ? newValue(scope, field) : sentValue(scope, field);

/** Whether the caller may read the row that it wrote. */
const readable = (scope: QueryScope, model: ModelRecord): Sql =>
  accessVerdict(scope.access(model.id, "read"), rowOf("_r"));
