import { type ParsedValue, parsed, refused } from "./parsed-value.ts";

/** Dates, times, instants and durations as text, checked without the host's clock or zone. Years 0001 to 9999. */

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export function isRealDate(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] as number));
}

export function checkDate(text: string): ParsedValue {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return refused("wrong_type", "must be a date such as 2026-11-22");
  if (!isRealDate(Number(match[1]), Number(match[2]), Number(match[3])))
    return refused("invalid", `is not a date of the calendar: ${text}`);
  return parsed(text);
}

export function checkTime(text: string): ParsedValue {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text);
  if (!match) return refused("wrong_type", "must be a time such as 14:30 or 14:30:05");
  if (Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59)
    return refused("invalid", `is not a time of the day: ${text}`);
  return parsed(`${match[1]}:${match[2]}:${match[3] ?? "00"}${match[4] ? `.${match[4]}` : ""}`);
}

/** RFC 3339 with an offset: `2026-11-22T14:30:00Z`, `…+02:00`; a blank for the T is read too. */
export function checkInstant(text: string): ParsedValue {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?(?:([Zz])|([+-])(\d\d):?(\d\d))$/.exec(
      text,
    );
  if (!match) return refused("wrong_type", "must be an instant with its offset, such as 2026-11-22T14:30:00Z");
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = "00",
    fraction,
    zulu,
    sign,
    offsetHour = "00",
    offsetMinute = "00",
  ] = match;
  if (!isRealDate(Number(year), Number(month), Number(day)))
    return refused("invalid", `is not a date of the calendar: ${text}`);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return refused("invalid", `is not a time of the day: ${text}`);
  if (Number(offsetHour) > 15 || Number(offsetMinute) > 59)
    return refused("invalid", `has an offset that no place has: ${text}`);
  const shift = zulu ? 0 : (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? 1 : -1);
  const utcYear = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const inUtc = new Date(utcYear + (Number(hour) * 60 + Number(minute) + shift) * 60_000).getUTCFullYear();
  if (inUtc < 1 || inUtc > 9999) return refused("invalid", `is outside the years 1 to 9999 in UTC: ${text}`);
  const offset = zulu ? "Z" : `${sign}${offsetHour}:${offsetMinute}`;
  return parsed(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction ? `.${fraction}` : ""}${offset}`);
}

/**
 * ISO 8601 without years and months: `P2DT3H4.5S`, `PT90M`, `-PT5S`; also Django's `2 03:04:05`. A day is 24 hours.
 * The value is whole microseconds written as seconds, `PT183845.5S`, `PT-5S`, so equal durations are equal texts. The
 * sign stands where Postgres and Java read it.
 */
export function checkDuration(text: string): ParsedValue {
  const iso =
    /^([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,8})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:\.(\d{1,6}))?S)?)?$/.exec(
      text,
    );
  const seconds = /^PT(-)(\d{1,12})(?:\.(\d{1,6}))?S$/.exec(text);
  const clock = /^([+-]?)(?:(\d{1,8}) )?(\d{1,9}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text);
  let microseconds: bigint;
  let sign: string;
  if (iso && /\d/.test(text)) {
    sign = iso[1] ?? "";
    microseconds = total(iso[2], iso[3], iso[4], iso[5], iso[6], iso[7]);
  } else if (seconds) {
    sign = "-";
    microseconds = total(undefined, undefined, undefined, undefined, seconds[2], seconds[3]);
  } else if (clock) {
    sign = clock[1] ?? "";
    microseconds = total(undefined, clock[2], clock[3], clock[4], clock[5], clock[6]);
  } else {
    return refused("wrong_type", "must be a duration such as PT1H30M or 01:30:00 (no months or years)");
  }
  // 100,000 days keeps well inside what Postgres' interval counts exactly.
  if (microseconds > 100_000n * 86_400_000_000n) return refused("too_large", "is longer than 100,000 days");
  return parsed(durationText(sign === "-" ? -microseconds : microseconds));
}

function total(...parts: readonly (string | undefined)[]): bigint {
  const [weeks, days, hours, minutes, seconds, fraction] = parts.map((part) => part ?? "0") as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const whole = ((BigInt(weeks) * 7n + BigInt(days)) * 24n + BigInt(hours)) * 60n + BigInt(minutes);
  return (whole * 60n + BigInt(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
}

export function durationText(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const fraction = (size % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "");
  return `PT${microseconds < 0n ? "-" : ""}${size / 1_000_000n}${fraction === "" ? "" : `.${fraction}`}S`;
}
