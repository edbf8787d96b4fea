import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers } from "./numbers.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

export const filesizeformat: FilterType = {
  name: "filesizeformat",
  example: "filesizeformat",
  summary: "A number of bytes for people, as the app's language writes it: 13 kB, 4.1 MB.",
  argument: "none",
  check: (input) => ofNumbers("filesizeformat", input),
  prepare: ({ locale }) => {
    const formats = UNITS.map(
      (unit, power) =>
        new Intl.NumberFormat(locale, {
          style: "unit",
          unit,
          unitDisplay: power === 0 ? "long" : "short",
          maximumFractionDigits: power === 0 ? 0 : 1,
        }),
    );
    return (input) => {
      if (!isNumber(input)) return null;
      const size = Number(input);
      const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(size)) / 3)));
      return formats[power]?.format(size / 1000 ** power) ?? null;
    };
  },
};
