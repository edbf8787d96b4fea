import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { storedFields } from "../field-types/registry.ts";
import { Aliases } from "../sql/aliases.ts";
import { emptySql, identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { boundedJson } from "./answer-size.ts";
import { digits } from "./digits.ts";
import {
  columnsAfterGuard,
  guardCte,
  guardedRead,
  guardHolds,
  livePointer,
  type Statement,
  statementOf,
} from "./guard.ts";
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
import { HELD, type RiddenRows, type Rider, ridersHold, ridersWrite } from "./riders.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { nextKey } from "./row-key.ts";
import { brokenRules } from "./row-rules.ts";
import { jsonColumns, type Selection } from "./selection.ts";
import { isFirst, madeBefore, onceCte } from "./write-once.ts";
import { newValue, targetIsReadable } from "./write-values.ts";

export interface CreatePlan {
  readonly model: ModelRecord;
  readonly selection: Selection;
  readonly shape?: RowShape;
  /** It has a key, and is written only if that is new (write-once.ts). */
  readonly isOnce?: boolean;
}

/** Columns of the inserted row. There is no row when nothing was written. */
export const createColumns = { id: 0, version: 1, body: 2 } as const;
/** Columns of the verdict; `broken` are the rules that the row would break (row-rules.ts), `held` only where a rider can refuse (riders.ts), the last two only of a plan with a key. */
export const createVerdictColumns = columnsAfterGuard(
  "allowed",
  "unreadable",
  "broken",
  "held",
  "madeBefore",
  "isSame",
);

export interface CreateStatements {
  readonly insert: Statement;
  /**
   * Says why the insert wrote nothing: the guard, the rule, or a relation whose row does not exist. Runs only in that
   * case.
   */
  readonly verdict: Statement;
}

/**
 * One statement creates a row if the guard and the rule allow it:
 *
 *   INSERT INTO book (…) SELECT <values> FROM quintet.live _live WHERE <this app> AND <guard> AND <rule> RETURNING …
 *
 * Every column is written, so that there is one statement per model, and the rule sees the default values. The body is
 * null when the caller may not read the new row. An insert that also returns the reason of a refusal needs CTEs and
 * costs a third more for every row; so a second statement finds the reason.
 */
export function compileCreate(scope: QueryScope, plan: CreatePlan): CreateStatements {
  const { model } = plan;
  const fields = storedFields(scope.whole, model.id);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const row = (column: string): Sql | undefined => {
    const field = byName.get(column);
    return field && newValue(scope, field);
  };
  const aliases = new Aliases();
  const create = scope.access(model.id, "create");
  const checks = fields.flatMap((field) => {
    const check = targetIsReadable(scope, field, aliases.make());
    return check ? [{ field, check }] : [];
  });
  const broken = brokenRules(scope, model, { row });
  const conditions = [
    ...accessConditions(create, row),
    ...checks.map(({ check }) => check),
    ...(broken ? [sql`(${broken}) IS NULL`] : []),
  ];
  const verdict = [accessVerdict(create, row), unreadable(checks), broken ?? sql`NULL::text`];
  const riders = ridersOf(scope, model, "create");
  if (riders.length > 0 || plan.isOnce) return riddenCreate(scope, { ...plan, riders, conditions, verdict, aliases });
  const columns = fields.length === 0 ? identifier("_version") : columnList(fields);
  const values =
    fields.length === 0
      ? sql`1`
      : joinSql(
          fields.map((field) => newValue(scope, field)),
          ", ",
        );
  const may = allOf([livePointer(scope), guardHolds(scope), ...conditions]);
  return {
    insert: statementOf(
      sql`INSERT INTO ${tableOf(scope, model)} AS _r (${columns}) SELECT ${values} FROM quintet.live _live WHERE ${may} RETURNING ${columnOf("_r", "id")}, ${columnOf("_r", "_version")}, ${readableBody(scope, plan, "_r", aliases)}`,
    ),
    verdict: statementOf(guardedRead(scope, { columns: verdict })),
  };
}

interface RiddenCreate extends CreatePlan {
  readonly riders: readonly Rider[];
  /** The conditions of the write, and the columns that say which of them hold. */
  readonly conditions: readonly Sql[];
  readonly verdict: readonly Sql[];
  readonly aliases: Aliases;
}

/**
 * The same where riders or a key are written with the row: the key is drawn before the insert, since a CTE cannot see what its
 * neighbour inserts but by RETURNING, and whatever the riders hold is judged before anything is written.
 */
function riddenCreate(scope: QueryScope, plan: RiddenCreate): CreateStatements {
  const { model, riders, aliases } = plan;
  const fields = storedFields(scope.whole, model.id);
  const columns = columnList([{ name: "id" }, ...fields]);
  const values = fields.map((field) => sql`${newValue(scope, field)} AS ${identifier(field.name)}`);
  const row = values.length === 0 ? sql`NULL AS _none` : joinSql(values, ", ");
  const names = new Set(fields.map((field) => field.name));
  const next = (column: string): Sql | undefined => (names.has(column) ? columnOf("_next", column) : undefined);
  const rows: RiddenRows = { model, write: "create", before: undefined, after: sql`_next`, aliases };

  const hold = ridersHold(riders, rows, HELD);
  const may = allOf([...plan.conditions, ...(hold.holds ? [hold.holds(next)] : [])]);
  const write = ridersWrite(riders, { ...rows, after: sql`_made` });
  const ctes = [
    guardCte(scope),
    sql`_next AS MATERIALIZED (SELECT ${row} FROM _guard WHERE _guard._holds)`,
    ...hold.ctes,
    sql`_ok AS MATERIALIZED (SELECT ${nextKey(scope, model)} AS id, _next.* FROM _next WHERE ${may})`,
    ...(plan.isOnce ? [onceCte(scope)] : []),
    sql`_made AS (INSERT INTO ${tableOf(scope, model)} AS _r (${columns}) SELECT ${columns} FROM _ok${plan.isOnce ? sql` WHERE ${isFirst}` : emptySql} RETURNING _r.*, ${readableBody(scope, plan, "_r", aliases)} AS _body)`,
    ...write.ctes,
  ];
  // To find the reason, the same conditions are read without locks.
  const look = ridersHold(riders, rows, emptySql);
  const held = look.holds ? [sql`(SELECT ${look.holds(next)} FROM _next)`] : [];
  const before = plan.isOnce ? [...(look.holds ? [] : [sql`true`]), ...madeBefore(scope)] : [];
  const lookCtes = joinSql([sql`_next AS MATERIALIZED (SELECT ${row})`, ...look.ctes], ", ");
  return {
    insert: statementOf(
      sql`WITH ${joinSql(ctes, ", ")} SELECT _made.id, _made._version, _made._body${write.counts} FROM _made`,
    ),
    verdict: statementOf(
      sql`WITH ${lookCtes} ${guardedRead(scope, { columns: [...plan.verdict, ...held, ...before] })}`,
    ),
  };
}

const columnList = (fields: readonly Pick<FieldRecord, "name">[]): Sql =>
  joinSql(
    fields.map((field) => identifier(field.name)),
    ", ",
  );

/** The position (from 0) of the first relation whose row does not exist for the caller; null when all exist. */
export function unreadable(checks: readonly { readonly check: Sql }[]): Sql {
  if (checks.length === 0) return sql`NULL::integer`;
  const cases = checks.map(({ check }, index) => sql`WHEN NOT ${check} THEN ${digits(index)}`);
  return sql`CASE ${joinSql(cases, " ")} END`;
}

/** The relations that `unreadable` counts, in its order. */
export function checkedRelations(scope: QueryScope, fields: readonly FieldRecord[]): readonly FieldRecord[] {
  return fields.filter((field) => targetIsReadable(scope, field, new Aliases().make()) !== undefined);
}

/**
 * The row's JSON if the caller may read it and it is no larger than an answer. Evaluated inside RETURNING, on the new
 * row.
 */
export function readableBody(
  scope: QueryScope,
  plan: { readonly model: ModelRecord; readonly selection: Selection; readonly shape?: RowShape },
  alias: string,
  aliases: Aliases,
): Sql {
  const json = sql`(SELECT ${rowJson(scope, { selection: plan.selection, shape: plan.shape, row: alias, columns: "_j", aliases })}::text FROM (SELECT ${jsonColumns(scope, plan.selection, alias, aliases)}) _j)`;
  const object = boundedJson(scope, plan.selection, { alias, aliases, json });
  const access = scope.access(plan.model.id, "read");
  if (access.kind === "open") return object;
  return sql`CASE WHEN ${accessVerdict(access, rowOf(alias))} THEN ${object} END`;
}
