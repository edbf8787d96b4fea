import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { boundedJson } from "./answer-size.ts";
import { digits } from "./digits.ts";
import { columnsAfterGuard, guardedRead, guardHolds, livePointer, type Statement, statementOf } from "./guard.ts";
import { accessConditions, accessVerdict, allOf, columnOf, type QueryScope, rowOf, tableOf } from "./query-scope.ts";
import { type RowShape, rowJson } from "./row-json.ts";
import { jsonColumns, type Selection } from "./selection.ts";
import { newValue, targetIsReadable } from "./write-values.ts";

export interface CreatePlan {
  readonly model: ModelRecord;
  readonly selection: Selection;
  readonly shape?: RowShape;
}

/** Columns of the insert's row. There is none when nothing was written. */
export const createColumns = { id: 0, version: 1, body: 2 } as const;
/** Columns of the verdict. */
export const createVerdictColumns = columnsAfterGuard("allowed", "unreadable");

export interface CreateStatements {
  readonly insert: Statement;
  /** Says why the insert wrote nothing: the guard, the rule, or a relation whose row is not there. Runs only then. */
  readonly verdict: Statement;
}

/**
 * One statement makes a row if the guard and the rule let it:
 *
 *   INSERT INTO book (…) SELECT <values> FROM quintet.live _live WHERE <this app> AND <guard> AND <rule> RETURNING …
 *
 * Every column is written, so that there is one statement a model, and the rule sees defaults as they will be. The body
 * is null when the caller may not read the row that it made. An insert that tells its refusals apart by itself needs
 * CTEs, which cost a third more on every row that is made; so what is refused is asked for in a second statement.
 */
export function compileCreate(scope: QueryScope, plan: CreatePlan): CreateStatements {
  const { model } = plan;
  const fields = scope.reader.fields(model.id);
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
  const conditions = [
    livePointer(scope),
    guardHolds,
    ...accessConditions(create, row),
    ...checks.map(({ check }) => check),
  ];
  const columns = fields.length === 0 ? identifier("_version") : columnList(fields);
  const values =
    fields.length === 0
      ? sql`1`
      : joinSql(
          fields.map((field) => newValue(scope, field)),
          ", ",
        );
  return {
    insert: statementOf(
      sql`INSERT INTO ${tableOf(scope, model)} AS _r (${columns}) SELECT ${values} FROM quintet.live _live WHERE ${allOf(conditions)} RETURNING ${columnOf("_r", "id")}, ${columnOf("_r", "_version")}, ${readableBody(scope, plan, "_r", aliases)}`,
    ),
    verdict: statementOf(guardedRead(scope, { columns: [accessVerdict(create, row), unreadable(checks)] })),
  };
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
  return fields.filter((field) => targetIsReadable(scope, field, new Aliases().make()) !== undefined);
}

/** The row's JSON if the caller may read it and it is no larger than an answer. Evaluated inside RETURNING, on the row as it now is. */
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
