import { sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { unify } from "../convert.ts";
import { at, type Implementation, type Operation, resolved, strict2 } from "../operation.ts";
import { boundedDecimalSql, durationSql, microsSql } from "../sql-guards.ts";
import {
  MAX_DURATION,
  MICROS_PER_DAY,
  printDuration,
  readDate,
  readDuration,
  readInstant,
} from "../values/calendar-values.ts";
import { subtractDecimals } from "../values/decimal.ts";
import { moveDate, moveInstant } from "./add.ts";
import { bothNumbers, cannot, type NumberForms, onNumbers } from "./arithmetic.ts";

/** Numbers; a duration from a date, an instant or a duration; the duration between two dates or two instants. */
const numbers: NumberForms = {
  int: { js: (a, b) => a - b, sql: (a, b) => sql`(${a} - ${b})` },
  decimal: { js: subtractDecimals, sql: (a, b) => boundedDecimalSql(sql`(${a} - ${b})`) },
  double: { js: (a, b) => a - b, sql: (a, b) => sql`(${a} - ${b})` },
};

const subtractDurations: Implementation = {
  js: strict2((a: unknown, b: unknown) => {
    const [x, y] = [readDuration(a), readDuration(b)];
    return x === undefined || y === undefined ? null : printDuration(x - y);
  }),
  sql: (parts) => durationSql(sql`(${microsSql(at(parts, 0).sql)} - ${microsSql(at(parts, 1).sql)})`),
};

const betweenDates: Implementation = {
  js: strict2((a: unknown, b: unknown) => {
    const [x, y] = [readDate(a), readDate(b)];
    return x === undefined || y === undefined ? null : printDuration((x - y) * MICROS_PER_DAY);
  }),
  sql: (parts) => durationSql(sql`((${at(parts, 0).sql} - ${at(parts, 1).sql})::numeric * 86400000000)`),
};

const betweenInstants: Implementation = {
  js: strict2((a: unknown, b: unknown) => {
    const [x, y] = [readInstant(a), readInstant(b)];
    if (x === undefined || y === undefined) return null;
    const micros = x - y;
    return micros > BigInt(MAX_DURATION) || micros < -BigInt(MAX_DURATION) ? null : printDuration(Number(micros));
  }),
  sql: (parts) => durationSql(microsSql(sql`(${at(parts, 0).sql} - ${at(parts, 1).sql})`)),
};

export const subtract: Operation = {
  name: "-",
  check: (operands) => {
    const [left, right] = [at(operands, 0), at(operands, 1)];
    if (bothNumbers(operands)) return onNumbers("-", numbers, operands);
    if (right.type.kind === "duration") {
      if (left.type.kind === "duration") return resolved(scalar("duration"), operands, subtractDurations);
      if (left.type.kind === "date") return resolved(scalar("date"), operands, moveDate(-1));
      if (left.type.kind === "timestamp") return resolved(scalar("timestamp"), operands, moveInstant(-1));
    }
    const unified = unify(operands);
    if (unified.ok && unified.type.kind === "date") return resolved(scalar("duration"), unified.operands, betweenDates);
    if (unified.ok && unified.type.kind === "timestamp")
      return resolved(scalar("duration"), unified.operands, betweenInstants);
    return cannot("subtracted", operands);
  },
};
