import { checkCount, countOf } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers } from "./numbers.ts";

const COUNT = { min: 1, max: 10, otherwise: 5 };

export const stars: FilterType = {
  name: "stars",
  example: "stars:5",
  summary: "As many full stars as the number says, rounded, of so many: 4 of 5 is ★★★★☆.",
  argument: "optional",
  check: (input, argument) => checkCount("stars", argument, COUNT) ?? ofNumbers("stars", input),
  prepare: () => (input, argument) => (isNumber(input) ? starText(Number(input), countOf(argument, COUNT)) : null),
};

export function starText(value: number, of: number): string {
  const full = Math.min(of, Math.max(0, Math.round(value)));
  return "★".repeat(full) + "☆".repeat(of - full);
}
