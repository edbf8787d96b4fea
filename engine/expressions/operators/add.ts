import { sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type Implementation, type Operation, resolved, strict2 } from "../operation.ts";
import { boundedDateSql, boundedDecimalSql, boundedInstantSql, durationSql, microsSql } from "../sql-guards.ts";
import {
  MICROS_PER_DAY,
  printDate,
  printDuration,
  printInstant,
  readDate,
  readDuration,
  readInstant,
} from "../values/calendar-values.ts";
import { addDecimals } from "../values/decimal.ts";
import { bothNumbers, cannot, type NumberForms, onNumbers } from "./arithmetic.ts";

/** Numbers; texts are concatenated; a duration is added to a date, an instant or a duration, on either side. */
const numbers: NumberForms = {
  int: { js: (a, b) => a + b, sql: (a, b) => sql`(${a} + ${b})` },
  decimal: { js: addDecimals, sql: (a, b) => boundedDecimalSql(sql`(${a} + ${b})`) },
  double: { js: (a, b) => a + b, sql: (a, b) => sql`(${a} + ${b})` },
};

/** Texts are joined again and again where an expression is read by another one: without a limit they double each time. */
const MOST_CHARACTERS = 20_000_000;

const joinTexts: Implementation = {
  js: strict2((a: string, b: string) => (a.length + b.length > MOST_CHARACTERS ? null : a + b)),
  sql: (parts) => sql`(${at(parts, 0).sql} || ${at(parts, 1).sql})`,
};

export const addDurations: Implementation = {
  js: strict2((a: unknown, b: unknown) => {
    const [x, y] = [readDuration(a), readDuration(b)];
    return x === undefined || y === undefined ? null : printDuration(x + y);
  }),
  sql: (parts) => durationSql(sql`(${microsSql(at(parts, 0).sql)} + ${microsSql(at(parts, 1).sql)})`),
};

/** Only whole days are added to a date: 36 hours are one day. */
export const moveDate = (direction: 1 | -1): Implementation => ({
  js: strict2((a: unknown, b: unknown) => {
    const [day, micros] = [readDate(a), readDuration(b)];
    return day === undefined || micros === undefined
      ? null
      : printDate(day + direction * Math.trunc(micros / MICROS_PER_DAY));
  }),
  sql: (parts) => {
    const day = at(parts, 0).sql;
    const days = sql`div(extract(epoch FROM ${at(parts, 1).sql}), 86400)::integer`;
    return boundedDateSql(direction === 1 ? sql`(${day} + ${days})` : sql`(${day} - ${days})`);
  },
});

export const moveInstant = (direction: 1 | -1): Implementation => ({
  js: strict2((a: unknown, b: unknown) => {
    const [instant, micros] = [readInstant(a), readDuration(b)];
    return instant === undefined || micros === undefined ? null : printInstant(instant + BigInt(direction * micros));
  }),
  sql: (parts) => {
    const [instant, step] = [at(parts, 0).sql, at(parts, 1).sql];
    return boundedInstantSql(direction === 1 ? sql`(${instant} + ${step})` : sql`(${instant} - ${step})`);
  },
});

export const add: Operation = {
  name: "+",
  check: (operands) => {
    const [left, right] = [at(operands, 0), at(operands, 1)];
    if (bothNumbers(operands)) return onNumbers("+", numbers, operands);
    const kinds = `${left.type.kind} ${right.type.kind}`;
    switch (kinds) {
      case "text text":
        return resolved(scalar("text"), operands, joinTexts);
      case "duration duration":
        return resolved(scalar("duration"), operands, addDurations);
      case "date duration":
        return resolved(scalar("date"), operands, moveDate(1));
      case "duration date":
        return resolved(scalar("date"), [right, left], moveDate(1));
      case "timestamp duration":
        return resolved(scalar("timestamp"), operands, moveInstant(1));
      case "duration timestamp":
        return resolved(scalar("timestamp"), [right, left], moveInstant(1));
      default:
        return cannot("added", operands, hintFor(left.type.kind, right.type.kind));
    }
  },
};

function hintFor(a: string, b: string): string | undefined {
  const kinds = [a, b];
  if (kinds.includes("text") && (kinds.includes("date") || kinds.includes("timestamp")))
    return 'A length of time is written duration("P7D").';
  if (kinds.includes("text")) return "Make the other side text: text(x).";
  if (kinds.includes("date") || kinds.includes("timestamp")) return 'Add a duration: due + duration("P7D").';
  return undefined;
}
