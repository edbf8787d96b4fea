/**
 * Instants as people of the app read and type them: `2026-11-22 14:30`, in the app's time zone. The engine's types
 * never look at a zone (they must compile without one); the studio does, at the edge.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formatters.set(timeZone, made);
  return made;
}

/** The wall clock of an instant in a zone, as if it were UTC, in milliseconds. */
function wallClock(milliseconds: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const part of formatterOf(timeZone).formatToParts(milliseconds)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

/** `2026-11-22T13:30:05.25Z` in Europe/Berlin → `2026-11-22 14:30:05.25`. Text that is not an instant stays as it is. */
export function instantInZone(instant: string, timeZone: string): string {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  const whole = Math.floor(milliseconds / 1000) * 1000;
  const text = new Date(wallClock(whole, timeZone)).toISOString();
  const fraction = /\.(\d+)/.exec(instant)?.[1]?.replace(/0+$/, "") ?? "";
  const seconds = text.slice(17, 19);
  const tail = fraction !== "" ? `:${seconds}.${fraction}` : seconds !== "00" ? `:${seconds}` : "";
  return `${text.slice(0, 10)} ${text.slice(11, 16)}${tail}`;
}

/**
 * The other way: a date and time without an offset is read in the zone. In the hour that a clock change skips, the
 * later reading wins; in the hour that it repeats, the first. Text with an offset, or that is no such text, is returned
 * as it is, for the field type to judge.
 */
export function instantFromZone(text: string, timeZone: string): string {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ Tt](\d\d:\d\d)(?::(\d\d))?(?:\.(\d{1,6}))?)?$/.exec(text.trim());
  if (!match) return text;
  const [, day, minute = "00:00", second = "00", fraction] = match;
  const wall = Date.parse(`${day}T${minute}:${second}Z`);
  if (Number.isNaN(wall)) return text;
  const earlier = wall - (wallClock(wall - 86_400_000, timeZone) - (wall - 86_400_000));
  const later = wall - (wallClock(wall + 86_400_000, timeZone) - (wall + 86_400_000));
  const guess = [earlier, later].find((instant) => wallClock(instant, timeZone) === wall) ?? earlier;
  return `${new Date(guess).toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ""}Z`;
}
