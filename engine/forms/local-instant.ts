import { instantReader, utcMillis } from "../templates/format/instants.ts";

/** A clock's time in a zone as instants: one, none when the clocks skip it, two when they show it twice. */
export type LocalInstant =
  | { readonly kind: "one"; readonly instant: string }
  | { readonly kind: "gap"; readonly next: string }
  | { readonly kind: "fold"; readonly first: string; readonly second: string }
  | { readonly kind: "wrong" };

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/;
const DAY = 86_400_000;

export function localInstant(text: string, timeZone: string): LocalInstant {
  const match = LOCAL.exec(text);
  if (!match) return { kind: "wrong" };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const parts = { year, month, day, hour, minute, second, microsecond: 0 } as Parameters<typeof utcMillis>[0];
  const local = utcMillis(parts);
  const shown = new Date(local);
  const isReal =
    shown.getUTCMonth() + 1 === month && shown.getUTCDate() === day && (hour as number) < 24 && (minute as number) < 60;
  if (!isReal || (year as number) < 1) return { kind: "wrong" };
  const read = instantReader(timeZone);
  const offsetAt = (millis: number): number => read(isoOf(millis))?.offset ?? 0;
  // Zones change their clocks by less than a day, so one of these two offsets holds at the time itself.
  const offsets = [...new Set([offsetAt(local - DAY), offsetAt(local + DAY)])];
  const found = offsets
    .map((offset) => ({ offset, millis: local - offset * 60_000 }))
    .filter(({ offset, millis }) => offsetAt(millis) === offset)
    .sort((one, other) => one.millis - other.millis);
  const fraction = match[7] === undefined ? "" : `.${match[7]}`;
  const instant = (millis: number): string => isoOf(millis).replace("Z", `${fraction}Z`);
  const [first, second2] = found;
  if (first && second2) return { kind: "fold", first: instant(first.millis), second: instant(second2.millis) };
  if (first) return { kind: "one", instant: instant(first.millis) };
  // Read with the offset before the change, a skipped time is as far behind it as it stood in the gap.
  const before = local - (offsets[0] as number) * 60_000;
  return { kind: "gap", next: localText(isoOf(changeBefore(before, offsetAt)), timeZone) };
}

/** The instant of the change of offset within the day before `millis`, to the second. */
function changeBefore(millis: number, offsetAt: (millis: number) => number): number {
  let [from, to] = [millis - DAY, millis];
  const offset = offsetAt(to);
  while (to - from > 1000) {
    const middle = from + Math.floor((to - from) / 2000) * 1000;
    if (offsetAt(middle) === offset) to = middle;
    else from = middle;
  }
  return to;
}

const isoOf = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`;

/** An instant as `<input type="datetime-local">` holds it: `2026-11-22T14:30`, with seconds where there are some. */
export function localText(instant: string, timeZone: string): string {
  const parts = instantReader(timeZone)(instant);
  if (!parts) return "";
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${String(parts.year).padStart(4, "0")}-${two(parts.month)}-${two(parts.day)}`;
  const milliseconds = Math.floor(parts.microsecond / 1000);
  const fraction = milliseconds === 0 ? "" : `.${String(milliseconds).padStart(3, "0")}`;
  const seconds = parts.second === 0 && fraction === "" ? "" : `:${two(parts.second)}${fraction}`;
  return `${day}T${two(parts.hour)}:${two(parts.minute)}${seconds}`;
}
