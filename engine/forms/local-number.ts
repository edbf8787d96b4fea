export type ReadNumber =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly readings?: readonly [string, string] };

export type DecimalMark = "." | ",";

/** The mark between whole and fraction in a language; the other one of the two groups digits. */
export function decimalMark(locale: string): DecimalMark {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: "latn" }).formatToParts(1.5);
  return parts.find((part) => part.type === "decimal")?.value === "," ? "," : ".";
}

/** Arabic, Persian and full-width digits as 0 to 9, without marks of direction. */
const plainDigits = (text: string): string =>
  text
    .replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String((digit.codePointAt(0) as number) & 15))
    .replaceAll("\u066b", ".")
    .replace(/[\u200e\u200f\u061c]/g, "");

const BLANKS = /[\s\u00a0\u202f\u2009'’]/g;

/** By the decimal mark: a number with groups of three, and one in which the grouping mark stands once. */
const PATTERNS: Readonly<Record<DecimalMark, { readonly usual: RegExp; readonly doubtful: RegExp }>> = {
  ".": { usual: /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/, doubtful: /^([+-]?\d+),(\d+)$/ },
  ",": { usual: /^([+-]?)(\d{1,3}(?:\.\d{3})+|\d*)(?:,(\d*))?$/, doubtful: /^([+-]?\d+)\.(\d+)$/ },
};

/**
 * A number as people of a language write it (`1.234,50` in German) as `1234.50`. A mark that may group or divide
 * (`12.5` in German, where the dot groups by threes) is refused with both readings.
 */
export function readNumber(input: string, mark: DecimalMark): ReadNumber {
  const text = plainDigits(input).trim().replace(/[−–]/g, "-").replace(BLANKS, "");
  const { usual, doubtful } = PATTERNS[mark];
  const match = usual.exec(text);
  if (match && /\d/.test(text)) {
    const [, sign, digits = "", fraction = ""] = match;
    const whole = digits.replace(/\D/g, "") || "0";
    return { ok: true, text: `${sign === "-" ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}` };
  }
  const other = doubtful.exec(text);
  return other ? { ok: false, readings: [`${other[1]}${mark}${other[2]}`, `${other[1]}${other[2]}`] } : { ok: false };
}

/** `1234.50` as an input shows it: the language's decimal mark and no groups. */
export const numberText = (value: string, mark: DecimalMark): string => value.replace(".", mark);
