import { checkCount, compiledBy, countOf } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers, writeNumber } from "./numbers.ts";

const PLACES = { min: 0, max: 20, otherwise: 0 };

/** Beside `percent`, which is of shares: a field that is shown as a percentage holds 12.5 for 12.5%. */
export const percentage: FilterType = {
  name: "percentage",
  example: "percentage:1",
  summary: "A number of percent, as the app's language writes it: 12.5 is 12.5%; with so many decimal places.",
  argument: "optional",
  check: (input, argument) => checkCount("percentage", argument, PLACES) ?? ofNumbers("percentage", input),
  prepare: ({ locale }) => {
    const format = compiledBy((places) => percentageFormat(locale, places === "" ? undefined : Number(places)));
    return (input, argument) => {
      if (!isNumber(input)) return null;
      const places = argument === undefined || argument === null ? "" : String(countOf(argument, PLACES));
      return writeNumber(format(places), input);
    };
  },
};

/** Without `places`, all digits of the number are shown. */
export const percentageFormat = (locale: string, places?: number): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "percent",
    ...(places === undefined
      ? { maximumFractionDigits: 20 }
      : { minimumFractionDigits: places, maximumFractionDigits: places }),
  });
