import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { bigInteger } from "./big-integer.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { showWholeNumber } from "./show-number.ts";

const MIN = -2147483648;
const MAX = 2147483647;

function check(number: number): ParsedValue {
  if (!Number.isInteger(number)) return refused("wrong_type", "must be a whole number");
  if (number < MIN) return refused("too_small", `must be at least ${MIN}`);
  if (number > MAX) return refused("too_large", `must be at most ${MAX}`);
  return parsed(number);
}

export const integer = defineFieldType({
  name: "integer",
  label: "Integer",
  description: "A whole number up to about two billion.",
  options: z.strictObject({ name: z.literal("integer") }),
  initial: { name: "integer" },
  sqlType: () => "integer",
  cast: "integer",
  valueType: () => scalar("int"),
  lookups: comparable,
  parseJson: (input) => (typeof input === "number" ? check(input) : refused("wrong_type", "must be a whole number")),
  parseText: (input) =>
    /^[+-]?\d{1,15}$/.test(input) ? check(Number(input)) : refused("wrong_type", "must be a whole number"),
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "integer", minimum: MIN, maximum: MAX }),
  can: { order: "natural", index: true, default: true, path: true, identify: true },
  display: showWholeNumber,
  example: () => 12,
  sample: ({ number }) => number * 10,
  plainest: () => 0,
  openapi: { format: "int32" },
  input: { keyboard: "numeric" },
  import: { normalize: plainNumber, widen: () => bigInteger.initial, rowKey: "identity" },
});
