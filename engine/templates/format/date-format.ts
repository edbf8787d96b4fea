import {
  type CalendarParts,
  dayOfYear,
  daysInMonth,
  instantReader,
  isLeapYear,
  isoWeek,
  readDate,
  readTime,
  type TemporalKind,
  utcMillis,
  weekdayOf,
} from "./instants.ts";

/**
 * Django's date format letters (`"j F Y, H:i"`), with the names of months and days in the app's language. A letter
 * after a backslash stands for itself. Words such as `short`, `medium`, `long` and Django's `DATE_FORMAT` choose the
 * usual form of the language.
 */
export interface DateFormats {
  /** A formatter for values of this kind; a sentence when the format cannot be used for it. */
  compile(kind: TemporalKind, format: string): ((value: string) => string | null) | string;
}

type Style = "short" | "medium" | "long" | "full";
const STYLES: Readonly<Record<string, Style>> = {
  short: "short",
  medium: "medium",
  long: "long",
  full: "full",
  DATE_FORMAT: "medium",
  DATETIME_FORMAT: "medium",
  TIME_FORMAT: "short",
  SHORT_DATE_FORMAT: "short",
  SHORT_DATETIME_FORMAT: "short",
};

const DATE_LETTERS = "djDlSwzWmnMbFNEtyYoL";
const TIME_LETTERS = "aAgGhHisufP";
const ZONE_LETTERS = "eTOZIUcr";

const pad = (value: number, length = 2): string => String(value).padStart(length, "0");

