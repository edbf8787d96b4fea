import { type Sql, sql } from "../../sql/sql.ts";
import { isScalar, scalar, type ValueType } from "../../value-types/value-type.ts";
import { convertTo, unify } from "../convert.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import { at, type Implementation, mismatch, type Operation, type Resolution, resolved, strict2 } from "../operation.ts";
import type { TypedExpression } from "../typed-expression.ts";
import { comparisonOf, isIdentity } from "./comparison-of.ts";
import { comparableSql } from "./index-friendly.ts";
import { isNull } from "./is-null.ts";

/**
 * `==` and `!=`. With an absent value on one side the result is unknown, also when both are absent; only the literal
 * `null` tests for absence (is-null.ts). Records are compared by their keys, and can be compared with a key.
 */
function check(operands: readonly TypedExpression[], isEqual: boolean): Resolution {
  const left = at(operands, 0);
  const right = at(operands, 1);
  const symbol = isEqual ? "==" : "!=";
  if (right.type.kind === "null") return isNull(left, isEqual);
  if (left.type.kind === "null") return isNull(right, isEqual);
  const unified = unify(operands);
  if (!unified.ok) {
    return mismatch(
      unified.code === codes.badLiteral ? unified.message : `${unified.message} ${symbol} compares two of one type.`,
      {
        operand: unified.operand,
        code: unified.code,
        ...hintFor(left.type, right.type),
      },
    );
  }
  if (unified.type.kind === "record") {
    const type = scalar(unified.type.key);
    const keys = unified.operands.map((operand) => convertTo(operand, type)).filter((key) => key.ok);
    return resolved(
      scalar("bool"),
      keys.map((key) => key.expression),
      equalityOf(type, isEqual),
    );
  }
  if (!isScalar(unified.type) || unified.type.kind === "json") {
    return mismatch(`${symbol} does not compare ${unified.type.kind === "json" ? "JSON" : `a ${unified.type.kind}`}.`, {
      hint:
        unified.type.kind === "json"
          ? 'Take its text first: text(data.color) == "red".'
          : "Compare one of its members, or with null.",
    });
  }
  return resolved(scalar("bool"), unified.operands, equalityOf(unified.type, isEqual));
}

function hintFor(left: ValueType, right: ValueType): { hint?: string } {
  if (left.kind === "json" || right.kind === "json") return { hint: 'Take its text first: text(data.color) == "red".' };
  const kinds = [left.kind, right.kind];
  if (kinds.includes("date") && kinds.includes("timestamp"))
    return { hint: "Take the day of the instant: date(created_at) == due." };
  return {};
}

export function equalityOf(type: ValueType, isEqual: boolean): Implementation {
  return {
    js: equalityInJs(type, isEqual),
    sql: (operands) => equalSql(...comparableSql(at(operands, 0), at(operands, 1)), isEqual),
  };
}

const equalSql = (a: Sql, b: Sql, isEqual: boolean): Sql => (isEqual ? sql`(${a} = ${b})` : sql`(${a} <> ${b})`);

function equalityInJs(type: ValueType, isEqual: boolean): Implementation["js"] {
  if (isIdentity(type)) {
    return isEqual ? strict2((a: unknown, b: unknown) => a === b) : strict2((a: unknown, b: unknown) => a !== b);
  }
  const compare = comparisonOf(type);
  return strict2((a: never, b: never) => {
    const order = compare(a, b);
    return Number.isNaN(order) ? null : (order === 0) === isEqual;
  });
}

export const equal: Operation = { name: "==", check: (operands) => check(operands, true) };
export const notEqual: Operation = { name: "!=", check: (operands) => check(operands, false) };
