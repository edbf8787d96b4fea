import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import type { NumberLimits } from "./number-limits.ts";
import { type NumberUnit, showAmount, unitOptions } from "./number-unit.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

type Options = { name: "float" } & Pick<NumberLimits<number>, "min" | "max"> & NumberUnit;

function check(number: number, { min, max }: Options): ParsedValue {
  if (min !== undefined && number < min) return refused("too_small", `must be at least ${min}`, String(min));
  if (max !== undefined && number > max) return refused("too_large", `must be at most ${max}`, String(max));
  return parsed(number);
}

const limit = z.number().optional();
const near = (wanted: number, { min = wanted, max = wanted }: Options): number => Math.min(Math.max(wanted, min), max);

export const float = defineFieldType<Options>({
  name: "float",
  label: "Float",
  description: "An approximate number: measurements, scores, coordinates.",
  options: z
    .strictObject({ name: z.literal("float"), min: limit, max: limit, ...unitOptions })
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
      message: "The largest value cannot be less than the smallest",
      path: ["max"],
    }),
  initial: { name: "float" },
  sqlType: () => "double precision",
  cast: "double precision",
  valueType: () => scalar("double"),
  lookups: comparable,
  parseJson: (input, options) =>
    typeof input === "number" && Number.isFinite(input)
      ? check(input, options)
      : refused("wrong_type", "must be a number"),
  parseText: (input, options) => {
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(input) || input.length > 400)
      return refused("wrong_type", "must be a number");
    const number = Number(input);
    return Number.isFinite(number) ? check(number, options) : refused("too_large", "is too large a number");
  },
  jsonSql: (column) => column,
  jsonSchema: ({ min, max }) => ({
    type: "number",
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  }),
  can: { order: "natural", index: true, default: true },
  display: (shown) => showAmount(shown, `{{ ${shown.value}|number }}`),
  example: (options) => near(0.5, options),
  sample: ({ number, options }) => near(number * 1.5, options),
  plainest: (options) => near(0, options),
  openapi: { format: "double" },
  input: { keyboard: "decimal" },
  import: { normalize: plainNumber, widen: () => textOf(200) },
});
