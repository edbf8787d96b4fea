import { type CalendarParts, daysInMonth, instantReader, readDate, utcMillis } from "./instants.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The time between two dates or instants in words of the language: the largest unit that is not zero, and the one below
 * it, as Django's timesince. Where one of them is a date, days are counted in the app's zone and nothing smaller.
 */
export function elapsedTime({ locale, timeZone }: { readonly locale: string; readonly timeZone: string }) {
  const inZone = instantReader(timeZone);
  const inUtc = instantReader("UTC");
  const joined = new Intl.ListFormat(locale, { type: "unit", style: "long" });
  const words = new Map<string, Intl.NumberFormat>();
  const amount = (count: number, unit: string): string => {
    const format = words.get(unit) ?? new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
    words.set(unit, format);
    return format.format(count);
  };
  return (from: string, to: string): string | null => {
    const isWhole = readDate(from) !== undefined || readDate(to) !== undefined;
    const read = (text: string): CalendarParts | undefined => {
      if (!isWhole) return inUtc(text);
      const parts = readDate(text) ?? inZone(text);
      return parts && { ...parts, hour: 0, minute: 0, second: 0, microsecond: 0 };
    };
    const [start, end] = [read(from), read(to)];
    if (!start || !end) return null;
    const units = unitsBetween(start, end).slice(0, isWhole ? 4 : 6);
    const first = units.findIndex(({ count }) => count > 0);
    if (first < 0) return amount(0, isWhole ? "day" : "minute");
    const shown = units.slice(first, first + 2).filter(({ count }) => count > 0);
    return joined.format(shown.map(({ count, unit }) => amount(count, unit)));
  };
}

/** Nothing when the end is before the start, as in Django. */
function unitsBetween(start: CalendarParts, end: CalendarParts): readonly { count: number; unit: string }[] {
  const total = utcMillis(end) - utcMillis(start);
  let months = Math.max(0, (end.year - start.year) * 12 + end.month - start.month);
  if (months > 0 && utcMillis(monthsAfter(start, months)) > utcMillis(end)) months--;
  const left = total <= 0 ? 0 : utcMillis(end) - utcMillis(monthsAfter(start, months));
  const units = {
    year: Math.floor(months / 12),
    month: months % 12,
    week: Math.floor(left / (7 * DAY)),
    day: Math.floor(left / DAY) % 7,
    hour: Math.floor(left / HOUR) % 24,
    minute: Math.floor(left / MINUTE) % 60,
  };
  return Object.entries(units).map(([unit, count]) => ({ unit, count: total <= 0 ? 0 : count }));
}

/** The 31st of a short month is its last day. */
function monthsAfter(parts: CalendarParts, months: number): CalendarParts {
  const month = parts.month - 1 + months;
  const year = parts.year + Math.floor(month / 12);
  const number = (month % 12) + 1;
  return { ...parts, year, month: number, day: Math.min(parts.day, daysInMonth(year, number)) };
}
