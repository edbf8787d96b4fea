import { isNumeric } from "../../value-types/value-type.ts";
import { accepts, refuses, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const pluralize: FilterType = {
  name: "pluralize",
  example: 'pluralize:"y,ies"',
  summary: "Nothing for one, an s (or your ending) for any other number.",
  argument: "optional",
  check: (input, argument) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter pluralize needs its endings in quotes: pluralize:"y,ies".');
    return isNumeric(input) || input.kind === "list" || input.kind === "null"
      ? accepts(TEXT)
      : wants("pluralize", "numbers and lists", input);
  },
  prepare: () => (input, argument) => {
    const endings = (typeof argument === "string" ? argument : "s").split(",");
    const [one, many] = endings.length > 1 ? [endings[0] ?? "", endings[1] ?? ""] : ["", endings[0] ?? ""];
    const count = Array.isArray(input) ? input.length : typeof input === "string" ? Number(input) : input;
    return count === 1 ? one : many;
  },
};
