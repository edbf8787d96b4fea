import { accepts, checkCount, countOf, isTextual, TEXT, textOf, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

const RANGE = { min: 1, max: 100_000 };

export const truncatewords: FilterType = {
  name: "truncatewords",
  example: "truncatewords:30",
  summary: "At most so many words; what is cut ends in ….",
  argument: "required",
  check: (input, argument) =>
    checkCount("truncatewords", argument, RANGE) ??
    (isTextual(input) ? accepts(TEXT) : wants("truncatewords", "text", input)),
  prepare: () => (input, argument) => {
    const text = textOf(input);
    if (text === null) return null;
    const limit = countOf(argument, { ...RANGE, otherwise: RANGE.max });
    const words = text.split(/\s+/).filter((word) => word !== "");
    return words.length <= limit ? text : `${words.slice(0, limit).join(" ")} …`;
  },
};
