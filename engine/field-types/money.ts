import * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import { sql } from "../sql/sql.ts";
import { currencyCodes } from "./currencies.ts";
import { decimal } from "./decimal.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import { checkLimits, decimalLimit, type NumberLimits, withinLimits } from "./number-limits.ts";
import type { ParsedValue } from "./parsed-value.ts";

type Options = { name: "money"; currency: string } & NumberLimits<string>;

/** As a decimal of nineteen digits, four of them after the point, which holds every currency and prices of parts of a cent. */
const asDecimal = ({ min, max, step }: Options) =>
  ({ name: "decimal", digits: 19, scale: 4, min, max, step }) as Parameters<typeof decimal.jsonSchema>[0];

const limit = decimalLimit.optional();

/** An amount of one currency. In JSON a string with two to four decimal places; the currency is the field's. */
export const money = defineFieldType<Options>({
  name: "money",
  label: "Money",
  description: "An amount of one currency, exact, written as the app's language writes it.",
  options: z
    .strictObject({
      name: z.literal("money"),
      currency: z.enum(currencyCodes as [string, ...string[]], {
        error: "There is no such currency; use a code such as EUR",
      }),
      min: limit,
      max: limit,
      step: limit,
    })
    .superRefine(checkLimits),
  initial: { name: "money", currency: "EUR" },
  sqlType: () => "numeric(19,4)",
  cast: "numeric",
  valueType: ({ currency }) => ({ kind: "decimal", currency }),
  lookups: comparable,
  parseJson: (input: JsonValue, options, context): ParsedValue => decimal.parseJson(input, asDecimal(options), context),
  parseText: (input, options, context) => decimal.parseText(input, asDecimal(options), context),
  jsonSql: (column) => sql`round(${column}, GREATEST(2, scale(trim_scale(${column}))))::text`,
  jsonSchema: () => ({ type: "string", pattern: "^-?[0-9]{1,15}\\.[0-9]{2,4}$" }),
  optionsText: ({ currency }) => currency,
  can: { order: "natural", index: true, default: true },
  display: ({ value, field }) => ({
    inline: `{{ ${value}|currency:"${String(field.type.currency ?? "EUR")}" }}`,
    className: "number",
  }),
  example: (options) => withinLimits("12.50", options),
  sample: ({ number, options }) => withinLimits(`${number * 10}.50`, options),
  plainest: (options) => withinLimits("0.00", options),
  openapi: { format: "decimal", note: "A string, so that no digit is lost." },
  input: { keyboard: "decimal" },
  import: {
    normalize: plainNumber,
    widen: () => ({ ...decimal.initial, digits: 38, scale: 10 }),
  },
});
