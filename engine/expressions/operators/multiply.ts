import { sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type Implementation, type Operation, resolved, strict2 } from "../operation.ts";
import { durationSql, microsSql, roundedDecimalSql } from "../sql-guards.ts";
import { MAX_DURATION, printDuration, readDuration } from "../values/calendar-values.ts";
import { multiplyDecimals } from "../values/decimal.ts";
import { bothNumbers, cannot, type NumberForms, onNumbers } from "./arithmetic.ts";

/** Numbers; a duration multiplied by a number. */
const numbers: NumberForms = {
  int: { js: (a, b) => a * b, sql: (a, b) => sql`(${a} * ${b})` },
  decimal: { js: multiplyDecimals, sql: (a, b) => roundedDecimalSql(sql`(${a} * ${b})`) },
  double: { js: (a, b) => a * b, sql: (a, b) => sql`(${a} * ${b})` },
};

const times: Implementation = {
  js: strict2((a: unknown, b: number) => {
    const micros = readDuration(a);
    if (micros === undefined) return null;
    const product = BigInt(micros) * BigInt(b);
    return product > BigInt(MAX_DURATION) || product < -BigInt(MAX_DURATION) ? null : printDuration(Number(product));
  }),
  sql: (parts) => durationSql(sql`(${microsSql(at(parts, 0).sql)} * ${at(parts, 1).sql}::numeric)`),
};

export const multiply: Operation = {
  name: "*",
  check: (operands) => {
    const [left, right] = [at(operands, 0), at(operands, 1)];
    if (bothNumbers(operands)) return onNumbers("*", numbers, operands);
    if (left.type.kind === "duration" && right.type.kind === "int")
      return resolved(scalar("duration"), operands, times);
    if (left.type.kind === "int" && right.type.kind === "duration")
      return resolved(scalar("duration"), [right, left], times);
    return cannot("multiplied", operands);
  },
};
