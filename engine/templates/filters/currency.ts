import { compiledBy, refuses } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";
import { isNumber, ofNumbers, writeNumber } from "./numbers.ts";

export const currency: FilterType = {
  name: "currency",
  example: 'currency:"EUR"',
  summary: "An amount of money, as the app's language writes it.",
  argument: "required",
  check: (input, argument) => {
    if (argument?.type.kind !== "text")
      return refuses('The filter currency needs the currency\'s code after its colon: currency:"EUR".');
    if (argument.literal !== undefined && !isCurrency(argument.literal))
      return refuses(
        `There is no currency "${String(argument.literal).slice(0, 20)}".`,
        "Use its code of three letters: EUR, USD, GBP, CHF.",
      );
    return ofNumbers("currency", input);
  },
  prepare: ({ locale }) => {
    const format = compiledBy((code) => new Intl.NumberFormat(locale, { style: "currency", currency: code }));
    return (input, argument) => (isNumber(input) && isCurrency(argument) ? writeNumber(format(argument), input) : null);
  },
};

const isCurrency = (value: unknown): value is string => typeof value === "string" && /^[A-Z]{3}$/.test(value);
