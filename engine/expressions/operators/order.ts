import { type Sql, sql } from "../../sql/sql.ts";
import { describeType, isOrdered, numericRank, scalar, type ValueType } from "../../value-types/value-type.ts";
import { unify } from "../convert.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import { at, mismatch, type Operation, resolved, strict2 } from "../operation.ts";
import { comparisonOf } from "./comparison-of.ts";
import { comparableSql } from "./index-friendly.ts";

/** `<`, `<=`, `>`, `>=` on numbers, text (by code point), dates, times, instants and durations. */
type Symbol_ = "<" | "<=" | ">" | ">=";

const holds: Readonly<Record<Symbol_, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const onNumbers: Readonly<Record<Symbol_, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

export const orderSql = (symbol: Symbol_, type: ValueType, a: Sql, b: Sql): Sql => {
  // The collation is written explicitly: otherwise two parameters would be compared by the database's default.
  const left = type.kind === "text" ? sql`${a} COLLATE "C"` : a;
  switch (symbol) {
    case "<":
      return sql`(${left} < ${b})`;
    case "<=":
      return sql`(${left} <= ${b})`;
    case ">":
      return sql`(${left} > ${b})`;
    case ">=":
      return sql`(${left} >= ${b})`;
  }
};

const orderOf = (symbol: Symbol_): Operation => ({
  name: symbol,
  check: (operands) => {
    const nothing = operands.findIndex((operand) => operand.type.kind === "null");
    if (nothing >= 0)
      return mismatch("null has no order.", {
        operand: nothing,
        code: codes.misplacedNull,
        hint: "Ask == null or != null.",
      });
    const unified = unify(operands);
    if (!unified.ok)
      return mismatch(
        unified.code === codes.badLiteral ? unified.message : `${unified.message} ${symbol} compares two of one type.`,
        {
          operand: unified.operand,
          code: unified.code,
        },
      );
    const { type } = unified;
    if (!isOrdered(type))
      return mismatch(
        `${describeType(type)} has no order.`.replace(/^./, (first) => first.toUpperCase()),
        { operand: 0 },
      );
    const compare = comparisonOf(type);
    const holdsFor = holds[symbol];
    return resolved(scalar("bool"), unified.operands, {
      js:
        numericRank(type) !== undefined && type.kind !== "decimal"
          ? strict2(onNumbers[symbol])
          : strict2((a: never, b: never) => {
              const order = compare(a, b);
              return Number.isNaN(order) ? null : holdsFor(order);
            }),
      sql: (parts) => orderSql(symbol, type, ...comparableSql(at(parts, 0), at(parts, 1))),
    });
  },
});

export const less = orderOf("<");
export const lessOrEqual = orderOf("<=");
export const greater = orderOf(">");
export const greaterOrEqual = orderOf(">=");
