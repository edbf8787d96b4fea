import { joinSql, type Sql, type SqlCast, type SqlValue, sql, value } from "../../sql/sql.ts";
import { describeType, isScalar, scalar, type ValueType } from "../../value-types/value-type.ts";
import { convertTo, unify } from "../convert.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import {
  at,
  type Evaluator,
  mismatch,
  type Operation,
  type Resolution,
  resolved,
  type SqlOperand,
  strict2,
} from "../operation.ts";
import { castOf } from "../sql-types.ts";
import type { TypedExpression } from "../typed-expression.ts";
import { comparisonOf, isIdentity } from "./comparison-of.ts";

/**
 * `x in [a, b]`, `x in user.groups`, and for texts `"a" in title` (contains). The result is that of `x == a or x == b`:
 * true when one is equal, else unknown when x or an item is absent. For an empty list it is false.
 */
const bool = scalar("bool");

export const membership: Operation = {
  name: "in",
  check: (operands) => {
    const item = at(operands, 0);
    const list = at(operands, 1);
    if (item.type.kind === "null")
      return mismatch("null is in no list.", { operand: 0, code: codes.misplacedNull, hint: "Ask == null." });
    if (list.kind === "list") return inWrittenList(item, list.items);
    if (list.type.kind === "list") return inListValue(item, list, list.type.item);
    if (list.type.kind === "text") return inText(item, list);
    return mismatch(`in looks into a list; this is ${describeType(list.type)}.`, {
      operand: 1,
      hint: 'Write status in ["draft", "review"].',
    });
  },
};

function inWrittenList(item: TypedExpression, items: readonly TypedExpression[]): Resolution {
  const nothing = items.find((entry) => entry.kind === "constant" && entry.value === null);
  if (nothing)
    return mismatch("A list after in has no null.", {
      operand: 1,
      code: codes.misplacedNull,
      hint: "Add or … == null.",
    });
  const unified = unify([item, ...items]);
  if (!unified.ok) return mismatch(unified.message, { operand: unified.operand === 0 ? 0 : 1, code: unified.code });
  const { type, operands } =
    unified.type.kind === "record" ? keysOf(scalar(unified.type.key), unified.operands) : unified;
  if (!isScalar(type) || type.kind === "json")
    return mismatch(`in does not compare ${describeType(type)}.`, { operand: 0 });
  const isEqual = equalityTest(type);
  return resolved(bool, operands, {
    js: ([first, ...rest]) => {
      const evaluate = first as Evaluator;
      return (frame) => {
        if (rest.length === 0) return false;
        const wanted = evaluate(frame);
        if (wanted === null) return null;
        let isUnknown = false;
        for (let index = 0; index < rest.length; index++) {
          const entry = (rest[index] as Evaluator)(frame);
          const same = entry === null ? null : isEqual(wanted as never, entry as never);
          if (same === true) return true;
          if (same === null) isUnknown = true;
        }
        return isUnknown ? null : false;
      };
    },
    sql: ([first, ...rest]) => {
      if (!first || rest.length === 0) return sql`false`;
      const cast = arrayCast(type);
      const constants = rest.map((entry) => entry.constant);
      if (cast && constants.every((entry) => entry !== undefined && entry !== null)) {
        return sql`(${first.sql} = ANY (${value(constants as unknown as Extract<SqlValue, readonly unknown[]>, cast)}))`;
      }
      const [only] = rest;
      // IN ((SELECT …)) would compare with the rows of the sub-select, which may be empty.
      if (rest.length === 1 && only) return sql`(${first.sql} = ${only.sql})`;
      return sql`(${first.sql} IN (${joinSql(
        rest.map((entry: SqlOperand): Sql => entry.sql),
        ", ",
      )}))`;
    },
  });
}

function keysOf(
  type: ValueType,
  operands: readonly TypedExpression[],
): { type: ValueType; operands: readonly TypedExpression[] } {
  const keys = operands.map((operand) => convertTo(operand, type)).filter((key) => key.ok);
  return { type, operands: keys.map((key) => key.expression) };
}

function inListValue(item: TypedExpression, list: TypedExpression, itemType: ValueType): Resolution {
  const type = itemType.kind === "record" ? scalar(itemType.key) : itemType;
  const wanted = convertTo(item, type);
  if (!wanted.ok)
    return mismatch(`This list holds ${describeType(itemType)}; looked for is ${describeType(item.type)}.`, {
      operand: 0,
      code: wanted.code,
    });
  if (!isScalar(type) || type.kind === "json")
    return mismatch(`in does not compare ${describeType(type)}.`, { operand: 1 });
  const isEqual = equalityTest(type);
  const keyOf = itemType.kind === "record";
  return resolved(bool, [wanted.expression, list], {
    js: ([first, second]) => {
      const evaluate = first as Evaluator;
      const evaluateList = second as Evaluator;
      return (frame) => {
        const entries = evaluateList(frame);
        if (!Array.isArray(entries)) return null;
        if (entries.length === 0) return false;
        const looked = evaluate(frame);
        if (looked === null) return null;
        let isUnknown = false;
        for (const raw of entries as readonly unknown[]) {
          const entry = keyOf && raw !== null && typeof raw === "object" ? (raw as { id?: unknown }).id : raw;
          const same = entry === null || entry === undefined ? null : isEqual(looked as never, entry as never);
          if (same === true) return true;
          if (same === null) isUnknown = true;
        }
        return isUnknown ? null : false;
      };
    },
    sql: (parts) => sql`(${at(parts, 0).sql} = ANY (${at(parts, 1).sql}))`,
  });
}

function inText(item: TypedExpression, text: TypedExpression): Resolution {
  const part = convertTo(item, scalar("text"));
  if (!part.ok) return mismatch(`in looks for text in a text; this is ${describeType(item.type)}.`, { operand: 0 });
  return resolved(bool, [part.expression, text], {
    js: strict2((a: string, b: string) => b.includes(a)),
    sql: (parts) => sql`(strpos(${at(parts, 1).sql}, ${at(parts, 0).sql}) > 0)`,
  });
}

function equalityTest(type: ValueType): (a: never, b: never) => boolean | null {
  if (isIdentity(type)) return (a: unknown, b: unknown) => a === b;
  const compare = comparisonOf(type);
  return (a, b) => {
    const order = compare(a, b);
    return Number.isNaN(order) ? null : order === 0;
  };
}

function arrayCast(type: ValueType): SqlCast | undefined {
  const cast = isScalar(type) ? castOf(type) : undefined;
  return cast === undefined || cast === "jsonb" ? undefined : (`${cast}[]` as SqlCast);
}
