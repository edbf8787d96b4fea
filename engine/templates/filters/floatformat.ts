import { checkCount, compiledBy, countOf, refuses } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers, writeNumber } from "./numbers.ts";

const PLACES = { min: -20, max: 20 };

export const floatformat: FilterType = {
  name: "floatformat",
  example: "floatformat:1",
  summary: "Rounded to so many decimal places; with a minus, only where there are any.",
  argument: "optional",
  check: (input, argument) => {
    if (argument?.type.kind === "text") {
      if (typeof argument.literal === "string" && !readFormat(argument.literal))
        return refuses('Write floatformat:2, floatformat:"2g" with groups, or floatformat:"2u" as in English.');
      return ofNumbers("floatformat", input);
    }
    return checkCount("floatformat", argument, PLACES) ?? ofNumbers("floatformat", input);
  },
  prepare: ({ locale }) => {
    const format = compiledBy((key) => {
      const [places = "0", letters = ""] = key.split(" ");
      return new Intl.NumberFormat(letters.includes("u") ? "en" : locale, {
        useGrouping: letters.includes("g"),
        minimumFractionDigits: Number(places),
        maximumFractionDigits: Number(places),
      });
    });
    return (input, argument) => {
      if (!isNumber(input)) return null;
      const written = typeof argument === "string" ? readFormat(argument) : undefined;
      const places = countOf(written ? written.places : argument, { ...PLACES, otherwise: -1 });
      const isWhole = typeof input === "number" ? Number.isInteger(input) : /^-?\d+(?:\.0*)?$/.test(input);
      const shown = places < 0 && isWhole ? 0 : Math.abs(places);
      return writeNumber(format(`${shown} ${written?.letters ?? ""}`), input);
    };
  },
};

/** Django's `"2g"`: places, then g for groups of digits, u for the signs of English. */
function readFormat(text: string): { readonly places: number; readonly letters: string } | undefined {
  const match = /^(-?\d{1,2})?([gu]{0,2})$/.exec(text);
  if (!match) return undefined;
  const places = match[1] === undefined ? -1 : Number(match[1]);
  return Math.abs(places) > PLACES.max ? undefined : { places, letters: match[2] ?? "" };
}
