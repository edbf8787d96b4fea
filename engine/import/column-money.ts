import type { LooseFieldType } from "../definition/records/field.ts";
import { currencyCodes } from "../field-types/currencies.ts";
import { money } from "../field-types/money.ts";

/** What a sign means where nothing else names the currency; `$` and `¥` are those of others too. */
const CODE_OF_SIGN: Readonly<Record<string, string>> = {
  ...{ "€": "EUR", "£": "GBP", "₹": "INR", $: "USD", "¥": "JPY" },
  ...{ US$: "USD", A$: "AUD", C$: "CAD", R$: "BRL" },
};

/** Amounts have up to fifteen digits before the point and four after it. */
const [WHOLE_DIGITS, SCALE] = [15, 4];

/**
 * The money that a column of amounts with one currency sign holds; undefined where it holds more digits. `unit`: what the
 * header says, which is surer: `Price (AUD)` of `$12`.
 */
export function moneyOf(type: LooseFieldType, sign: string, unit?: string): LooseFieldType | undefined {
  const named = unit !== undefined && currencyCodes.includes(unit) ? unit : CODE_OF_SIGN[unit ?? sign];
  return named !== undefined && fits(type) ? { ...money.initial, currency: named } : undefined;
}

function fits({ name, digits, scale }: LooseFieldType): boolean {
  if (name === "integer") return true;
  return name === "decimal" && Number(scale) <= SCALE && Number(digits) - Number(scale) <= WHOLE_DIGITS;
}
