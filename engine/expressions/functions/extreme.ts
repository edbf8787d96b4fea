import { joinSql, type Sql, sql } from "../../sql/sql.ts";
import { describeType, isOrdered } from "../../value-types/value-type.ts";
import { unify } from "../convert.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import { type Evaluator, type ExpressionFunction, mismatch, resolved } from "../operation.ts";
import { comparisonOf } from "../operators/comparison-of.ts";
import { MAX_ONCE, once } from "../sql-guards.ts";

/**
 * Shared by min and max. One absent value makes the result absent, so Postgres' LEAST and GREATEST, which ignore NULL,
 * are not enough.
 */
export function extreme(
  about: Pick<ExpressionFunction, "name" | "signature" | "summary">,
  wins: "<=" | ">=",
): ExpressionFunction {
  return {
    ...about,
    minArguments: 2,
    maxArguments: MAX_ONCE,
    check: (operands) => {
      const nothing = operands.findIndex((operand) => operand.type.kind === "null");
      if (nothing >= 0) return mismatch("null has no order.", { operand: nothing, code: codes.misplacedNull });
      const unified = unify(operands);
      if (!unified.ok) return mismatch(unified.message, { operand: unified.operand, code: unified.code });
      const { type } = unified;
      if (!isOrdered(type))
        return mismatch(`${about.name} compares values that have an order; this is ${describeType(type)}.`, {
          operand: 0,
        });
      const compare = comparisonOf(type) as (a: unknown, b: unknown) => number;
      return resolved(type, unified.operands, {
        js: (evaluators) => (frame) => {
          let best: unknown = null;
          for (let index = 0; index < evaluators.length; index++) {
            const value = (evaluators[index] as Evaluator)(frame);
            if (value === null) return null;
            if (best === null) {
              best = value;
              continue;
            }
            const order = compare(value, best);
            if (Number.isNaN(order)) return null;
            if (wins === "<=" ? order < 0 : order > 0) best = value;
          }
          return best;
        },
        sql: (parts) =>
          once(parts, (...columns) => {
            const isPresent = joinSql(
              columns.map((column) => sql`${column} IS NOT NULL`),
              " AND ",
            );
            return sql`(CASE WHEN ${isPresent} THEN ${pick(columns)} END)`;
          }),
      });
      function pick(columns: readonly Sql[]): Sql {
        if (type.kind === "text") return pickText(columns);
        return wins === "<=" ? sql`LEAST(${joinSql(columns, ", ")})` : sql`GREATEST(${joinSql(columns, ", ")})`;
      }
      /** The collation is given on the first value, which decides for all. */
      function pickText([first = sql``, ...rest]: readonly Sql[]): Sql {
        const all = joinSql([sql`${first} COLLATE "C"`, ...rest], ", ");
        return wins === "<=" ? sql`LEAST(${all})` : sql`GREATEST(${all})`;
      }
    },
  };
}
