import type { ColumnReading } from "./column-reading.ts";

/**
 * Numbers as files have them: `1,234.50`, `$12`, `(300)` for minus three hundred, `1.234,50` where a comma is the
 * decimal sign. A number that begins with a zero (`00501`) is none: it is a code, and reading it would lose digits.
 */
export interface LooseNumber {
  /** In plain form: `-1234.50`, `6.02e23`. */
  readonly plain: string;
  readonly isWhole: boolean;
  readonly hasExponent: boolean;
  /** A currency sign or accountants' brackets: money, so exact. */
  readonly isMoney: boolean;
  readonly wholeDigits: number;
  readonly fractionDigits: number;
}

const PLAIN = /^[+-]?(?:0|[1-9]\d*|(?=\.\d))(?:\.(\d*))?(?:[eE][+-]?\d{1,3})?$/;
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.(\d+))?$/;
const GROUPED_SPACE = /^[+-]?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.](\d+))?$/;
const COMMA_DECIMAL = /^[+-]?(?:(?:0|[1-9]\d*)|[1-9]\d{0,2}(?:[. \u00a0\u202f]\d{3})+),(\d+)$/;
const COMMA_WHOLE = /^[+-]?(?:(?:0|[1-9]\d*)|[1-9]\d{0,2}(?:\.\d{3})+)$/;
const CURRENCY = /[$€£¥₹]/;
const MAX_LENGTH = 120;

export function parseLooseNumber(given: string, decimalComma = false): LooseNumber | undefined {
  if (given.length > MAX_LENGTH) return undefined;
  let text = given.trim();
  // Most cells of most files are plain, and this decides for them at once.
  const first = text.charCodeAt(0);
  if (!decimalComma && first >= 48 && first <= 57 && PLAIN.test(text)) return read(text, false);
  let isMoney = false;
  let isNegative = false;
  if (text.startsWith("(") && text.endsWith(")")) {
    text = text.slice(1, -1).trim();
    isMoney = true;
    isNegative = true;
  }
  if (CURRENCY.test(text)) {
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
  if (!PLAIN.test(text)) return undefined;
  if (isNegative) text = text.startsWith("-") ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
  return read(text, isMoney);
}

/** A cell as `parseText` of the number types reads it; what is no number stays as it is. */
export const plainNumber = (text: string, reading: ColumnReading): string =>
  parseLooseNumber(text, reading.decimalComma)?.plain ?? text.trim();

function read(text: string, isMoney: boolean): LooseNumber {
  const plain = text.startsWith("+") ? text.slice(1) : text;
  const exponentAt = plain.search(/[eE]/);
  const mantissa = exponentAt < 0 ? plain : plain.slice(0, exponentAt);
  const pointAt = mantissa.indexOf(".");
  const whole = (pointAt < 0 ? mantissa : mantissa.slice(0, pointAt)).replace("-", "");
  const fraction = pointAt < 0 ? "" : mantissa.slice(pointAt + 1);
  return {
    plain,
    isWhole: pointAt < 0 && exponentAt < 0,
    hasExponent: exponentAt >= 0,
    isMoney,
    wholeDigits: whole === "0" ? 0 : whole.length,
    fractionDigits: fraction.length,
  };
}
