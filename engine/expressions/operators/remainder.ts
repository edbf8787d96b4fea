import { sql } from "../../sql/sql.ts";
import type { Operation } from "../operation.ts";
import { boundedDecimalSql } from "../sql-guards.ts";
import { remainderOfDecimals } from "../values/decimal.ts";
import { bothNumbers, cannot, type NumberForms, onNumbers } from "./arithmetic.ts";

/**
 * The remainder of a division truncated towards zero, with the sign of the first operand: -7 % 2 is -1. Absent for a
 * division by zero.
 */
const numbers: NumberForms = {
  int: { js: (a, b) => (b === 0 ? null : a % b), sql: (a, b) => sql`mod(${a}, NULLIF(${b}, 0))` },
  decimal: { js: remainderOfDecimals, sql: (a, b) => boundedDecimalSql(sql`mod(${a}, NULLIF(${b}, 0))`) },
};

export const remainder: Operation = {
  name: "%",
  check: (operands) => (bothNumbers(operands) ? onNumbers("%", numbers, operands) : cannot("divided", operands)),
};
