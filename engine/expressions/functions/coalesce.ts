import { joinSql, sql } from "../../sql/sql.ts";
import { unify } from "../convert.ts";
import { type Evaluator, type ExpressionFunction, mismatch, resolved } from "../operation.ts";

/** An error counts as absent here too: coalesce(total / count, 0). */
export const coalesce: ExpressionFunction = {
  name: "coalesce",
  aliases: ["default"],
  signature: "coalesce(a, b, …)",
  summary: "The first of the values that is not absent.",
  minArguments: 2,
  maxArguments: 20,
  check: (operands) => {
    const unified = unify(operands);
    if (!unified.ok)
      return mismatch(unified.message, {
        operand: unified.operand,
        code: unified.code,
        hint: "All values of coalesce have one type.",
      });
    return resolved(unified.type, unified.operands, {
      js: (evaluators) => (frame) => {
        for (let index = 0; index < evaluators.length; index++) {
          const value = (evaluators[index] as Evaluator)(frame);
          if (value !== null) return value;
        }
        return null;
      },
      sql: (parts) =>
        sql`COALESCE(${joinSql(
          parts.map((part) => part.sql),
          ", ",
        )})`,
    });
  },
};
