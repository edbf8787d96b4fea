import type { LooseFieldType } from "../definition/records/field.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import { moneyOf } from "./column-money.ts";

/**
 * Units that a header may name. What is not among them stays in the label: "Goals (home)", "Rank (2020)". Left out is
 * what means something else as often: "Games (W)" are those that were won, "Sales (K)" thousands, "Heat (min)" the least.
 */
const UNITS = new Set(
  [
    "km m cm mm mi ft in yd nm µm kg g mg µg lb lbs oz t l ml mL cl gal km² m² cm² mm² m³ cm³ ha ac",
    "km/h kph mph m/s kn knots °C °F hPa kPa Pa bar mbar psi kW MW GW kWh MWh GWh kJ kcal cal mA mAh Ω Hz kHz",
    "MHz GHz kB KB MB GB TB px dpi dB lm lx ms s h hours minutes seconds days weeks months years",
    "EUR USD GBP CHF JPY CNY AUD CAD NZD INR SEK NOK DKK ISK PLN CZK HUF RON BGN TRY BRL MXN ARS CLP COP ZAR KRW SGD",
    "HKD THB IDR MYR PHP VND ILS AED SAR EGP NGN KES UAH RUB",
  ].flatMap((line) => line.split(" ")),
);
/** Currencies by their sign, which stands before the amount until the builder says otherwise. */
const SIGNS = new Set(["€", "$", "£", "¥", "₹", "₩", "₪", "₺", "₽", "₫", "฿", "US$", "A$", "C$", "R$"]);
const IN_WORDS = /^(.*\S)\s+in\s+(\S+)$/u;
const BRACKETS = /^(.*\S)\s*(?:\(([^()]+)\)|\[([^[\]]+)\])$/u;
const LAST_WORD = /^(.*\S)\s+(\S+)$/u;

/** Which sign stands for a currency of the list above; one without a sign has none in its rows either. */
const SIGN_OF: Readonly<Record<string, string>> = {
  ...Object.fromEntries("USD AUD CAD NZD MXN ARS CLP COP SGD HKD".split(" ").map((code) => [code, "$"])),
  ...{ EUR: "€", GBP: "£", EGP: "£", JPY: "¥", CNY: "¥", INR: "₹" },
};

/** `US$` and USD are both written `$`. */
const isSameCurrency = (unit: string, sign: string): boolean => unit.endsWith(sign) || SIGN_OF[unit] === sign;

interface HeaderUnit {
  readonly label: string;
  readonly unit: string;
  readonly unitBefore?: true;
}

/** `Weight (kg)`, `Price €` and `Price in EUR` say what their numbers are counted in. */
export function headerUnit(header: string): HeaderUnit | undefined {
  const inBrackets = BRACKETS.exec(header);
  const [label, unit] = inBrackets
    ? [inBrackets[1], (inBrackets[2] ?? inBrackets[3] ?? "").trim().replace(/^in\s+/, "")]
    : unitWord(header);
  if (label === undefined || unit === undefined) return undefined;
  if (SIGNS.has(unit)) return { label, unit, unitBefore: true };
  return UNITS.has(unit) || unit === "%" ? { label, unit } : undefined;
}

function unitWord(header: string): readonly (string | undefined)[] {
  const [, label, unit] = IN_WORDS.exec(header) ?? [];
  if (unit !== undefined) return [label, unit];
  // Without brackets or "in", only a sign cannot be a word of the label.
  const [, before, last] = LAST_WORD.exec(header) ?? [];
  return last !== undefined && (SIGNS.has(last) || last === "%") ? [before, last] : [];
}

const readAs = (sign: string | undefined, { currency }: LooseFieldType): string =>
  `The sign ${sign} is read as ${currency}.`;

interface Proposal {
  readonly type: LooseFieldType;
  readonly reason: string;
  /** The sign that the amounts of the column have. */
  readonly currency?: string | undefined;
}

/**
 * A column of numbers takes the unit of its header, and its label is without it. Amounts with one currency sign are money.
 * Other columns stay as they are.
 */
export function withHeaderUnit(
  { type, reason, currency }: Proposal,
  label: string,
): Proposal & { readonly label: string } {
  const found = headerUnit(label);
  if (!found) {
    const amounts = currency === undefined ? undefined : moneyOf(type, currency);
    return amounts
      ? { type: amounts, reason: `${reason} ${readAs(currency, amounts)}`, label }
      : { type, reason, label };
  }
  if (currency !== undefined && !isSameCurrency(found.unit, currency)) {
    const why = `The header says ${found.unit} and the rows ${currency}, so no unit is taken over.`;
    return { type, reason: `${reason} ${why}`, label };
  }
  const { unit, unitBefore } = found;
  const amounts = currency === undefined ? undefined : moneyOf(type, currency, unit);
  if (amounts) return { type: amounts, reason: `${reason} ${readAs(currency, amounts)}`, label: found.label };
  const counted = { ...type, unit, ...(unitBefore ? { unitBefore } : {}) };
  const options: readonly LooseFieldType[] = unit === "%" ? [{ ...type, display: "percent" }, counted] : [counted];
  const fitting = options.find((option) => fieldTypeOf(type)?.options.safeParse(option).success);
  if (!fitting) return { type, reason, label };
  return { type: fitting, reason: `${reason} The header says that they are in ${unit}.`, label: found.label };
}
