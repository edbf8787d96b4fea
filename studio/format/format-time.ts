const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 hours ago"; "just now" within a minute. */
export function formatAgo(instant: string, now: number = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return "just now";
}

const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });

/** "20 February 2027", in the browser's zone. */
export const formatDay = (instant: string): string => day.format(new Date(instant));

const moment = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "medium" });

/** "20 February 2027 at 14:03:07", in the browser's zone. */
export const formatMoment = (instant: string): string => moment.format(new Date(instant));