export function dateFormats(locale: string, timeZone: string): DateFormats {
  const readInstant = instantReader(timeZone);
  const names = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return (millis: number) => format.format(millis);
  };
  const longMonth = names({ month: "long" });
  const shortMonth = names({ month: "short" });
  const longDay = names({ weekday: "long" });
  const shortDay = names({ weekday: "short" });
  const dayPeriod = new Intl.DateTimeFormat(locale, { hour: "numeric", hourCycle: "h12", timeZone: "UTC" });
  const zoneName = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "short" });
  const reader: Readonly<Record<TemporalKind, (text: string) => CalendarParts | undefined>> = {
    date: readDate,
    time: readTime,
    timestamp: readInstant,
  };

  const hour12 = (parts: CalendarParts) => parts.hour % 12 || 12;
  const offsetText = ({ offset = 0 }: CalendarParts, colon = "") =>
    `${offset < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(offset) / 60))}${colon}${pad(Math.abs(offset) % 60)}`;
  const meridiem = (parts: CalendarParts) =>
    dayPeriod.formatToParts(utcMillis(parts)).find((part) => part.type === "dayPeriod")?.value ??
    (parts.hour < 12 ? "AM" : "PM");
  const monthStart = (parts: CalendarParts) => utcMillis({ ...parts, day: 1 });
  const epoch = (parts: CalendarParts) => Math.floor(utcMillis(parts) / 1000) - (parts.offset ?? 0) * 60;
  const ordinal = (day: number) =>
    day % 100 >= 11 && day % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");

  const letters: Readonly<Record<string, (parts: CalendarParts) => string | number>> = {
    d: (p) => pad(p.day),
    j: (p) => p.day,
    D: (p) => shortDay(utcMillis(p)),
    l: (p) => longDay(utcMillis(p)),
    S: (p) => ordinal(p.day),
    w: weekdayOf,
    z: dayOfYear,
    W: (p) => isoWeek(p).week,
    m: (p) => pad(p.month),
    n: (p) => p.month,
    M: (p) => shortMonth(monthStart(p)),
    b: (p) => shortMonth(monthStart(p)).toLowerCase(),
    F: (p) => longMonth(monthStart(p)),
    E: (p) => longMonth(monthStart(p)),
    N: (p) => shortMonth(monthStart(p)),
    t: (p) => daysInMonth(p.year, p.month),
    y: (p) => pad(((p.year % 100) + 100) % 100),
    Y: (p) => pad(p.year, 4),
    o: (p) => isoWeek(p).year,
    L: (p) => (isLeapYear(p.year) ? "True" : "False"),
    a: (p) => meridiem(p).toLowerCase(),
    A: meridiem,
    g: hour12,
    G: (p) => p.hour,
    h: (p) => pad(hour12(p)),
    H: (p) => pad(p.hour),
    i: (p) => pad(p.minute),
    s: (p) => pad(p.second),
    u: (p) => pad(p.microsecond, 6),
    f: (p) => (p.minute === 0 ? hour12(p) : `${hour12(p)}:${pad(p.minute)}`),
    P: (p) => `${p.minute === 0 ? hour12(p) : `${hour12(p)}:${pad(p.minute)}`} ${meridiem(p)}`,
    e: () => timeZone,
    T: (p) => zoneName.formatToParts(epoch(p) * 1000).find((part) => part.type === "timeZoneName")?.value ?? "",
    O: (p) => offsetText(p),
    Z: (p) => (p.offset ?? 0) * 60,
    I: (p) => (isSummerTime(p) ? "1" : "0"),
    U: epoch,
    c: (p) =>
      `${pad(p.year, 4)}-${pad(p.month)}-${pad(p.day)}T${pad(p.hour)}:${pad(p.minute)}:${pad(p.second)}${offsetText(p, ":")}`,
    r: (p) =>
      `${WEEKDAYS[weekdayOf(p)]}, ${pad(p.day)} ${MONTHS[p.month - 1]} ${pad(p.year, 4)} ${pad(p.hour)}:${pad(p.minute)}:${pad(p.second)} ${offsetText(p)}`,
  };
  const isSummerTime = (parts: CalendarParts): boolean => {
    const offsetOn = (month: number) => readInstant(`${pad(parts.year, 4)}-${pad(month)}-01T00:00:00Z`)?.offset ?? 0;
    return (parts.offset ?? 0) > Math.min(offsetOn(1), offsetOn(7));
  };

  const styled = (kind: TemporalKind, style: Style) => {
    const format = new Intl.DateTimeFormat(locale, {
      ...(kind === "time" ? {} : { dateStyle: style }),
      ...(kind === "date" ? {} : { timeStyle: style === "medium" ? "short" : style === "full" ? "long" : style }),
      // A plain date or time is read as UTC.
      timeZone: kind === "timestamp" ? timeZone : "UTC",
    });
    return (value: string): string | null => {
      const parts = reader[kind](value);
      return parts ? format.format(kind === "timestamp" ? epoch(parts) * 1000 : utcMillis(parts)) : null;
    };
  };

  return {
    compile(kind, format) {
      const style = Object.hasOwn(STYLES, format) ? STYLES[format] : undefined;
      if (style) return remember(styled(kind, style));
      const parts: (string | ((parts: CalendarParts) => string | number))[] = [];
      for (let index = 0; index < format.length; index++) {
        const letter = format[index] as string;
        if (letter === "\\") {
          index++;
          parts.push(format[index] ?? "");
        } else if (Object.hasOwn(letters, letter)) {
          const sentence = unfit(kind, letter);
          if (sentence) return sentence;
          parts.push(letters[letter] as (parts: CalendarParts) => string | number);
        } else parts.push(letter);
      }
      const read = reader[kind];
      return remember((value) => {
        const found = read(value);
        if (!found) return null;
        let text = "";
        for (const part of parts) text += typeof part === "string" ? part : part(found);
        return text;
      });
    },
  };
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function unfit(kind: TemporalKind, letter: string): string | undefined {
  if (kind === "time" && (DATE_LETTERS.includes(letter) || "Ucr".includes(letter)))
    return `The letter ${letter} is part of a date, and this is a time. To show the letter itself, write \\${letter}.`;
  if (kind === "date" && TIME_LETTERS.includes(letter))
    return `The letter ${letter} is part of a time, and this is a date. To show the letter itself, write \\${letter}.`;
  if (kind !== "timestamp" && ZONE_LETTERS.includes(letter) && letter !== "c" && letter !== "r")
    return `The letter ${letter} is about a time zone, which this value does not have. To show the letter itself, write \\${letter}.`;
  return undefined;
}

const MAX_REMEMBERED = 500;

/** Pages often show the same days, and Intl's formats are slow. */
function remember(format: (value: string) => string | null): (value: string) => string | null {
  const known = new Map<string, string | null>();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) {
      text = format(value);
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(value, text);
    }
    return text;
  };
}
