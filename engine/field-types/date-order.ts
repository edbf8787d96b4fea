import type { DateOrder } from "./loose-dates.ts";

/** How people of a language write a date in figures: `1/2/2025` is January in American English, February elsewhere. */
export function dateOrderOf(locale: string | undefined): DateOrder {
  const types = partsOf(locale ?? "en").map(({ type }) => type);
  return types.indexOf("day") < types.indexOf("month") ? "day_first" : "month_first";
}

function partsOf(locale: string): readonly Intl.DateTimeFormatPart[] {
  const form = { day: "numeric", month: "numeric", year: "numeric" } as const;
  try {
    return new Intl.DateTimeFormat(locale, form).formatToParts();
  } catch (error) {
    // A tag may have the form of one and still be none, such as one with a part twice.
    if (error instanceof RangeError) return new Intl.DateTimeFormat("en", form).formatToParts();
    throw error;
  }
}
