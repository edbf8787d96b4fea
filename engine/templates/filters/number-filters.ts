import { isNumeric } from "../../value-types/value-type.ts";
import { numberFormats } from "../format/number-format.ts";
import {
  accepts,
  checkCount,
  compiledBy,
  countOf,
  type FilterSettings,
  refuses,
  TEXT,
  type TemplateFilter,
  wants,
} from "./filter-kit.ts";

type Numeric = Parameters<Intl.NumberFormat["format"]>[0];
const isNumber = (value: unknown): value is number | string =>
  typeof value === "number" || (typeof value === "string" && /^-?\d{1,300}(?:\.\d{1,300})?$/.test(value));
const PLACES = { min: 0, max: 20, otherwise: 0 };

export function numberFilters({ locale }: FilterSettings): readonly TemplateFilter[] {
  const formats = numberFormats(locale);
  const ungrouped = compiledBy(
    (places) =>
      new Intl.NumberFormat(locale, {
        useGrouping: false,
        minimumFractionDigits: Number(places),
        maximumFractionDigits: Number(places),
      }),
  );
  const money = compiledBy((code) => new Intl.NumberFormat(locale, { style: "currency", currency: code }));
  const write = (format: Intl.NumberFormat, value: number | string) => format.format(value as Numeric);
  const ofNumbers = (name: string, input: Parameters<TemplateFilter["check"]>[0]) =>
    isNumeric(input) || input.kind === "null" ? accepts(TEXT) : wants(name, "numbers", input);
  return [
    {
      name: "number",
      example: "number:2",
      summary: "Digits in groups, as the app's language writes them; with so many decimal places.",
      argument: "optional",
      check: (input, argument) => checkCount("number", argument, PLACES) ?? ofNumbers("number", input),
      apply: (input, argument) =>
        isNumber(input)
          ? formats.grouped(input, typeof argument === "number" ? countOf(argument, PLACES) : undefined)
          : null,
    },
    {
      name: "floatformat",
      example: "floatformat:1",
      summary: "Rounded to so many decimal places; with a minus, only where there are any.",
      argument: "optional",
      check: (input, argument) =>
        checkCount("floatformat", argument, { min: -20, max: 20 }) ?? ofNumbers("floatformat", input),
      apply: (input, argument) => {
        if (!isNumber(input)) return null;
        const places = countOf(argument, { min: -20, max: 20, otherwise: -1 });
        const isWhole = typeof input === "number" ? Number.isInteger(input) : /^-?\d+(?:\.0*)?$/.test(input);
        return write(ungrouped(String(places < 0 && isWhole ? 0 : Math.abs(places))), input);
      },
    },
    {
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
      apply: (input, argument) => (isNumber(input) && isCurrency(argument) ? write(money(argument), input) : null),
    },
  ];
}

const isCurrency = (value: unknown): value is string => typeof value === "string" && /^[A-Z]{3}$/.test(value);
