/**
 * Numbers in the notation of a language. Intl takes over a microsecond for each, which is noticeable for a table of 50
 * rows; most languages differ only in two signs, so those are read from Intl once and used by our own code. A language
 * with other rules (other digits, groups of two, no group in 1234) is detected by comparison, and Intl formats its
 * numbers.
 */
export interface NumberFormats {
  /** With groups; without `places`, all digits of the number are shown. */
  grouped(value: number | string, places?: number): string;
}

/** Intl writes decimal strings exactly; its type only admits literal forms of them. */
type Numeric = Parameters<Intl.NumberFormat["format"]>[0];

const PROBES: readonly (number | string)[] = [
  0,
  7,
  12,
  123,
  1234,
  12345,
  123456,
  1234567,
  "1234567.5",
  "-9876.25",
  "-0.5",
  "12345678901234567890.125",
];

export function numberFormats(locale: string): NumberFormats {
  const made = new Map<number | undefined, Intl.NumberFormat>();
  const intl = (value: number | string, places: number | undefined): string => {
    let format = made.get(places);
    if (!format) {
      format = new Intl.NumberFormat(
        locale,
        places === undefined
          ? { maximumFractionDigits: 20 }
          : { minimumFractionDigits: places, maximumFractionDigits: places },
      );
      made.set(places, format);
    }
    return format.format(value as Numeric);
  };
  const parts = new Intl.NumberFormat(locale).formatToParts(-1_234_567.5);
  const sign = (type: Intl.NumberFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const signs = { minus: sign("minusSign"), group: sign("group"), decimal: sign("decimal") };
  const isSimple = PROBES.every(
    (probe) =>
      byHand(probe, undefined, signs) === intl(probe, undefined) && (byHand(probe, 3, signs) ?? "") === intl(probe, 3),
  );
  if (!isSimple) return { grouped: (value, places) => intl(value === 0 ? 0 : value, places) };
  return { grouped: (value, places) => byHand(value, places, signs) ?? intl(value, places) };
}

/** Undefined when the number would have to be rounded, or is not in plain notation. */
function byHand(
  value: number | string,
  places: number | undefined,
  signs: { readonly minus: string; readonly group: string; readonly decimal: string },
): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  const isNegative = text.charCodeAt(0) === 45;
  const point = text.indexOf(".");
  const wholeEnd = point < 0 ? text.length : point;
  let fraction = point < 0 ? "" : text.slice(point + 1);
  if (places === undefined) fraction = fraction.replace(/0+$/, "");
  else if (fraction.length > places) return undefined;
  else fraction = fraction.padEnd(places, "0");
  if (fraction.length > 20 || text.includes("e") || text.length > 60) return undefined;
  let whole = "";
  const start = isNegative ? 1 : 0;
  for (let end = wholeEnd; end > start; end -= 3)
    whole = text.slice(Math.max(start, end - 3), end) + (whole === "" ? "" : signs.group + whole);
  return (isNegative ? signs.minus : "") + whole + (fraction === "" ? "" : signs.decimal + fraction);
}
