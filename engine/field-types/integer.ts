import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { bigInteger } from "./big-integer.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import {
  checkLimits,
  displayOption,
  type NumberDisplay,
  type NumberLimits,
  outsideLimits,
  withinLimits,
} from "./number-limits.ts";
import { type NumberUnit, unitOptions } from "./number-unit.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { showWholeNumber } from "./show-number.ts";

const MIN = -2147483648;
const MAX = 2147483647;

type Options = { name: "integer"; display?: NumberDisplay | undefined } & NumberLimits<number> & NumberUnit;

function check(number: number, options: Options): ParsedValue {
  if (!Number.isInteger(number)) return refused("wrong_type", "must be a whole number");
  if (number < MIN) return refused("too_small", `must be at least ${MIN}`);
  if (number > MAX) return refused("too_large", `must be at most ${MAX}`);
  return outsideLimits(String(number), options) ?? parsed(number);
}

const limit = z.int().min(MIN).max(MAX).optional();

export const integer = defineFieldType<Options>({
  name: "integer",
  label: "Integer",
  description: "A whole number up to about two billion.",
  options: z
    .strictObject({
      name: z.literal("integer"),
      min: limit,
      max: limit,
      step: limit,
      display: displayOption,
      ...unitOptions,
    })
    .superRefine(checkLimits),
  initial: { name: "integer" },
  sqlType: () => "integer",
  cast: "integer",
  valueType: () => scalar("int"),
  lookups: comparable,
  parseJson: (input, options) =>
    typeof input === "number" ? check(input, options) : refused("wrong_type", "must be a whole number"),
  parseText: (input, options) =>
    /^[+-]?\d{1,15}$/.test(input) ? check(Number(input), options) : refused("wrong_type", "must be a whole number"),
  jsonSql: (column) => column,
  jsonSchema: ({ min = MIN, max = MAX, step }) => ({
    type: "integer",
    minimum: min,
    maximum: max,
    // Steps begin at the smallest value, those of JSON Schema at zero.
    ...(step !== undefined && (min === MIN || min % step === 0) ? { multipleOf: step } : {}),
  }),
  can: { order: "natural", index: true, default: true, path: true, identify: true },
  display: showWholeNumber,
  example: (options) => Number(withinLimits("12", options)),
  sample: ({ number, options }) =>
    Number(withinLimits(String(options.display === "rating" ? number : number * 10), options)),
  plainest: (options) => Number(withinLimits("0", options)),
  openapi: { format: "int32" },
  input: { keyboard: "numeric" },
  import: { normalize: plainNumber, widen: () => bigInteger.initial, rowKey: "identity" },
});
