import { checkCount, compiledBy, countOf } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers, writeNumber } from "./numbers.ts";

const PLACES = { min: 0, max: 20, otherwise: 0 };

export const percent: FilterType = {
  name: "percent",
  example: "percent:1",
  summary: "A share as a percentage, as the app's language writes it: 0.125 is 12.5%; with so many decimal places.",
  argument: "optional",
  check: (input, argument) => checkCount("percent", argument, PLACES) ?? ofNumbers("percent", input),
  prepare: ({ locale }) => {
    const format = compiledBy(
      (places) =>
        new Intl.NumberFormat(locale, {
          style: "percent",
          minimumFractionDigits: Number(places),
          maximumFractionDigits: Number(places),
        }),
    );
    return (input, argument) =>
      isNumber(input) ? writeNumber(format(String(countOf(argument, PLACES))), input) : null;
  },
};
