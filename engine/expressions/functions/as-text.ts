import { type Sql, sql } from "../../sql/sql.ts";
import { describeType, type ScalarKind, scalar } from "../../value-types/value-type.ts";
import {
  at,
  type ExpressionFunction,
  type Implementation,
  identity,
  mismatch,
  resolved,
  strict1,
} from "../operation.ts";
import { once } from "../sql-guards.ts";
import {
  printDuration,
  printInstant,
  printTime,
  readDuration,
  readInstant,
  readTime,
} from "../values/calendar-values.ts";
import { printDecimal, readableDouble, readDecimal } from "../values/decimal.ts";

/**
 * The canonical text of a value: decimals without trailing zeros, floats with 15 digits and without an exponent,
 * instants in UTC with Z, durations in seconds. Of JSON values only a text has one. No form depends on a setting of the
 * session.
 */
const orNull =
  <Read, Printed>(read: (value: unknown) => Read | undefined, print: (value: Read) => Printed) =>
  (value: unknown): Printed | null => {
    const known = read(value);
    return known === undefined ? null : print(known);
  };

const simple = (js: (value: never) => unknown, print: (x: Sql) => Sql): Implementation => ({
  js: strict1(js),
  sql: (parts) => print(at(parts, 0).sql),
});

export const textForms: Readonly<Record<ScalarKind, Implementation>> = {
  text: identity,
  bool: simple(
    (a: boolean) => (a ? "true" : "false"),
    (x) => sql`${x}::text`,
  ),
  int: simple(
    (a: number) => String(a),
    (x) => sql`${x}::text`,
  ),
  decimal: simple(orNull(readDecimal, printDecimal), (x) => sql`trim_scale(${x}::numeric)::text`),
  double: simple(
    (a: number) => readableDouble(a),
    (x) => sql`${x}::numeric::text`,
  ),
  date: simple(
    (a: string) => a,
    (x) => sql`to_char(${x}, 'YYYY-MM-DD')`,
  ),
  time: simple(orNull(readTime, printTime), (x) => sql`${x}::text`),
  timestamp: simple(
    orNull(readInstant, printInstant),
    (x) => sql`(btrim(to_json(${x} AT TIME ZONE 'UTC')::text, '"') || 'Z')`,
  ),
  duration: simple(
    orNull(readDuration, printDuration),
    (x) => sql`('PT' || trim_scale(extract(epoch FROM ${x}))::text || 'S')`,
  ),
  uuid: simple(
    (a: string) => a,
    (x) => sql`${x}::text`,
  ),
  json: {
    js: strict1((a: unknown) => (typeof a === "string" ? a : null)),
    sql: (parts) => once(parts, (x = sql``) => sql`(CASE jsonb_typeof(${x}) WHEN 'string' THEN ${x} #>> '{}' END)`),
  },
};

export const asText: ExpressionFunction = {
  name: "text",
  aliases: ["string"],
  signature: "text(value)",
  summary: "The value as text.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const { type } = at(operands, 0);
    const form = Object.hasOwn(textForms, type.kind) ? textForms[type.kind as ScalarKind] : undefined;
    if (!form)
      return mismatch(
        `${describeType(type)} has no text of its own.`.replace(/^./, (first) => first.toUpperCase()),
        { operand: 0, hint: "Take one of its members." },
      );
    return resolved(scalar("text"), operands, form);
  },
};
