import { accepts, INT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const length: FilterType = {
  name: "length",
  example: "length",
  summary: "How many items, or how many characters.",
  argument: "none",
  check: (input) =>
    input.kind === "list" || input.kind === "text" || input.kind === "null"
      ? accepts(INT)
      : wants("length", "lists and text", input),
  prepare: () => (input) => (Array.isArray(input) ? input.length : typeof input === "string" ? [...input].length : 0),
};
