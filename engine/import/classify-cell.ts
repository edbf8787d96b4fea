import { parseLooseDate, parseLooseTime } from "../field-types/loose-dates.ts";
import { parseLooseNumber } from "../field-types/loose-numbers.ts";
import { recognizedTypes } from "./recognized-types.ts";

/**
 * What a text could be, as bits. A column could be what all of its cells could be: the conjunction. That makes
 * inference one pass over any number of rows, whatever their order.
 */
export const could = {
  integer: 1,
  bigInteger: 2,
  wholeDecimal: 4,
  number: 8,
  /** A number whose digits a float would not keep. */
  float: 16,
  commaNumber: 32,
  boolean: 64,
  dateMonthFirst: 128,
  dateDayFirst: 256,
  instantMonthFirst: 512,
  instantDayFirst: 1024,
  time: 2048,
} as const;

/** Types that recognize their values by themselves have the bits above. */
const FIRST_RECOGNIZED = 12;
export const recognizedBit = (index: number): number => 1 << (FIRST_RECOGNIZED + index);

export const COULD_BE_ANYTHING = recognizedBit(recognizedTypes.length) - 1;

const BOOLEANS = new Set(["true", "false", "yes", "no", "t", "f", "y", "n"]);
const INT_MAX = 2147483647;
const BIG_MAX = 2n ** 63n - 1n;

export interface Classified {
  readonly bits: number;
  readonly fractionDigits: number;
  readonly wholeDigits: number;
  readonly isMoney: boolean;
}

const text: Classified = { bits: 0, fractionDigits: 0, wholeDigits: 0, isMoney: false };

export function classifyText(given: string, options: { readonly latestYear: number }): Classified {
  const value = given.trim();
  // Numbers and dates are never longer.
  if (value.length > 60) return { ...text, bits: recognizedBits(value) };
  const number = parseLooseNumber(value);
  const comma = parseLooseNumber(value, true);
  let bits = comma ? could.commaNumber : 0;
  if (number) {
    bits |= could.number;
    const digits = number.wholeDigits + number.fractionDigits;
    if (digits <= 15 || number.hasExponent) bits |= could.float;
    if (number.isWhole && digits <= 100) {
      bits |= could.wholeDecimal;
      if (digits <= 10 && Math.abs(Number(number.plain)) <= INT_MAX) bits |= could.integer;
      if (digits <= 19 && fitsBigInteger(number.plain)) bits |= could.bigInteger;
    }
    return { bits, fractionDigits: number.fractionDigits, wholeDigits: number.wholeDigits, isMoney: number.isMoney };
  }
  if (comma)
    return { bits, fractionDigits: comma.fractionDigits, wholeDigits: comma.wholeDigits, isMoney: comma.isMoney };
  if (value.length <= 5 && BOOLEANS.has(value.toLowerCase())) return { ...text, bits: could.boolean };
  return { ...text, bits: dateBits(value, options.latestYear) | recognizedBits(value) };
}

function dateBits(value: string, latestYear: number): number {
  if (!/\d/.test(value)) return 0;
  if (parseLooseTime(value) !== undefined) return could.time;
  let bits = 0;
  const monthFirst = parseLooseDate(value, { order: "month_first", latestYear });
  if (monthFirst) bits |= could.instantMonthFirst | (monthFirst.time === undefined ? could.dateMonthFirst : 0);
  const dayFirst = parseLooseDate(value, { order: "day_first", latestYear });
  if (dayFirst) bits |= could.instantDayFirst | (dayFirst.time === undefined ? could.dateDayFirst : 0);
  return bits;
}

const recognizedBits = (value: string): number =>
  recognizedTypes.reduce((bits, type, index) => (type.recognizes(value) ? bits | recognizedBit(index) : bits), 0);

function fitsBigInteger(plain: string): boolean {
  const number = BigInt(plain);
  return number <= BIG_MAX && number >= -BIG_MAX - 1n;
}
