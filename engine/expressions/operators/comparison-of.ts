import { assertNever } from "../../assert-never.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import { compareInstants, readDuration, readTime } from "../values/calendar-values.ts";
import { compareText } from "../values/compare-text.ts";
import { compareDecimals } from "../values/decimal.ts";

/**
 * How two present values of a type compare: negative, zero, positive, or NaN when one is malformed (which then makes
 * every comparison unknown).
 */
export function comparisonOf(type: ValueType): (a: never, b: never) => number {
  switch (type.kind) {
    case "text":
      return compareText;
    case "decimal":
      return compareDecimals;
    case "timestamp":
      return compareInstants;
    case "time":
      return (a: unknown, b: unknown) => difference(readTime(a), readTime(b));
    case "duration":
      return (a: unknown, b: unknown) => difference(readDuration(a), readDuration(b));
    case "bool":
    case "int":
    case "double":
    case "date":
    case "uuid":
    case "json":
    case "null":
    case "list":
    case "record":
    case "object":
      // Numbers, and ISO dates with four-digit years, whose code units have the same order.
      return (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
    default:
      return assertNever(type);
  }
}

const difference = (a: number | undefined, b: number | undefined): number =>
  a === undefined || b === undefined ? Number.NaN : a - b;

/** Types for which `===` on the values is equality. */
export const isIdentity = (type: ValueType): boolean => identityKinds.has(type.kind);
const identityKinds: ReadonlySet<string> = new Set(["bool", "int", "double", "text", "date", "uuid"]);
