import type { TemporalKind } from "../format/instants.ts";
import { accepts, compiledBy, refuses, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

const kindOf = (value: string): TemporalKind =>
  value.includes("T") ? "timestamp" : value.includes(":") ? "time" : "date";

/** `date` and `time` differ, as in Django, in their format without an argument and in the values that they accept. */
export const temporalFilter = ({
  kinds,
  wanted,
  otherwise,
  ...filter
}: Pick<FilterType, "name" | "example" | "summary"> & {
  readonly kinds: readonly string[];
  /** For messages: "dates". */
  readonly wanted: string;
  /** The format without an argument. */
  readonly otherwise: string;
}): FilterType => ({
  ...filter,
  argument: "optional",
  argumentWords,
  check: (input, argument, { dates }) => {
    if (argument && argument.type.kind !== "text")
      return refuses(`The filter ${filter.name} needs a format in quotes: ${filter.example}.`);
    if (input.kind === "null") return accepts(TEXT);
    if (!kinds.includes(input.kind)) return wants(filter.name, wanted, input);
    const format = typeof argument?.literal === "string" ? argument.literal : undefined;
    const write = format === undefined ? undefined : dates.compile(input.kind as TemporalKind, format);
    return typeof write === "string" ? refuses(write) : accepts(TEXT);
  },
  prepare: ({ dates }) => {
    const compiled = compiledBy((key) => {
      const kind = key.slice(0, key.indexOf("|")) as TemporalKind;
      const write = dates.compile(kind, key.slice(kind.length + 1));
      return typeof write === "string" ? () => null : write;
    });
    return (input, argument) =>
      typeof input === "string"
        ? compiled(`${kindOf(input)}|${typeof argument === "string" ? argument : otherwise}`)(input)
        : null;
  },
});

/** The most common formats. */
const argumentWords = [
  { word: "j F Y", example: "9 March 2026" },
  { word: "d.m.Y", example: "09.03.2026" },
  { word: "Y-m-d", example: "2026-03-09" },
  { word: "D j M", example: "Mon 9 Mar" },
  { word: "H:i", example: "14:05" },
  { word: "short", example: "as the app's language writes it, short" },
  { word: "medium", example: "as the app's language writes it" },
  { word: "long", example: "as the app's language writes it, in words" },
] as const;
