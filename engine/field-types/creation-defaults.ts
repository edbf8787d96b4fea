import type { FieldRecord } from "../definition/records/field.ts";
import { holdsDays, knownFieldType } from "./registry.ts";

/** Whether a field can start as the moment, or the day, at which a row is created. */
export const canStartNow = ({ type }: Pick<FieldRecord, "type">): boolean =>
  holdsDays(type) && knownFieldType(type).automatic === undefined;

/** What a computed default is at a time (RFC 3339 in UTC); undefined for a field without one. */
export function computedDefault(
  field: Pick<FieldRecord, "type" | "computedDefault">,
  { time, timeZone }: { readonly time: string; readonly timeZone: string },
): string | undefined {
  if (field.computedDefault === undefined || !canStartNow(field)) return undefined;
  return knownFieldType(field.type).valueType(field.type).kind === "date" ? dayIn(time, timeZone) : time;
}

/** The day that a calendar in the zone shows. */
function dayIn(time: string, timeZone: string): string {
  const clock = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const parts = new Map(clock.formatToParts(Date.parse(time)).map(({ type, value }) => [type, value]));
  return `${parts.get("year")?.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}
