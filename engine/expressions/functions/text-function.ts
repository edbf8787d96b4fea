import type { Sql } from "../../sql/sql.ts";
import { type ScalarKind, scalar } from "../../value-types/value-type.ts";
import { convertTo } from "../convert.ts";
import { type ExpressionFunction, type Implementation, needs, resolved, type SqlOperand } from "../operation.ts";

/** A function whose arguments are all text. */
export function textFunction(
  about: Pick<ExpressionFunction, "name" | "signature" | "summary" | "aliases">,
  form: {
    readonly count: 1 | 2;
    readonly result: ScalarKind;
    readonly js: Implementation["js"];
    sql(parts: readonly SqlOperand[]): Sql;
  },
): ExpressionFunction {
  return {
    ...about,
    minArguments: form.count,
    maxArguments: form.count,
    check: (operands) => {
      const converted = [];
      for (const [index, operand] of operands.entries()) {
        const result = convertTo(operand, scalar("text"));
        if (!result.ok) return needs(about.name, "text", operands, index, "Make it text first: text(x).");
        converted.push(result.expression);
      }
      return resolved(scalar(form.result), converted, {
        js: form.js,
        sql: form.sql,
      });
    },
  };
}
