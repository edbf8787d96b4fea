import { accepts, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const first: FilterType = {
  name: "first",
  example: "first",
  summary: "The first item of a list.",
  argument: "none",
  picksItem: true,
  check: (input) => (input.kind === "list" ? accepts(input.item) : wants("first", "lists", input)),
  prepare: () => (input) => (Array.isArray(input) ? (input[0] ?? null) : null),
};
