import {
  checkDate,
  checkDuration,
  checkInstant,
  checkTime,
  durationText,
  isRealDate,
} from "../../field-types/calendar.ts";

/**
 * Dates, times, instants and durations for calculation: dates as days since 1970-01-01, instants as microseconds since
 * then (bigint: they need 58 bits), times and durations as microseconds (a number: at most 100,000 days). Their values
 * in expressions are texts. Years are 1 to 9999; a result outside is absent. Days are in UTC.
 */
export const MICROS_PER_DAY = 86_400_000_000;
export const MAX_DURATION = 100_000 * MICROS_PER_DAY;
const MIN_DAY = daysFromCivil(1, 1, 1);
const MAX_DAY = daysFromCivil(9999, 12, 31);
const DAY = BigInt(MICROS_PER_DAY);

/** Howard Hinnant's days_from_civil: the proleptic Gregorian calendar, as in Postgres. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

const two = (value: number): string => String(value).padStart(2, "0");

export function readDate(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isRealDate(year, month, day) ? daysFromCivil(year, month, day) : undefined;
}

export function printDate(days: number): string | null {
  if (!(days >= MIN_DAY && days <= MAX_DAY)) return null;
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))$/;

export function readInstant(value: unknown): bigint | undefined {
  const match = typeof value === "string" ? INSTANT.exec(value) : null;
  const days = match ? readDate(match[1]) : undefined;
  if (!match || days === undefined) return undefined;
  const [, , hour, minute, second = "0", fraction = "", sign, offsetHour = "0", offsetMinute = "0"] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const seconds = (Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second);
  return BigInt(days) * DAY + BigInt(seconds * 1_000_000 + Number(fraction.padEnd(6, "0")));
}

/** `2026-11-22T14:30:00Z`, with a fraction of a second without trailing zeros. */
export function printInstant(micros: bigint): string | null {
  const days = floorDivide(micros, DAY);
  const date = printDate(Number(days));
  return date === null ? null : `${date}T${printTime(Number(micros - days * DAY))}Z`;
}

export const instantDay = (micros: bigint): number => Number(floorDivide(micros, DAY));
export const instantTime = (micros: bigint): number => Number(micros - floorDivide(micros, DAY) * DAY);
export const dayInstant = (days: number): bigint => BigInt(days) * DAY;

export function readTime(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/.exec(value) : null;
  if (!match) return undefined;
  const seconds = (Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0);
  return seconds * 1_000_000 + Number((match[4] ?? "").padEnd(6, "0"));
}

export function printTime(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return fraction === "" ? clock : `${clock}.${fraction}`;
}

const CANONICAL_DURATION = /^PT(-?)(\d{1,10})(?:\.(\d{1,6}))?S$/;

export function readDuration(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  let match = CANONICAL_DURATION.exec(value);
  if (!match) {
    const checked = checkDuration(value);
    match = checked.ok ? CANONICAL_DURATION.exec(String(checked.value)) : null;
  }
  if (!match) return undefined;
  const micros = Number(match[2]) * 1_000_000 + Number((match[3] ?? "").padEnd(6, "0"));
  if (micros > MAX_DURATION) return undefined;
  return match[1] === "-" && micros !== 0 ? -micros : micros;
}

export const printDuration = (micros: number): string | null =>
  Math.abs(micros) <= MAX_DURATION ? durationText(BigInt(micros)) : null;

/** Zero, negative or positive; NaN when one is malformed. Canonical texts of equal length need no calculation. */
export function compareInstants(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length === b.length && a.endsWith("Z") && b.endsWith("Z") && a[10] === "T" && b[10] === "T")
    return a < b ? -1 : 1;
  const x = readInstant(a);
  const y = readInstant(b);
  return x === undefined || y === undefined ? Number.NaN : x < y ? -1 : x > y ? 1 : 0;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const cut = a / b;
  return a % b < 0n ? cut - 1n : cut;
}

/** The forms of literals that a builder writes, read once by the checker. `message` completes "This text …". */
export type ReadLiteral =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

const literal = (value: string | null | undefined, message: string): ReadLiteral =>
  value === null || value === undefined ? { ok: false, message } : { ok: true, value };

export function readCalendarLiteral(kind: "date" | "time" | "timestamp" | "duration", text: string): ReadLiteral {
  if (kind === "date") {
    const read = checkDate(text);
    return read.ok ? literal(text, "") : { ok: false, message: read.message };
  }
  if (kind === "time") {
    const read = checkTime(text);
    const micros = read.ok ? readTime(read.value) : undefined;
    return read.ok
      ? literal(micros === undefined ? null : printTime(micros), "is not a time")
      : { ok: false, message: read.message };
  }
  if (kind === "duration") {
    const read = checkDuration(text);
    return read.ok ? literal(String(read.value), "") : { ok: false, message: read.message };
  }
  // A date alone stands for its start in UTC.
  if (checkDate(text).ok) return literal(`${text}T00:00:00Z`, "");
  const read = checkInstant(text);
  if (!read.ok) return { ok: false, message: read.message };
  const micros = readInstant(read.value);
  return literal(micros === undefined ? null : printInstant(micros), "is not an instant between the years 1 and 9999");
}
