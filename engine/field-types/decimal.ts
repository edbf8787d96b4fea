import * as z from "zod";
import { sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import {
  checkLimits,
  decimalLimit,
  displayOption,
  type NumberDisplay,
  type NumberLimits,
  outsideLimits,
  withinLimits,
} from "./number-limits.ts";
import { type NumberUnit, showAmount, unitOptions } from "./number-unit.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { showSpecially } from "./show-number.ts";

type Options = {
  name: "decimal";
  digits: number;
  scale: number;
  display?: NumberDisplay | undefined;
} & NumberLimits<string> &
  NumberUnit;

function check(text: string, options: Options): ParsedValue {
  const match = /^([+-]?)(\d{0,200})(?:\.(\d{0,200}))?$/.exec(text);
  if (!match || ((match[2] ?? "") === "" && (match[3] ?? "") === ""))
    return refused("wrong_type", "must be a decimal number");
  const whole = (match[2] ?? "").replace(/^0+(?=\d)/, "");
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > options.scale) {
    return refused(
      "too_many_decimals",
      options.scale === 0 ? "must be a whole number" : `has more than ${options.scale} decimal places`,
    );
  }
  const wholeDigits = options.digits - options.scale;
  if ((whole === "0" ? "" : whole).length > wholeDigits) {
    return refused("too_large", `has more than ${wholeDigits} digits before the decimal point`);
  }
  const number = `${match[1] === "-" ? "-" : ""}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
  return outsideLimits(number, options) ?? parsed(number);
}

const limit = decimalLimit.optional();

/** Exact; in JSON a string with the column's own scale. */
export const decimal = defineFieldType<Options>({
  name: "decimal",
  label: "Decimal",
  description: "An exact number with decimal places: money, weights, rates.",
  options: z
    .strictObject({
      name: z.literal("decimal"),
      digits: z.int().min(1).max(100),
      scale: z.int().min(0).max(50),
      min: limit,
      max: limit,
      step: limit,
      display: displayOption,
      ...unitOptions,
    })
    .refine((options) => options.scale <= options.digits, {
      message: "Decimal places cannot exceed the digits.",
      path: ["scale"],
    })
    .superRefine(checkLimits),
  initial: { name: "decimal", digits: 12, scale: 2 },
  sqlType: (options) => `numeric(${options.digits},${options.scale})`,
  cast: "numeric",
  valueType: () => scalar("decimal"),
  lookups: comparable,
  parseJson: (input, options) => {
    if (typeof input === "string") return check(input, options);
    if (typeof input !== "number" || !Number.isFinite(input)) return refused("wrong_type", "must be a decimal number");
    const text = String(input);
    return text.includes("e")
      ? refused("wrong_type", "is written with an exponent; send it as a string")
      : check(text, options);
  },
  parseText: check,
  jsonSql: (column) => sql`${column}::text`,
  jsonSchema: (options) => ({
    type: "string",
    pattern: `^-?[0-9]{1,${options.digits}}(\\.[0-9]{1,${Math.max(options.scale, 1)}})?$`,
  }),
  optionsText: ({ digits, scale }) => `${digits},${scale}`,
  can: { order: "natural", index: true, default: true },
  display: (shown) =>
    showSpecially(shown) ?? showAmount(shown, `{{ ${shown.value}|number:${Number(shown.field.type.scale ?? 2)} }}`),
  example: (options) => {
    const { digits, scale } = options;
    const whole = digits - scale >= 2 ? "12" : digits - scale === 1 ? "1" : "0";
    return withinLimits(scale <= 0 ? whole : `${whole}.${"5".padEnd(Math.min(scale, 2), "0")}`, options);
  },
  sample: ({ number, options }) =>
    withinLimits(options.display === "rating" ? `${number}.5` : `${number * 10}.50`, options),
  plainest: (options) => withinLimits(options.scale > 0 ? `0.${"0".repeat(options.scale)}` : "0", options),
  openapi: { format: "decimal", note: "A string, so that no digit is lost." },
  input: { keyboard: "decimal" },
  import: {
    normalize: plainNumber,
    optionsFor: (samples) => {
      const places = Math.max(2, ...samples.map((sample) => /\.(\d+)$/.exec(sample.trim())?.[1]?.length ?? 0));
      return { name: "decimal", digits: Math.min(38, 12 + places), scale: Math.min(places, 20) };
    },
    widen: ({ digits }) => (digits < 38 ? { name: "decimal", digits: 38, scale: 10 } : textOf(200)),
  },
});
