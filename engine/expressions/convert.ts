import { sql } from "../sql/sql.ts";
import {
  describeType,
  isSameType,
  numericRank,
  type RecordKey,
  scalar,
  type ValueType,
} from "../value-types/value-type.ts";
import type { ExpressionProblemCode } from "./expression-problem.ts";
import { expressionProblemCodes as codes } from "./expression-problem.ts";
import { at, type Implementation, strict1 } from "./operation.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { readCalendarLiteral } from "./values/calendar-values.ts";
import { MAX_DECIMAL_SCALE, positional } from "./values/decimal.ts";
import { recordKey } from "./values/record-key.ts";

/**
 * Which type can be used for which. Numbers widen int → decimal → double, a record gives its key, and a literal takes
 * the type of the other side: `due < "2026-01-01"` compares dates. There are no other implicit conversions.
 */
export type Converted =
  | { readonly ok: true; readonly expression: TypedExpression }
  | { readonly ok: false; readonly code: ExpressionProblemCode; readonly message: string };

const fine = (expression: TypedExpression): Converted => ({ ok: true, expression });

export function convertTo(expression: TypedExpression, type: ValueType): Converted {
  if (isSameType(expression.type, type)) return fine(expression);
  if (expression.kind === "constant" && expression.isLiteral) return convertLiteral(expression, type);
  if (expression.kind === "list" && type.kind === "list") return convertItems(expression, type.item);
  const conversion = conversionBetween(expression.type, type);
  if (!conversion) return refusal(expression.type, type);
  return fine({
    kind: "operation",
    name: conversion.name,
    type,
    operands: [expression],
    implementation: conversion.implementation,
    start: expression.start,
    end: expression.end,
  });
}

function refusal(from: ValueType, to: ValueType): Converted {
  return { ok: false, code: codes.typeMismatch, message: `This is ${describeType(from)}, not ${describeType(to)}.` };
}

function convertItems(list: TypedExpression & { kind: "list" }, item: ValueType): Converted {
  const items: TypedExpression[] = [];
  for (const entry of list.items) {
    const converted = convertTo(entry, item);
    if (!converted.ok) return converted;
    items.push(converted.expression);
  }
  return fine({ ...list, items, type: { kind: "list", item } });
}

type Constant = TypedExpression & { kind: "constant" };

function convertLiteral(literal: Constant, type: ValueType): Converted {
  const become = (value: unknown): Converted => fine({ ...literal, type, value });
  const { kind } = literal.type;
  if (kind === "null") return become(null);
  if (numericRank(literal.type) !== undefined && numericRank(type) !== undefined) {
    const value = convertNumber(literal.value as number | string, type);
    return value === undefined ? refusal(literal.type, type) : become(value);
  }
  if (kind !== "text") return refusal(literal.type, type);
  const text = String(literal.value);
  switch (type.kind) {
    case "date":
    case "time":
    case "timestamp":
    case "duration": {
      const read = readCalendarLiteral(type.kind, text);
      return read.ok
        ? become(read.value)
        : { ok: false, code: codes.badLiteral, message: `This text ${read.message}.` };
    }
    case "uuid": {
      const folded = text.toLowerCase();
      return UUID.test(folded)
        ? become(folded)
        : { ok: false, code: codes.badLiteral, message: "This text is not a UUID." };
    }
    default:
      return refusal(literal.type, type);
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A literal number as another kind of number, when nothing is lost. One with a point is never a whole number, not even
 * 2.0: builders write it to divide with a fraction, `year / 2.0`.
 */
function convertNumber(value: number | string, type: ValueType): number | string | undefined {
  if (type.kind === "double") return Number(value);
  if (type.kind !== "decimal") return undefined;
  const text = typeof value === "number" ? positional(value) : value;
  return (text.split(".")[1] ?? "").length <= MAX_DECIMAL_SCALE ? text : undefined;
}

interface Conversion {
  readonly name: string;
  readonly implementation: Implementation;
}

const intToDecimal: Conversion = {
  name: "int to decimal",
  implementation: { js: strict1((a: number) => String(a)), sql: (operands) => sql`${at(operands, 0).sql}::numeric` },
};
const toDouble: Conversion = {
  name: "to double",
  implementation: {
    js: strict1((a: number | string) => {
      const number = Number(a);
      return Number.isFinite(number) ? number : null;
    }),
    sql: (operands) => sql`${at(operands, 0).sql}::double precision`,
  },
};
const toKey: Conversion = {
  name: "key of record",
  implementation: { js: strict1((a: unknown) => recordKey(a)), sql: (operands) => at(operands, 0).sql },
};

function conversionBetween(from: ValueType, to: ValueType): Conversion | undefined {
  if (from.kind === "record" && to.kind === from.key) return toKey;
  if (from.kind === "int" && to.kind === "decimal") return intToDecimal;
  if ((from.kind === "int" || from.kind === "decimal") && to.kind === "double") return toDouble;
  return undefined;
}

export type Unified =
  | { readonly ok: true; readonly type: ValueType; readonly operands: readonly TypedExpression[] }
  | { readonly ok: false; readonly code: ExpressionProblemCode; readonly message: string; readonly operand: number };

const isLiteral = (expression: TypedExpression): boolean => expression.kind === "constant" && expression.isLiteral;

/** One common type for several values: operands of `==`, branches of a ternary, items of a list. */
export function unify(operands: readonly TypedExpression[]): Unified {
  let target: ValueType | undefined;
  for (const literals of [false, true]) {
    for (const [index, operand] of operands.entries()) {
      if (isLiteral(operand) !== literals || operand.type.kind === "null") continue;
      const joined = target === undefined ? operand.type : join(target, operand);
      if (joined === undefined) {
        return {
          ok: false,
          code: codes.typeMismatch,
          operand: index,
          message: `${capital(describeType(target as ValueType))} and ${describeType(operand.type)} do not go together.`,
        };
      }
      target = joined;
    }
  }
  const type = target ?? { kind: "null" };
  const converted: TypedExpression[] = [];
  for (const [index, operand] of operands.entries()) {
    const result = convertTo(operand, type);
    if (!result.ok) return { ...result, operand: index };
    converted.push(result.expression);
  }
  return { ok: true, type, operands: converted };
}

/** The type that holds both; a literal is converted to the type of the others, if nothing is lost. */
function join(type: ValueType, operand: TypedExpression): ValueType | undefined {
  if (isSameType(type, operand.type)) return type;
  const rank = numericRank(type);
  const otherRank = numericRank(operand.type);
  if (rank !== undefined && otherRank !== undefined) {
    if (isLiteral(operand) && convertTo(operand, type).ok) return type;
    return rank >= otherRank ? type : operand.type;
  }
  const [record, other] = type.kind === "record" ? [type, operand.type] : [operand.type, type];
  if (record.kind === "record" && (other.kind === record.key || isKeyText(record.key, operand)))
    return scalar(record.key);
  // The conversion reports a literal that is wrong for the type (a text that is not a date).
  if (isLiteral(operand) && operand.type.kind === "text" && type.kind !== "text" && textReadable.has(type.kind))
    return type;
  return undefined;
}

/** `author == "019ad2c4-…"`: a key that is a literal. */
const isKeyText = (key: RecordKey, operand: TypedExpression): boolean =>
  key === "uuid" && isLiteral(operand) && operand.type.kind === "text";

const textReadable: ReadonlySet<string> = new Set(["date", "time", "timestamp", "duration", "uuid"]);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
