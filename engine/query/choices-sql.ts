import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { type Choices, choicesOf } from "../expressions/choices.ts";
import { compileRuleToFilter } from "../expressions/compile-to-sql.ts";
import { modelShapes } from "../expressions/scope.ts";
import { rowContext } from "../expressions/sql-context.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import { identifier, joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { allOf, columnOf, type QueryScope, type RowSource, relationTarget, tableOf } from "./query-scope.ts";

/** The row that a relation would point to, under its alias, and the row that holds the relation. */
interface ChoicePlace {
  readonly target: string;
  readonly record: RowSource;
}

/** Whether a row may be chosen, for a WHERE: where that is unknown it may not. */
export const choiceSql = (
  { whole, schemaName }: Pick<QueryScope, "whole" | "schemaName">,
  { condition }: Choices,
  { target, record }: ChoicePlace,
): Sql =>
  compileRuleToFilter(condition, {
    ...rowContext({ alias: "", schemaName, model: modelShapes(whole) }),
    column: record,
    // The row that is pointed to is read by its alias, as rows of collections are.
    rows: new Map([["target", target]]),
  });

/** A row that is written, and in a change the row as it was. */
export interface WrittenRow {
  readonly row: RowSource;
  readonly before?: RowSource;
}

/** A relation or a field of choices, and the condition under which what it is set to may not be chosen for it. */
export interface WrongChoice {
  readonly field: FieldRecord;
  readonly when: Sql;
}

const TARGET = "_choice";

/**
 * For each relation of a model whose rows are limited, when a written row breaks that. A row keeps what it points to until
 * the relation is changed, or something of the row that the condition reads. A row that does not exist is not judged here:
 * the foreign key refuses it in the same words for everybody.
 */
export function wrongChoices(scope: QueryScope, model: ModelRecord, written: WrittenRow): readonly WrongChoice[] {
  return scope.whole.fields(model.id).flatMap((field) => {
    const choices = choicesOf(scope.whole, field);
    const target = relationTarget(scope.whole, field);
    const key = written.row(field.name);
    if (!choices || !target || !key) return [];
    const isChoice = choiceSql(scope, choices, { target: TARGET, record: written.row });
    const found = allOf([sql`${columnOf(TARGET, "id")} = ${key}`, sql`(${isChoice}) IS NOT TRUE`]);
    const isWrong = sql`EXISTS (SELECT 1 FROM ${tableOf(scope, target)} ${identifier(TARGET)} WHERE ${found})`;
    const changed = changedSql(scope, model, { ...written, names: [field.name, ...choices.reads] });
    return [{ field, when: changed ? sql`(${changed} AND ${isWrong})` : isWrong }];
  });
}

/**
 * For each field of a model with retired choices, when a written row is newly set to one. A row keeps the choice that it
 * has, also where the choice is sent again.
 */
export function retiredChoices(scope: QueryScope, model: ModelRecord, written: WrittenRow): readonly WrongChoice[] {
  return scope.whole.fields(model.id).flatMap((field) => {
    const retired = scope.whole.choices(field.id).filter(({ retired }) => retired);
    const value = written.row(field.name);
    if (retired.length === 0 || !value || fieldTypeOf(field.type)?.cast !== "text") return [];
    const values = joinSql(
      retired.map(({ value }) => literal(value)),
      ", ",
    );
    const isRetired = sql`${value} IN (${values})`;
    const changed = changedSql(scope, model, { ...written, names: [field.name] });
    return [{ field, when: changed ? sql`(${changed} AND ${isRetired})` : isRetired }];
  });
}

/** Whether one of some columns differs from what it was; undefined for a row that is new. */
function changedSql(
  { whole }: QueryScope,
  model: ModelRecord,
  { row, before, names }: WrittenRow & { readonly names: readonly string[] },
): Sql | undefined {
  if (!before) return undefined;
  const differences = names.flatMap((name) => {
    const [after, was] = whole.fields(model.id).some((field) => field.name === name) ? [row(name), before(name)] : [];
    return after && was ? [sql`${after} IS DISTINCT FROM ${was}`] : [];
  });
  return sql`(${joinSql(differences, " OR ")})`;
}
