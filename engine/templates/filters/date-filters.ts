import type { TemporalKind } from "../format/instants.ts";
import { accepts, compiledBy, type FilterSettings, refuses, TEXT, type TemplateFilter, wants } from "./filter-kit.ts";

const kindOf = (value: string): TemporalKind =>
  value.includes("T") ? "timestamp" : value.includes(":") ? "time" : "date";

/** `date` and `time` differ, as in Django, in what they show without an argument and in what they are for. */
export function dateFilters({ dates }: FilterSettings): readonly TemplateFilter[] {
  const make = (filter: {
    name: string;
    example: string;
    summary: string;
    kinds: readonly string[];
    wanted: string;
    otherwise: string;
  }): TemplateFilter => {
    const compiled = compiledBy((key) => {
      const kind = key.slice(0, key.indexOf("|")) as TemporalKind;
      const write = dates.compile(kind, key.slice(kind.length + 1));
      return typeof write === "string" ? () => null : write;
    });
    return {
      name: filter.name,
      example: filter.example,
      summary: filter.summary,
      argument: "optional",
      check: (input, argument) => {
        if (argument && argument.type.kind !== "text")
          return refuses(`The filter ${filter.name} needs a format in quotes: ${filter.example}.`);
        if (input.kind === "null") return accepts(TEXT);
        if (!filter.kinds.includes(input.kind)) return wants(filter.name, filter.wanted, input);
        const format = typeof argument?.literal === "string" ? argument.literal : undefined;
        const write = format === undefined ? undefined : dates.compile(input.kind as TemporalKind, format);
        return typeof write === "string" ? refuses(write) : accepts(TEXT);
      },
      apply: (input, argument) =>
        typeof input === "string"
          ? compiled(`${kindOf(input)}|${typeof argument === "string" ? argument : filter.otherwise}`)(input)
          : null,
    };
  };
  return [
    make({
      name: "date",
      example: 'date:"j F Y"',
      summary: "A date in your format, with Django's letters, in the app's time zone.",
      kinds: ["date", "timestamp"],
      wanted: "dates",
      otherwise: "medium",
    }),
    make({
      name: "time",
      example: 'time:"H:i"',
      summary: "A time in your format, with Django's letters, in the app's time zone.",
      kinds: ["time", "timestamp"],
      wanted: "times",
      otherwise: "H:i",
    }),
  ];
}
