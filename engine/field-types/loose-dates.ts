import { isRealDate } from "./calendar.ts";

/**
 * Dates and times as files have them: `1998-06-12`, `Jun 12 1998`, `12-Jun-98`, `Friday, June 12th, 1998`, `6/12/98`,
 * `12.06.1998 14:30`, `1998-06-12T14:30:00Z`. Which of two numbers is the day is the column's matter (`DateOrder`):
 * one cell cannot tell, unless it is written with dots: then the day comes first.
 */
export const dateOrders = ["month_first", "day_first"] as const;
export type DateOrder = (typeof dateOrders)[number];

export interface LooseDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** `14:30:05.25`; undefined for a day alone. */
  readonly time: string | undefined;
  /** `Z` or `+02:00`; undefined when the cell does not say. */
  readonly offset: string | undefined;
  /** Whether the order of day and month was told by the cell itself. */
  readonly isCertain: boolean;
}

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const PLAIN_DAY = /^\d{4}-\d\d-\d\d$/;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const NUMBERS = /^(\d{1,2})([-/]|\. ?)(\d{1,2})\2(\d{4}|\d{2})$/;
const MONTH_FIRST = /^([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4}|\d{2})$/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?\.?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4}|\d{2})$/;
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? /;
const CLOCK =
  /^(.+?)(?:[t ]|, ?)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?([ap]m)?(?: ?(z|utc|gmt|[+-]\d\d(?::?\d\d)?))?$/;
/** `5pm`, an hour alone. */
const BARE_HOUR = /(?<=[t ,])(\d{1,2}) ?([ap]m)\b/;
const MAX_LENGTH = 60;

/** `latestYear`: a year of two digits is the one up to it (with 2036: `36` is 2036, `37` is 1937). */
export function parseLooseDate(
  given: string,
  options: { readonly order: DateOrder; readonly latestYear: number },
): LooseDate | undefined {
  // The usual form of dates in files, recognised quickly.
  if (given.length === 10 && given[4] === "-" && PLAIN_DAY.test(given)) {
    const date = real(Number(given.slice(0, 4)), Number(given.slice(5, 7)), Number(given.slice(8)), true);
    return date && { ...date, time: undefined, offset: undefined };
  }
  if (given.length < 6 || given.length > MAX_LENGTH || !/\d/.test(given)) return undefined;
  const text = given.trim().toLowerCase();
  const day = parseDay(text, options);
  if (day) return { ...day, time: undefined, offset: undefined };
  const clock = CLOCK.exec(text.replace(BARE_HOUR, "$1:00 $2"));
  if (!clock) return undefined;
  const time = readClock(clock);
  const date = time === undefined ? undefined : parseDay((clock[1] as string).replace(/,$/, ""), options);
  return date && { ...date, time, offset: readOffset(clock[7]) };
}

type Day = Pick<LooseDate, "year" | "month" | "day" | "isCertain">;

function parseDay(text: string, { order, latestYear }: { order: DateOrder; latestYear: number }): Day | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return real(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]), true);
  const numbers = NUMBERS.exec(text);
  if (numbers) {
    const [first, second, year] = [Number(numbers[1]), Number(numbers[3]), fullYear(numbers[4] as string, latestYear)];
    // In dates with dots the day comes first.
    const hasDots = numbers[2]?.startsWith(".") === true;
    const [month, day] = order === "month_first" && !hasDots ? [first, second] : [second, first];
    return real(year, month, day, hasDots || first > 12 || second > 12 || first === second);
  }
  const words = text.replace(WEEKDAY, "");
  const monthFirst = MONTH_FIRST.exec(words);
  if (monthFirst) return named(monthFirst[1] as string, monthFirst[2] as string, monthFirst[3] as string, latestYear);
  const dayFirst = DAY_FIRST.exec(words);
  return dayFirst ? named(dayFirst[2] as string, dayFirst[1] as string, dayFirst[3] as string, latestYear) : undefined;
}

function named(monthName: string, day: string, year: string, latestYear: number): Day | undefined {
  const word = monthName === "sept" ? "sep" : monthName;
  const month = MONTHS.findIndex((name) => name === word || (word.length === 3 && name.startsWith(word)));
  return month < 0 ? undefined : real(fullYear(year, latestYear), month + 1, Number(day), true);
}

function fullYear(text: string, latestYear: number): number {
  const year = Number(text);
  if (text.length === 4) return year;
  const century = Math.floor(latestYear / 100) * 100;
  return century + year <= latestYear ? century + year : century - 100 + year;
}

const real = (year: number, month: number, day: number, isCertain: boolean): Day | undefined =>
  isRealDate(year, month, day) ? { year, month, day, isCertain } : undefined;

function readClock([, , hours = "", minutes = "", seconds = "00", fraction, half]: RegExpExecArray):
  | string
  | undefined {
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === "pm" ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const pad = String(hour).padStart(2, "0");
  return `${pad}:${minutes}:${seconds}${fraction ? `.${fraction.slice(0, 6)}` : ""}`;
}

function readOffset(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]/.test(text)) return "Z";
  // Postgres writes whole hours as `+02`.
  return text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3) || "00"}`;
}

const pad = (number: number, length: number): string => String(number).padStart(length, "0");

export const isoDay = (date: Pick<LooseDate, "year" | "month" | "day">): string =>
  `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;

/** `2:05 pm`, `14:30`, `14:30:05.5` as `14:05:00`; undefined when it is no time of the day. */
export function parseLooseTime(given: string): string | undefined {
  if (given.length > 20) return undefined;
  const match = CLOCK.exec(`x ${given.trim().toLowerCase()}`);
  return match && match[7] === undefined && match[1] === "x" ? readClock(match) : undefined;
}
