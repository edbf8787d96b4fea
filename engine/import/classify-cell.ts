import { checkInstant } from "../field-types/calendar.ts";
import { isoDay, type LooseDate, parseLooseDate, parseLooseTime } from "../field-types/loose-dates.ts";
import { type LooseNumber, parseLooseNumber } from "../field-types/loose-numbers.ts";
import { recognizedTypes } from "./recognized-types.ts";

/**
 * The types that a text could be read as, as bits. A column could be the types that all of its cells could be: the
 * conjunction. That makes inference one pass over any number of rows, in any order.
 */
export const could = {
  /** Read with a decimal point: `1,250` is 1250. */
  number: 1,
  /** Read with a decimal comma: `1,250` is 1.25. */
  commaNumber: 2,
  boolean: 4,
  dateMonthFirst: 8,
  dateDayFirst: 16,
  instantMonthFirst: 32,
  instantDayFirst: 64,
  time: 128,
} as const;

/** Types that recognize their values by themselves have the bits above. */
const FIRST_RECOGNIZED = 8;
export const recognizedBit = (index: number): number => 1 << (FIRST_RECOGNIZED + index);

export const COULD_BE_ANYTHING = recognizedBit(recognizedTypes.length) - 1;

const BOOLEANS = new Set(["true", "false", "yes", "no", "t", "f", "y", "n"]);

export interface Classified {
  readonly bits: number;
  /** As a number with a decimal point, and with a decimal comma. */
  readonly point?: LooseNumber | undefined;
  readonly comma?: LooseNumber | undefined;
  /** A date that another order of day and month would make another day. */
  readonly isOpenDate?: boolean;
}

export function classifyText(given: string, options: { readonly latestYear: number }): Classified {
  const value = given.trim();
  // Numbers and dates are never longer.
  if (value.length > 120) return { bits: recognizedBits(value) };
  const point = parseLooseNumber(value);
  const comma = parseLooseNumber(value, true);
  if (point || comma) return { bits: (point ? could.number : 0) | (comma ? could.commaNumber : 0), point, comma };
  if (value.length <= 5 && BOOLEANS.has(value.toLowerCase())) return { bits: could.boolean };
  const date = value.length > 60 ? { bits: 0 } : classifyDate(value, options.latestYear);
  return { ...date, bits: date.bits | recognizedBits(value) };
}

function classifyDate(value: string, latestYear: number): Classified {
  if (!/\d/.test(value)) return { bits: 0 };
  if (parseLooseTime(value) !== undefined) return { bits: could.time };
  let bits = 0;
  const monthFirst = parseLooseDate(value, { order: "month_first", latestYear });
  if (isStorable(monthFirst))
    bits |= could.instantMonthFirst | (monthFirst.time === undefined ? could.dateMonthFirst : 0);
  const dayFirst = parseLooseDate(value, { order: "day_first", latestYear });
  if (isStorable(dayFirst)) bits |= could.instantDayFirst | (dayFirst.time === undefined ? could.dateDayFirst : 0);
  return { bits, isOpenDate: monthFirst !== undefined && !monthFirst.isCertain };
}

/** An instant with an offset may lie outside the calendar's years in UTC. */
const isStorable = (date: LooseDate | undefined): date is LooseDate =>
  date !== undefined &&
  (date.offset === undefined || checkInstant(`${isoDay(date)}T${date.time ?? "00:00:00"}${date.offset}`).ok);

const recognizedBits = (value: string): number =>
  recognizedTypes.reduce((bits, type, index) => (type.recognizes(value) ? bits | recognizedBit(index) : bits), 0);
