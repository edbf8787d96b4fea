import { joinSql, type Sql, sql } from "../../sql/sql.ts";
import { describeType, scalar } from "../../value-types/value-type.ts";
import { convertTo } from "../convert.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import {
  at,
  type Evaluator,
  type Implementation,
  mismatch,
  type Operation,
  type Resolution,
  resolved,
} from "../operation.ts";
import type { TypedExpression } from "../typed-expression.ts";

/**
 * and, or, not with three values: true, false and unknown (null). Unknown and false is false, unknown or true is true,
 * every other combination with unknown is unknown. This is SQL's logic, and CEL's rule for errors.
 */
const bool = scalar("bool");

function checkBools(name: string, operands: readonly TypedExpression[], implementation: Implementation): Resolution {
  const converted: TypedExpression[] = [];
  for (const [index, operand] of operands.entries()) {
    const result = convertTo(operand, bool);
    if (!result.ok) {
      return mismatch(`${name} joins conditions; this is ${describeType(operand.type)}.`, {
        operand: index,
        code: operand.type.kind === "null" ? codes.misplacedNull : codes.typeMismatch,
        hint: "Compare it with something, such as == or != null.",
      });
    }
    converted.push(result.expression);
  }
  return resolved(bool, converted, implementation);
}

const joined = (operands: readonly { readonly sql: Sql }[], word: " AND " | " OR "): Sql =>
  sql`(${joinSql(
    operands.map((operand) => operand.sql),
    word,
  )})`;

/**
 * The result is `decisive` as soon as one operand is; otherwise the other value, or unknown when one operand was
 * unknown.
 */
const kleene =
  (decisive: boolean) =>
  (operands: readonly Evaluator[]): Evaluator => {
    const [first, second] = operands as [Evaluator, Evaluator];
    if (operands.length === 2) {
      return (frame) => {
        const a = first(frame);
        if (a === decisive) return decisive;
        const b = second(frame);
        if (b === decisive) return decisive;
        return a === null || b === null ? null : !decisive;
      };
    }
    return (frame) => {
      let isUnknown = false;
      for (let index = 0; index < operands.length; index++) {
        const value = (operands[index] as Evaluator)(frame);
        if (value === decisive) return decisive;
        if (value === null) isUnknown = true;
      }
      return isUnknown ? null : !decisive;
    };
  };

export const and: Operation = {
  name: "and",
  check: (operands) => checkBools("and", operands, { js: kleene(false), sql: (parts) => joined(parts, " AND ") }),
};

export const or: Operation = {
  name: "or",
  check: (operands) => checkBools("or", operands, { js: kleene(true), sql: (parts) => joined(parts, " OR ") }),
};

const negation: Implementation = {
  js: (operands) => {
    const operand = at(operands, 0);
    return (frame) => {
      const value = operand(frame);
      return value === null ? null : value !== true;
    };
  },
  sql: (operands) => sql`(NOT ${at(operands, 0).sql})`,
};

export const not: Operation = {
  name: "not",
  check: (operands) => checkBools("not", operands, negation),
};

/** `x in […]`, negated. */
export const negated = (operand: TypedExpression): Resolution => resolved(bool, [operand], negation);
