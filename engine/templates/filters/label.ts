import { accepts, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const label: FilterType = {
  name: "label",
  example: "label",
  summary: "What people read for a choice: the label instead of the stored value.",
  argument: "none",
  check: (input) =>
    input.kind === "text" || input.kind === "null" ? accepts(TEXT) : wants("label", "choice fields", input),
  prepare: () => (input) => input,
  prepareForChoices: (labels) => (value) =>
    typeof value === "string" && Object.hasOwn(labels, value) ? labels[value] : value,
};
