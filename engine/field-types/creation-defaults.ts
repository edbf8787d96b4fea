import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import { holdsDays, knownFieldType } from "./registry.ts";

/** Whether a field can start as the moment, or the day, at which a row is created. */
export const canStartNow = ({ type }: Pick<FieldRecord, "type">): boolean =>
  holdsDays(type) && knownFieldType(type).automatic === undefined;

/** Whether a field can start as the person who creates a row: a relation to the app's users that people set. */
export const canStartAsUser = (reader: Pick<DefinitionReader, "model">, field: Pick<FieldRecord, "type">): boolean => {
  const target = pointsTo(field);
  return (
    target !== undefined &&
    reader.model(target)?.purpose === "users" &&
    knownFieldType(field.type).automatic === undefined
  );
};

/** What computed defaults are made of. */
export interface CreationFacts {
  /** RFC 3339 in UTC. */
  readonly time: string;
  /** The key of the person who creates the row; null for everybody else. */
  readonly person: number | string | null;
}

/** What a computed default is; undefined for a field without one, and where nobody is known. */
export function computedDefault(
  field: Pick<FieldRecord, "type" | "computedDefault">,
  { time, person, timeZone }: CreationFacts & { readonly timeZone: string },
): string | number | undefined {
  if (field.computedDefault === "user") return pointsTo(field) === undefined ? undefined : (person ?? undefined);
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
