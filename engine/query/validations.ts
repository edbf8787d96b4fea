import type { ValidationId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { ValidationRecord } from "../definition/records/validation.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileToSql } from "../expressions/compile-to-sql.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { modelShapes, validationScope } from "../expressions/scope.ts";
import { rowContext } from "../expressions/sql-context.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import type { QueryScope, RowSource } from "./query-scope.ts";

/**
 * The id of the first validation that a row would break, as text, null when it breaks none; undefined for a model
 * without validations. A validation is broken when its condition is false; where that is unknown, it holds, as a CHECK.
 */
export function brokenValidation(scope: QueryScope, model: ModelRecord, row: RowSource): Sql | undefined {
  const conditions = brokenConditions(scope, model, row);
  if (conditions.length === 0) return undefined;
  const cases = conditions.map(({ id, when }) => sql`WHEN ${when} THEN ${literal(id)}`);
  return sql`CASE ${joinSql(cases, " ")} END`;
}

/** For each validation of a model the condition under which a row breaks it. */
export function brokenConditions(
  scope: QueryScope,
  model: ModelRecord,
  row: RowSource,
): readonly { readonly id: ValidationId; readonly when: Sql }[] {
  const shapes = modelShapes(scope.reader);
  const context = { ...rowContext({ alias: "", schemaName: scope.schemaName, model: shapes }), column: row };
  return scope.reader.validations(model.id).flatMap((validation) => {
    const typed = typedConditions(scope.reader, validation);
    if (!typed) return [];
    const isBroken = sql`(${compileToSql(typed.expression, context)}) IS FALSE`;
    const when = typed.when ? sql`(${compileToSql(typed.when, context)}) IS TRUE AND ${isBroken}` : isBroken;
    return [{ id: validation.id, when: sql`(${when})` }];
  });
}

interface Conditions {
  readonly expression: TypedExpression;
  readonly when: TypedExpression | undefined;
}

/** Undefined for one that is not right, which no published definition has. */
function typedConditions(
  reader: DefinitionReader,
  { modelId, expression, when }: ValidationRecord,
): Conditions | undefined {
  const scope = validationScope(modelId, modelShapes(reader));
  const typedOf = (source: string): TypedExpression | undefined => {
    const parsed = parseExpression(source);
    const checked = parsed.ok ? checkExpression(parsed.expression, scope, scalar("bool")) : undefined;
    return checked?.ok ? checked.typed : undefined;
  };
  const typed = typedOf(expression);
  const typedWhen = when === undefined ? undefined : typedOf(when);
  return !typed || (when !== undefined && !typedWhen) ? undefined : { expression: typed, when: typedWhen };
}
