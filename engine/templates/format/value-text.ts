import { assertNever } from "../../assert-never.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import type { DateFormats } from "./date-format.ts";
import type { TemporalKind } from "./instants.ts";

/** How values are displayed, in the language of the app. */
export interface HumanFormats {
  readonly dates: DateFormats;
  readonly yes: string;
  readonly no: string;
}

/**
 * How a value of a type becomes text. For people (between tags): dates in the app's language and zone, translated yes
 * and no, a record by its title. For machines (in attributes): ISO dates, `true`, plain numbers, so that `datetime="…"`
 * and `value="…"` are right without a filter. An absent value is the empty text.
 */
export type ValueWriter = (value: unknown) => string;

/** The key of a record's title next to its fields; no field can have this name. */
export const TITLE_KEY = "_title";

const plain: ValueWriter = (value) =>
  typeof value === "string"
    ? value
    : value === null || value === undefined
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);

export const recordTitle = (value: unknown): string | null => {
  if (value === null || typeof value !== "object") return null;
  const title = (value as Readonly<Record<string, unknown>>)[TITLE_KEY];
  return typeof title === "string" ? title : null;
};

const record: ValueWriter = (value) => recordTitle(value) ?? "";

const temporal =
  (write: (value: string) => string | null): ValueWriter =>
  (value) =>
    typeof value === "string" ? (write(value) ?? value) : "";

export function humanWriter(type: ValueType, people: HumanFormats): ValueWriter {
  switch (type.kind) {
    case "bool":
      return (value) => (value === true ? people.yes : value === false ? people.no : "");
    case "date":
    case "time":
    case "timestamp":
      return temporalWriter(type.kind, people.dates);
    case "duration":
      return temporal(durationText);
    case "list": {
      const item = humanWriter(type.item, people);
      return (value) => (Array.isArray(value) ? value.map(item).join(", ") : "");
    }
    case "int":
    case "decimal":
    case "double":
    case "text":
    case "uuid":
    case "json":
    case "null":
    case "record":
    case "object":
      return machineWriter(type);
    default:
      return assertNever(type);
  }
}

function temporalWriter(kind: TemporalKind, dates: DateFormats): ValueWriter {
  const write = dates.compile(kind, "medium");
  return typeof write === "string" ? plain : temporal(write);
}

export function machineWriter(type: ValueType): ValueWriter {
  switch (type.kind) {
    case "record":
      return record;
    case "list": {
      const item = machineWriter(type.item);
      return (value) => (Array.isArray(value) ? value.map(item).join(",") : "");
    }
    case "object":
      return () => "";
    case "bool":
    case "int":
    case "decimal":
    case "double":
    case "text":
    case "date":
    case "time":
    case "timestamp":
    case "duration":
    case "uuid":
    case "json":
    case "null":
      return plain;
    default:
      return assertNever(type);
  }
}

/** `PT5400S` → "1 h 30 min". Days from 24 hours on; at most two units that are not zero, the rest is truncated. */
export function durationText(value: string): string | null {
  const match = /^(-?)PT(\d{1,16})(?:\.(\d{1,6}))?S$/.exec(value);
  if (!match) return null;
  const total = Number(match[2]);
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor(total / 3_600) % 24, "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ];
  const first = units.findIndex(([amount]) => amount > 0);
  if (first < 0 || total < 60)
    return `${match[1]}${total}${match[3] ? `.${match[3].replace(/0+$/, "")}`.replace(/\.$/, "") : ""} s`;
  return `${match[1]}${units
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ")}`;
}
