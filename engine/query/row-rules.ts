import type { DefinitionReader } from "../definition/reader.ts";
import type { ConstraintRecord } from "../definition/records/constraint.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { compileToSql } from "../expressions/compile-to-sql.ts";
import { listsRead } from "../expressions/lists-read.ts";
import { modelShapes, rowScope } from "../expressions/scope.ts";
import { rowContext, type SqlContext } from "../expressions/sql-context.ts";
import { typedConditions, typedIn } from "../expressions/validation-conditions.ts";
import { designConstraint } from "../schema/design/design-constraint.ts";
import { emptySql, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { retiredChoices, type WrittenRow, wrongChoices } from "./choices-sql.ts";
import { type ListValidation, listValidations } from "./list-validations.ts";
import type { QueryScope, RowSource } from "./query-scope.ts";

/**
 * What a row would break: the id of a validation, the name of the object that keeps a check, or the id of a relation that
 * may not be set to that row, or of a field of choices that may not be set to a retired one.
 */
export type RowRule = string;

/** The slot that says whether the sender of a write has confirmed it. */
const CONFIRMED = "confirmed";

/** What a statement that judges rows needs besides them. */
export const confirmedSlot = (isConfirmed: boolean | undefined) => ({ [CONFIRMED]: isConfirmed ?? false });

/**
 * All rules that a row would break, as one text; null when it breaks none, undefined for a model without any. They are
 * validations, the rows that relations may be set to, retired choices, and the checks of constraints: the database judges those too and
 * stops at the first, so we say all at once before it does. A rule is broken when it is false; where that is unknown it holds, as a CHECK. A validation that
 * only warns is not broken by a write that is confirmed (slot `confirmed`).
 */
export const brokenRules = (scope: QueryScope, model: ModelRecord, written: WrittenRow): Sql | undefined =>
  namesOfBroken(brokenConditions(scope, model, written));

/** Of these conditions; undefined without any. */
export function namesOfBroken(conditions: readonly BrokenCondition[]): Sql | undefined {
  if (conditions.length === 0) return undefined;
  const found = conditions.map(({ rule, when }) => sql`CASE WHEN ${when} THEN ${literal(rule)} END`);
  return sql`NULLIF(concat_ws(' ', ${joinSql(found, ", ")}), '')`;
}

/** The rules of such a text, in the order in which they are listed. */
export const readBrokenRules = (text: string): readonly RowRule[] => text.split(" ");

interface BrokenCondition {
  readonly rule: RowRule;
  readonly when: Sql;
}

/** For each rule of a model the condition under which a row breaks it: checks first, as Postgres judges them. */
export function brokenConditions(
  scope: QueryScope,
  model: ModelRecord,
  written: WrittenRow,
): readonly BrokenCondition[] {
  const { whole: reader, schemaName } = scope;
  const { row } = written;
  const context = { ...rowContext({ alias: "", schemaName, model: modelShapes(reader) }), column: row };
  const checks = reader.constraints(model.id).flatMap((constraint): BrokenCondition[] => {
    const check = designConstraint(reader, constraint)?.objects.find(({ kind }) => kind === "check");
    const holds = check && checkSql(reader, constraint, { row, context });
    return holds ? [{ rule: check.name, when: sql`((${holds}) IS FALSE)` }] : [];
  });
  const validations = reader.validations(model.id).flatMap((validation): BrokenCondition[] => {
    const typed = typedConditions(reader, validation);
    // Those that read lists are judged when all rows of the transaction are written.
    const isNow = typed && [typed.expression, typed.when].every((one) => !one || listsRead(one).length === 0);
    return isNow ? [brokenWhen({ validation, ...typed }, context)] : [];
  });
  const chosen = [...wrongChoices(scope, model, written), ...retiredChoices(scope, model, written)];
  const choices = chosen.map(({ field, when }) => ({ rule: field.id, when }));
  return [...checks, ...choices, ...validations];
}

/** For each validation over the lists of a stored row the condition under which it is broken. */
export function brokenListConditions(scope: QueryScope, model: ModelRecord, alias: string): readonly BrokenCondition[] {
  const { whole: reader, schemaName } = scope;
  const context = rowContext({ alias, schemaName, model: modelShapes(reader) });
  return listValidations(reader, model.id).map((validation) => brokenWhen(validation, context));
}

function brokenWhen(
  { validation, expression, when }: Pick<ListValidation, "validation" | "expression" | "when">,
  context: SqlContext,
): BrokenCondition {
  const isBroken = sql`(${compileToSql(expression, context)}) IS FALSE`;
  const broken = when ? sql`(${compileToSql(when, context)}) IS TRUE AND ${isBroken}` : isBroken;
  const isJudged = validation.severity === "warn" ? sql`NOT ${slot(CONFIRMED, "boolean")} AND ` : emptySql;
  return { rule: validation.id, when: sql`(${isJudged}${broken})` };
}

/** The condition of a check over a row that is not written yet, or of the ends of a range. */
function checkSql(
  reader: DefinitionReader,
  { modelId, type }: ConstraintRecord,
  { row, context }: { readonly row: RowSource; readonly context: SqlContext },
): Sql | undefined {
  if (type.kind === "check") {
    const typed = typedIn(rowScope(modelId, modelShapes(reader)), type.expression);
    return typed && compileToSql(typed, context);
  }
  if (type.kind !== "noOverlap") return undefined;
  const [from, to] = [type.fromFieldId, type.toFieldId].map((id) => {
    const field = reader.field(id);
    return field && row(field.name);
  });
  if (!from || !to) return undefined;
  return type.includesEnd ? sql`${from} <= ${to}` : sql`${from} < ${to}`;
}
