import { numberFormats } from "../format/number-format.ts";
import { checkCount, countOf } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers } from "./numbers.ts";

const PLACES = { min: 0, max: 20, otherwise: 0 };

export const number: FilterType = {
  name: "number",
  example: "number:2",
  summary: "Digits in groups, as the app's language writes them; with so many decimal places.",
  argument: "optional",
  check: (input, argument) => checkCount("number", argument, PLACES) ?? ofNumbers("number", input),
  prepare: ({ locale }) => {
    const formats = numberFormats(locale);
    return (input, argument) =>
      isNumber(input)
        ? formats.grouped(input, typeof argument === "number" ? countOf(argument, PLACES) : undefined)
        : null;
  },
};
