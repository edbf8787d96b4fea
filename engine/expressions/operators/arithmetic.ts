import { type Sql, sql } from "../../sql/sql.ts";
import { describeType, isNumeric } from "../../value-types/value-type.ts";
import { unify } from "../convert.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import { at, type Implementation, mismatch, type Resolution, resolved, strict2 } from "../operation.ts";
import { boundedIntSql, isCalculableSql, once } from "../sql-guards.ts";
import type { TypedExpression } from "../typed-expression.ts";
import { isCalculable, safeInt } from "../values/arithmetic-bounds.ts";

/**
 * Shared by the five operators on numbers: both sides become the wider type; whole numbers and decimals are calculated
 * exactly, in Postgres as numeric; a result that does not fit is absent (docs/expressions.md, Numbers).
 */
export interface NumberForms {
  readonly int: { js(a: number, b: number): number | null; sql(a: Sql, b: Sql): Sql };
  readonly decimal: { js(a: unknown, b: unknown): string | null; sql(a: Sql, b: Sql): Sql };
  /** Absent where the operator does not work on floats. `condition` is an additional one, on the second operand. */
  readonly double?: { js(a: number, b: number): number | null; sql(a: Sql, b: Sql): Sql; condition?: (b: Sql) => Sql };
}

export const bothNumbers = (operands: readonly TypedExpression[]): boolean =>
  operands.every((operand) => isNumeric(operand.type));

export function onNumbers(symbol: string, forms: NumberForms, operands: readonly TypedExpression[]): Resolution {
  const unified = unify(operands);
  if (!unified.ok) return mismatch(unified.message, { operand: unified.operand, code: unified.code });
  const { type } = unified;
  if (type.kind === "int") return resolved(type, unified.operands, intForm(forms.int));
  if (type.kind === "decimal") {
    const { decimal } = forms;
    return resolved(type, unified.operands, {
      js: strict2((a: unknown, b: unknown) => decimal.js(a, b)),
      sql: (parts) => decimal.sql(numeric(at(parts, 0).sql), numeric(at(parts, 1).sql)),
    });
  }
  if (!forms.double)
    return mismatch(`${symbol} does not work on floats.`, { hint: "Make it a decimal first: decimal(x)." });
  return resolved(type, unified.operands, doubleForm(forms.double));
}

const numeric = (x: Sql): Sql => sql`${x}::numeric`;

function intForm(form: NumberForms["int"]): Implementation {
  return {
    js: strict2((a: number, b: number) => {
      const result = form.js(a, b);
      return result === null ? null : safeInt(result);
    }),
    sql: (parts) => boundedIntSql(form.sql(numeric(at(parts, 0).sql), numeric(at(parts, 1).sql))),
  };
}

function doubleForm(form: NonNullable<NumberForms["double"]>): Implementation {
  return {
    js: strict2((a: number, b: number) => (isCalculable(a) && isCalculable(b) ? form.js(a, b) : null)),
    sql: (parts) =>
      once(parts, (a = sql``, b = sql``) => {
        const condition = sql`${isCalculableSql(a)} AND ${isCalculableSql(b)}`;
        const whole = form.condition ? sql`${condition} AND ${form.condition(b)}` : condition;
        return sql`(CASE WHEN ${whole} THEN ${form.sql(a, b)} END)`;
      }),
  };
}

/** "A text and a whole number cannot be added." */
export function cannot(done: string, operands: readonly TypedExpression[], hint?: string): Resolution {
  const nothing = operands.findIndex((operand) => operand.type.kind === "null");
  if (nothing >= 0) return mismatch(`null cannot be ${done}.`, { operand: nothing, code: codes.misplacedNull });
  const [a, b] = operands.map((operand) => describeType(operand.type));
  const text =
    b === undefined
      ? `${a} cannot be ${done}.`
      : a === b
        ? `${a} and another cannot be ${done}.`
        : `${a} and ${b} cannot be ${done}.`;
  return mismatch(text.charAt(0).toUpperCase() + text.slice(1), hint === undefined ? {} : { hint });
}
