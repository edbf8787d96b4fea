import { sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type Resolution, resolved } from "../operation.ts";
import type { TypedExpression } from "../typed-expression.ts";

/** `x == null`, `x != null`, and has(x): the only tests for absence. Their result is always true or false. */
export function isNull(operand: TypedExpression, isAbsent: boolean): Resolution {
  return resolved(scalar("bool"), [operand], {
    js: (evaluators) => {
      const evaluate = at(evaluators, 0);
      return isAbsent ? (frame) => evaluate(frame) === null : (frame) => evaluate(frame) !== null;
    },
    sql: (operands) => (isAbsent ? sql`(${at(operands, 0).sql} IS NULL)` : sql`(${at(operands, 0).sql} IS NOT NULL)`),
  });
}
