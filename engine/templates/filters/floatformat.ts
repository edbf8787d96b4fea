import { checkCount, compiledBy, countOf } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers, writeNumber } from "./numbers.ts";

const PLACES = { min: -20, max: 20 };

export const floatformat: FilterType = {
  name: "floatformat",
  example: "floatformat:1",
  summary: "Rounded to so many decimal places; with a minus, only where there are any.",
  argument: "optional",
  check: (input, argument) => checkCount("floatformat", argument, PLACES) ?? ofNumbers("floatformat", input),
  prepare: ({ locale }) => {
    const format = compiledBy(
      (places) =>
        new Intl.NumberFormat(locale, {
          useGrouping: false,
          minimumFractionDigits: Number(places),
          maximumFractionDigits: Number(places),
        }),
    );
    return (input, argument) => {
      if (!isNumber(input)) return null;
      const places = countOf(argument, { ...PLACES, otherwise: -1 });
      const isWhole = typeof input === "number" ? Number.isInteger(input) : /^-?\d+(?:\.0*)?$/.test(input);
      return writeNumber(format(String(places < 0 && isWhole ? 0 : Math.abs(places))), input);
    };
  },
};
