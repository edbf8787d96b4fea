import { accepts, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const colour: FilterType = {
  name: "colour",
  example: "colour",
  summary: "The colour of a choice, as #rrggbb; none for a choice without one.",
  argument: "none",
  check: (input) =>
    input.kind === "text" || input.kind === "null" ? accepts(TEXT) : wants("colour", "choice fields", input),
  prepare: () => () => "none",
  prepareForChoices: (_labels, colours) => (value) =>
    typeof value === "string" && Object.hasOwn(colours, value) ? colours[value] : "none",
};
