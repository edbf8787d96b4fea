import type { LooseFieldType } from "../definition/records/field.ts";
import { bigInteger } from "../field-types/big-integer.ts";
import { decimal } from "../field-types/decimal.ts";
import { float } from "../field-types/float.ts";
import { integer } from "../field-types/integer.ts";
import type { LooseNumber } from "../field-types/loose-numbers.ts";

const INT_MAX = 2147483647n;
const BIG_MAX = 2n ** 63n - 1n;
/** Decimals may have 100 digits, 50 of them after the point. */
const [MAX_DIGITS, MAX_SCALE] = [100, 50];

/** What the numbers of a column have in common, in one way of reading them: enough to say which type holds them all. */
export class NumberShape {
  #isWhole = true;
  #largest = 0n;
  #wholeDigits = 0;
  #fractionDigits = 0;
  #leastFractionDigits = Number.POSITIVE_INFINITY;
  #significantDigits = 0;
  #hasExponent = false;
  #isMoney = false;
  #isPlain = true;
  readonly #looks = { bareExponent: false, digitsAlone: false, other: false };
  readonly currencies = new Set<string>();
  /** All are above zero. */
  isPositive = true;

  add(number: LooseNumber): void {
    this.#isWhole &&= number.isWhole;
    this.#wholeDigits = Math.max(this.#wholeDigits, number.wholeDigits);
    this.#fractionDigits = Math.max(this.#fractionDigits, number.fractionDigits);
    this.#leastFractionDigits = Math.min(this.#leastFractionDigits, number.fractionDigits);
    this.#significantDigits = Math.max(this.#significantDigits, number.significantDigits);
    this.#hasExponent ||= number.hasExponent;
    this.#isMoney ||= number.isMoney;
    if (number.isBareExponent) this.#looks.bareExponent = true;
    else if (number.isWhole && !number.isMoney && !number.plain.startsWith("-")) this.#looks.digitsAlone = true;
    else this.#looks.other = true;
    this.#isPlain &&= !number.plain.includes("e");
    if (number.currency !== undefined) this.currencies.add(number.currency);
    if (/^-|^0$/.test(number.plain)) this.isPositive = false;
    if (!number.isWhole) return;
    const size = BigInt(number.plain.replace("-", ""));
    if (size > this.#largest) this.#largest = size;
  }

  get wholeDigits(): number {
    return this.#wholeDigits;
  }

  get hasExponent(): boolean {
    return this.#hasExponent;
  }

  /** `1e5` among `200` and `17`: a program that writes numbers with exponents writes none of them as digits alone. */
  get looksLikeCodes(): boolean {
    const { bareExponent, digitsAlone, other } = this.#looks;
    return bareExponent && digitsAlone && !other;
  }

  /** The narrowest type that every number fits, digit for digit, with what they are; undefined when none does. */
  type(): { readonly type: LooseFieldType; readonly what: string } | undefined {
    if (this.#isWhole) {
      if (this.#largest <= INT_MAX) return { type: integer.initial, what: "whole numbers" };
      if (this.#largest <= BIG_MAX)
        return { type: bigInteger.initial, what: "whole numbers, some too large for an integer" };
      return this.#exact("whole numbers of many digits", 0);
    }
    const scale = Math.max(this.#fractionDigits, this.#isMoney ? 2 : 0);
    if (this.#isMoney) return this.#exact("amounts of money", scale);
    if (this.#fractionDigits === 2 && this.#leastFractionDigits === 2)
      return this.#exact("numbers with two decimal places", scale);
    if (this.#significantDigits <= 15) return { type: float.initial, what: "numbers" };
    return this.#exact("numbers with more digits than a float keeps", scale);
  }

  #exact(what: string, scale: number): { readonly type: LooseFieldType; readonly what: string } | undefined {
    const digits = this.#wholeDigits + scale;
    if (!this.#isPlain || scale > MAX_SCALE || digits > MAX_DIGITS) return undefined;
    const roomy = scale === 0 ? digits + 2 : Math.max(12, digits + 2);
    return { type: { ...decimal.initial, digits: Math.min(MAX_DIGITS, roomy), scale }, what };
  }
}
