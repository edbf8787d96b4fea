import * as z from "zod";
import type { LooseFieldType } from "../definition/records/field.ts";
import { sql } from "../sql/sql.ts";
import { boolean } from "./boolean.ts";
import { currencyCodes } from "./currencies.ts";
import { date } from "./date.ts";
import { dateTime } from "./date-time.ts";
import { decimal } from "./decimal.ts";
import { duration } from "./duration.ts";
import { defineFieldType, type FieldType } from "./field-type.ts";
import { float } from "./float.ts";
import { integer } from "./integer.ts";
import { money } from "./money.ts";
import { type NumberUnit, unitOptions } from "./number-unit.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { shortText } from "./short-text.ts";
import { time } from "./time.ts";

/** The types that the result of a formula may have: one for each kind of value that has a form in JSON and on pages. */
const results = {
  text: shortText,
  integer,
  decimal,
  money,
  float,
  boolean,
  date,
  time,
  date_time: dateTime,
  duration,
} as const;

export type FormulaResult = keyof typeof results;

/** The results, with what a builder reads. */
export const formulaResults: readonly { readonly name: FormulaResult; readonly label: string }[] = (
  Object.keys(results) as FormulaResult[]
).map((name) => ({ name, label: name === "text" ? "Text" : results[name].label }));

export type FormulaOptions = {
  name: "formula";
  expression: string;
  result: FormulaResult;
  /** Decimal places of a decimal: two where there is no number. */
  scale?: number | undefined;
  /** Of a result that is money. */
  currency?: string | undefined;
} & NumberUnit;

/** The decimal places to which a decimal is rounded. */
export const formulaScale = ({ scale }: LooseFieldType): number =>
  typeof scale === "number" && Number.isInteger(scale) && scale >= 0 && scale <= 20 ? scale : 2;

const options = z
  .strictObject({
    name: z.literal("formula"),
    expression: z.string().max(4000),
    result: z.enum(Object.keys(results) as [FormulaResult, ...FormulaResult[]]),
    scale: z.int().min(0).max(20).optional(),
    currency: z.enum(currencyCodes as [string, ...string[]]).optional(),
    ...unitOptions,
  })
  .refine(({ result, currency }) => (result === "money") === (currency !== undefined), {
    message: "A result that is money has a currency, and no other has one.",
    path: ["currency"],
  });

/** A formula of one result: as fields of that type are read, and never written. */
const withResult = (result: FormulaResult): FieldType<FormulaOptions> => {
  const type = results[result] as unknown as FieldType<{ name: string }>;
  const { search, order } = type.can;
  const { fits: _, import: __, listed, plainest: ___, optionsText: ____, maxLength: _____, ...read } = type;
  return defineFieldType<FormulaOptions>({
    ...read,
    ...(listed ? { listed } : {}),
    name: "formula",
    label: "Formula",
    description: "A value that is calculated from other fields, or a total of related rows. Nothing is stored.",
    options,
    initial: { name: "formula", expression: "", result, ...(result === "money" ? { currency: "EUR" } : {}) },
    cast: result === "integer" ? "bigint" : type.cast,
    sqlType: () => type.sqlType(type.initial),
    valueType: ({ currency }) => (result === "money" ? { kind: "decimal", currency } : type.valueType(type.initial)),
    parseJson: (input, _options, context) =>
      result === "integer" && typeof input === "number" ? whole(input) : type.parseJson(input, type.initial, context),
    parseText: (input, _options, context) =>
      result === "integer" && /^[+-]?\d{1,16}$/.test(input)
        ? whole(Number(input))
        : type.parseText(input, type.initial, context),
    jsonSql:
      result === "decimal" || result === "money" ? (value) => sql`${value}::text` : (value) => type.jsonSql(value),
    jsonSchema: () => ({ ...schemaOf(result), readOnly: true }),
    automatic: "computed",
    can: { ...(search ? { search } : {}), ...(order ? { order } : {}) },
    display: (shown) => type.display(shown),
    example: (_options, context) => type.example(type.initial, context),
    sample: (of) => type.sample({ ...of, options: type.initial }),
    openapi: { ...type.openapi, note: [type.openapi.note, "It is calculated."].filter(Boolean).join(" ") },
  });
};

/** A total is not bound to the limits of an integer's column. */
const whole = (number: number): ParsedValue =>
  Number.isSafeInteger(number) ? parsed(number) : refused("wrong_type", "must be a whole number");

/** A longer text is cut. */
export const MAX_FORMULA_TEXT = 10_000;

/** Without the limits of a column. */
function schemaOf(result: FormulaResult): ReturnType<FieldType["jsonSchema"]> {
  if (result === "text") return { type: "string", maxLength: MAX_FORMULA_TEXT };
  if (result === "decimal" || result === "money") return { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" };
  if (result === "integer") return { type: "integer" };
  const type = results[result] as unknown as FieldType<{ name: string }>;
  return type.jsonSchema(type.initial, { choices: [] });
}

const made = new Map<FormulaResult, FieldType<FormulaOptions>>();

/** The type of a formula with this result; of text where the result is none that there is. */
export function formulaWith(result: unknown): FieldType<FormulaOptions> {
  const name = typeof result === "string" && Object.hasOwn(results, result) ? (result as FormulaResult) : "text";
  let type = made.get(name);
  if (!type) {
    type = withResult(name);
    made.set(name, type);
  }
  return type;
}

/** What a formula is before anything is known of its result. */
export const formula = formulaWith("text");
