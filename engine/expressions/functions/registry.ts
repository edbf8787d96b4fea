import type { ExpressionFunction } from "../operation.ts";
import { abs } from "./abs.ts";
import { asDecimal } from "./as-decimal.ts";
import { asDouble } from "./as-double.ts";
import { asInt } from "./as-int.ts";
import { asText } from "./as-text.ts";
import { asDate, asDuration, asTime, asTimestamp, asUuid } from "./calendar-constructors.ts";
import { ceil } from "./ceil.ts";
import { coalesce } from "./coalesce.ts";
import { contains } from "./contains.ts";
import { day } from "./day.ts";
import { days } from "./days.ts";
import { endsWith } from "./ends-with.ts";
import { floor } from "./floor.ts";
import { has } from "./has.ts";
import { hour } from "./hour.ts";
import { lower } from "./lower.ts";
import { max } from "./max.ts";
import { min } from "./min.ts";
import { minute } from "./minute.ts";
import { month } from "./month.ts";
import { now } from "./now.ts";
import { round } from "./round.ts";
import { second } from "./second.ts";
import { seconds } from "./seconds.ts";
import { size } from "./size.ts";
import { startsWith } from "./starts-with.ts";
import { trim } from "./trim.ts";
import { upper } from "./upper.ts";
import { weekday } from "./weekday.ts";
import { year } from "./year.ts";

/** Every function of the language, in the order of docs/expressions.md. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  size,
  lower,
  upper,
  trim,
  contains,
  startsWith,
  endsWith,
  abs,
  round,
  floor,
  ceil,
  min,
  max,
  coalesce,
  has,
  now,
  year,
  month,
  day,
  weekday,
  hour,
  minute,
  second,
  days,
  seconds,
  asInt,
  asDecimal,
  asDouble,
  asText,
  asDate,
  asTime,
  asTimestamp,
  asDuration,
  asUuid,
];

const byName: ReadonlyMap<string, ExpressionFunction> = new Map(
  expressionFunctions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry])),
);

export const functionNamed = (name: string): ExpressionFunction | undefined => byName.get(name);
export const functionNames: readonly string[] = expressionFunctions.map((entry) => entry.name);
