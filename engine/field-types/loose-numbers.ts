import type { ColumnReading } from "./column-reading.ts";

/**
 * Numbers as files have them: `1,234.50`, `$12`, `(300)` for minus three hundred, `1.234,50` where a comma is the
 * decimal sign, `1'234.50` as the Swiss write, `1.72E-05`. A number that begins with a zero (`00501`), or with a plus before seven digits and more
 * (`+15551234567`), is none: it is a code, and reading it would lose characters. Nor is one that no double comes near
 * (`1e400`).
 */
export interface LooseNumber {
  /** In plain form, `-1234.50`, `0.0000172`; with an exponent only where that would be too long. */
  readonly plain: string;
  readonly isWhole: boolean;
  readonly hasExponent: boolean;
  /** Digits, an e and digits, as codes have it too: `1e5`. */
  readonly isBareExponent: boolean;
  /** The sign of its currency. */
  readonly currency: string | undefined;
  /** A currency sign or accountants' brackets: money, so exact. */
  readonly isMoney: boolean;
  readonly wholeDigits: number;
  readonly fractionDigits: number;
  /** Digits that count, from the first that is not zero: a double keeps fifteen. */
  readonly significantDigits: number;
}

const PLAIN = /^[+-]?(?:0|[1-9]\d*|(?=\.\d))(?:\.(\d*))?(?:[eE][+-]?\d{1,3})?$/;
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.(\d+))?$/;
const GROUPED_SPACE = /^[+-]?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.](\d+))?$/;
const GROUPED_APOSTROPHE = /^[+-]?[1-9]\d{0,2}(?:['’]\d{3})+(?:[.](\d+))?$/;
const COMMA_DECIMAL = /^[+-]?(?:(?:0|[1-9]\d*)|[1-9]\d{0,2}(?:[. \u00a0\u202f]\d{3})+),(\d+)$/;
const COMMA_WHOLE = /^[+-]?(?:(?:0|[1-9]\d*)|[1-9]\d{0,2}(?:\.\d{3})+)$/;
const CURRENCY = /[$€£¥₹]/;
const CALLING_CODE = /^\+(?:[ \u00a0\u202f]?\d){7,}$/;
const MAX_LENGTH = 120;

export function parseLooseNumber(given: string, decimalComma = false): LooseNumber | undefined {
  if (given.length > MAX_LENGTH) return undefined;
  let text = given.trim();
  // Most cells of most files are plain, and this decides for them at once.
  const first = text.charCodeAt(0);
  if (!decimalComma && first >= 48 && first <= 57 && PLAIN.test(text)) return read(text, false, undefined);
  if (CALLING_CODE.test(text)) return undefined;
  let isMoney = false;
  let isNegative = false;
  if (text.startsWith("(") && text.endsWith(")")) {
    text = text.slice(1, -1).trim();
    isMoney = true;
    isNegative = true;
  }
  const currency = CURRENCY.exec(text)?.[0];
  if (currency !== undefined) {
    const sign = /^[+-]/.exec(text)?.[0] ?? "";
    const bare = text.slice(sign.length).replace(/^[$€£¥₹]\s?|\s?[$€£¥₹]$/, "");
    text = sign + bare;
    isMoney = true;
  }
  if (decimalComma) {
    if (!COMMA_DECIMAL.test(text) && !COMMA_WHOLE.test(text)) return undefined;
    text = text.replace(/[. \u00a0\u202f]/g, "").replace(",", ".");
  } else if (GROUPED.test(text)) text = text.replace(/,/g, "");
  else if (GROUPED_SPACE.test(text)) text = text.replace(/[ \u00a0\u202f]/g, "");
  else if (GROUPED_APOSTROPHE.test(text)) text = text.replace(/['’]/g, "");
  if (!PLAIN.test(text)) return undefined;
  if (isNegative) text = text.startsWith("-") ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
  return read(text, isMoney, currency);
}

/** A cell as `parseText` of the number types reads it; what is no number stays as it is. */
export const plainNumber = (text: string, reading: ColumnReading): string =>
  parseLooseNumber(text, reading.decimalComma)?.plain ?? text.trim();

function read(text: string, isMoney: boolean, currency: string | undefined): LooseNumber | undefined {
  const written = text.startsWith("+") ? text.slice(1) : text;
  const exponentAt = written.search(/[eE]/);
  const hasExponent = exponentAt >= 0;
  const mantissa = hasExponent ? written.slice(0, exponentAt) : written;
  const significantDigits = mantissa.replace(/[-.]/g, "").replace(/^0+/, "").length;
  if (hasExponent && significantDigits > 0 && !isInRange(Number(written))) return undefined;
  const plain = hasExponent ? withoutExponent(mantissa, Number(written.slice(exponentAt + 1))) : written;
  const digits = plain.replace(/^-/, "").replace(/[eE].*$/, "");
  const pointAt = digits.indexOf(".");
  const whole = pointAt < 0 ? digits : digits.slice(0, pointAt);
  return {
    plain,
    isWhole: pointAt < 0 && !hasExponent,
    hasExponent,
    isBareExponent: hasExponent && /^\d+[eE]\d+$/.test(written),
    currency,
    isMoney,
    wholeDigits: whole === "0" ? 0 : whole.length,
    fractionDigits: pointAt < 0 ? 0 : digits.length - pointAt - 1,
    significantDigits,
  };
}

/** Nearer to zero a double has fewer digits, and beyond its largest it is infinite. */
const SMALLEST = 2.2250738585072014e-308;
const isInRange = (number: number): boolean => Number.isFinite(number) && Math.abs(number) >= SMALLEST;

/** What the longest decimal could hold. */
const MAX_PLAIN_DIGITS = 60;

/** `1.72` and −5 → `0.0000172`. */
function withoutExponent(mantissa: string, exponent: number): string {
  if (Math.abs(exponent) > MAX_PLAIN_DIGITS) return `${mantissa}e${exponent}`;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const point = whole.length + exponent;
  const digits = whole + fraction;
  const before = (point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0")).replace(/^0+(?=\d)/, "");
  const after = (point < 0 ? "0".repeat(-point) + digits : digits.slice(point)).replace(/0+$/, "");
  return `${sign}${before}${after === "" ? "" : `.${after}`}`;
}
