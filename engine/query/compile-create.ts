import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { digits } from "./digits.ts";
import { guardCte, type Statement, statementOf } from "./guard.ts";
import { accessConditions, accessVerdict, allOf, columnOf, type QueryScope, rowOf, tableOf } from "./query-scope.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { Aliases, jsonColumns, type Selection } from "./selection.ts";
import { newValue, targetIsReadable } from "./write-values.ts";

export interface CreatePlan {
  readonly model: ModelRecord;
  readonly selection: Selection;
  readonly shape?: RowShape;
}

/** Columns of the answer after the guard's two. `id` is null when nothing was written; then the next two say why. */
export const createColumns = { id: 2, version: 3, body: 4, allowed: 5, unreadable: 6 } as const;

/**
 * One statement that makes a row and tells guard failed, denied and done apart:
 *
 *   WITH guard AS (…), done AS (INSERT … SELECT <values> FROM guard WHERE guard.holds AND <rule> RETURNING …)
 *   SELECT guard.release_id, guard.access_version, done.… FROM guard LEFT JOIN done ON true
 *
 * Every column is written, so that there is one statement a model and the rule sees defaults as they will be. The body
 * is null when the caller may not read the row that it made.
 */
export function compileCreate(scope: QueryScope, plan: CreatePlan): Statement {
  const { model } = plan;
  const fields = scope.reader.fields(model.id);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const row = (column: string): Sql | undefined => {
    const field = byName.get(column);
    return field && newValue(field);
  };
  const aliases = new Aliases();
  const create = scope.access(model.id, "create");
  const checks = fields.flatMap((field) => {
    const check = targetIsReadable(scope, field, aliases.make());
    return check ? [{ field, check }] : [];
  });
  const conditions = [sql`guard.holds`, ...accessConditions(create, row), ...checks.map(({ check }) => check)];
  const insert =
    fields.length === 0
      ? sql`INSERT INTO ${tableOf(scope, model)} AS r (${identifier("_version")}) SELECT 1 FROM guard WHERE ${allOf(conditions)}`
      : sql`INSERT INTO ${tableOf(scope, model)} AS r (${columnList(fields)}) SELECT ${joinSql(fields.map(newValue), ", ")} FROM guard WHERE ${allOf(conditions)}`;
  const done = sql`done AS (${insert} RETURNING ${columnOf("r", "id")} AS id, ${columnOf("r", "_version")} AS version, ${readableBody(scope, plan, "r", aliases)} AS body)`;
  return statementOf(
    sql`WITH ${guardCte(scope)}, ${done} SELECT guard.release_id, guard.access_version, done.id, done.version, done.body, CASE WHEN done.id IS NULL THEN ${accessVerdict(create, row)} END, CASE WHEN done.id IS NULL THEN ${unreadable(checks)} END FROM guard LEFT JOIN done ON true`,
  );
}

const columnList = (fields: readonly FieldRecord[]): Sql =>
  joinSql(
    fields.map((field) => identifier(field.name)),
    ", ",
  );

/** The position (from 0) of the first relation whose row is not there for the caller; null when all are. */
export function unreadable(checks: readonly { readonly check: Sql }[]): Sql {
  if (checks.length === 0) return sql`NULL::integer`;
  const cases = checks.map(({ check }, index) => sql`WHEN NOT ${check} THEN ${digits(index)}`);
  return sql`CASE ${joinSql(cases, " ")} END`;
}

/** The relations that `unreadable` counts, in its order. */
export function checkedRelations(scope: QueryScope, fields: readonly FieldRecord[]): readonly FieldRecord[] {
  return fields.filter((field) => targetIsReadable(scope, field, "x") !== undefined);
}

/** The row's JSON if the caller may read it. Evaluated inside RETURNING, on the row as it now is. */
export function readableBody(
  scope: QueryScope,
  plan: { readonly model: ModelRecord; readonly selection: Selection; readonly shape?: RowShape },
  alias: string,
  aliases: Aliases,
): Sql {
  const object = sql`(SELECT ${rowJson(scope, plan.selection, plan.shape, alias, "j")}::text FROM (SELECT ${jsonColumns(scope, plan.selection, alias, aliases)}) j)`;
  const access = scope.access(plan.model.id, "read");
  if (access.kind === "open") return object;
  return sql`CASE WHEN ${accessVerdict(access, rowOf(alias))} THEN ${object} END`;
}
