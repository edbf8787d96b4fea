/**
 * Converts dates, times and instants (their ISO texts: docs/mechanics.md, 11) to the parts of a calendar, in a zone.
 */
export interface CalendarParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Minutes east of UTC; absent for plain dates and times. */
  readonly offset?: number;
}

export type TemporalKind = "date" | "time" | "timestamp";

const MIDNIGHT = { hour: 0, minute: 0, second: 0, microsecond: 0 };
const START = { year: 1970, month: 1, day: 1 };

/** Milliseconds since 1970 of these parts, read as UTC; years below 100 too. */
export function utcMillis(parts: Omit<CalendarParts, "offset">): number {
  const date = new Date(0);
  date.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  date.setUTCHours(parts.hour, parts.minute, parts.second, Math.floor(parts.microsecond / 1000));
  return date.getTime();
}

export function readDate(text: string): CalendarParts | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match ? { ...MIDNIGHT, year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : undefined;
}

export function readTime(text: string): CalendarParts | undefined {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text);
  if (!match) return undefined;
  return {
    ...START,
    hour: Number(match[1]),
    minute: Number(match[2]),
    second: Number(match[3] ?? 0),
    microsecond: Number((match[4] ?? "").padEnd(6, "0")),
  };
}

/** The parts of an instant as a clock in the zone shows them. */
export function instantReader(timeZone: string): (text: string) => CalendarParts | undefined {
  const clock = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
    timeZone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (text) => {
    const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text);
    if (!match) return undefined;
    const millis = Date.parse(`${match[1]}T${match[2]}Z`);
    if (Number.isNaN(millis)) return undefined;
    const part: Record<string, string> = {};
    for (const { type, value } of clock.formatToParts(millis)) part[type] = value;
    const year = Number(part.year);
    const parts = {
      year: part.era?.startsWith("B") ? 1 - year : year,
      month: Number(part.month),
      day: Number(part.day),
      hour: Number(part.hour),
      minute: Number(part.minute),
      second: Number(part.second),
      microsecond: Number((match[3] ?? "").padEnd(6, "0")),
    };
    return { ...parts, offset: Math.round((utcMillis({ ...parts, microsecond: 0 }) - millis) / 60_000) };
  };
}

export const weekdayOf = (parts: CalendarParts): number => new Date(utcMillis(parts)).getUTCDay();

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const daysInMonth = (year: number, month: number): number =>
  [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 30;

export const dayOfYear = (parts: CalendarParts): number => {
  let days = parts.day;
  for (let month = 1; month < parts.month; month++) days += daysInMonth(parts.year, month);
  return days;
};

/** ISO 8601's week and the year it belongs to. */
export function isoWeek(parts: CalendarParts): { week: number; year: number } {
  const weekday = (weekdayOf(parts) + 6) % 7;
  const thursday = utcMillis({ ...parts, ...MIDNIGHT }) + (3 - weekday) * 86_400_000;
  const year = new Date(thursday).getUTCFullYear();
  const firstDay = utcMillis({ ...MIDNIGHT, year, month: 1, day: 1 });
  return { week: Math.floor((thursday - firstDay) / (7 * 86_400_000)) + 1, year };
}
