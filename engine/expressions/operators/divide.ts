import { sql } from "../../sql/sql.ts";
import type { Operation } from "../operation.ts";
import { boundedDecimalSql } from "../sql-guards.ts";
import { divideDecimals } from "../values/decimal.ts";
import { bothNumbers, cannot, type NumberForms, onNumbers } from "./arithmetic.ts";

/**
 * Division by zero is absent. Whole numbers divide as in CEL, truncated towards zero: 7 / 2 is 3. Decimals have 16
 * places, rounded half away from zero: `div`, which is exact, calculates one place more, and that digit decides the
 * rounding.
 */
const numbers: NumberForms = {
  int: {
    js: (a, b) => (b === 0 ? null : Math.trunc(divideExactly(a, b))),
    sql: (a, b) => sql`div(${a}, NULLIF(${b}, 0))`,
  },
  decimal: {
    js: divideDecimals,
    sql: (a, b) =>
      boundedDecimalSql(sql`round(div(${a} * 100000000000000000, NULLIF(${b}, 0)) * 0.00000000000000001, 16)`),
  },
  double: {
    js: (a, b) => (b === 0 ? null : a / b),
    sql: (a, b) => sql`(${a} / ${b})`,
    condition: (b) => sql`${b} <> 0`,
  },
};

/** Above 2^53 a quotient of doubles can round up to the next whole number; the remainder cannot. */
const divideExactly = (a: number, b: number): number => (a - (a % b)) / b;

export const divide: Operation = {
  name: "/",
  check: (operands) => (bothNumbers(operands) ? onNumbers("/", numbers, operands) : cannot("divided", operands)),
};
