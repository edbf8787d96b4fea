import { accepts, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const last: FilterType = {
  name: "last",
  example: "last",
  summary: "The last item of a list.",
  argument: "none",
  picksItem: true,
  check: (input) => (input.kind === "list" ? accepts(input.item) : wants("last", "lists", input)),
  prepare: () => (input) => (Array.isArray(input) ? (input.at(-1) ?? null) : null),
};
