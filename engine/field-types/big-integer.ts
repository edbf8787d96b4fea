import * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import { sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { decimal } from "./decimal.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import { checkLimits, type NumberLimits, outsideLimits, withinLimits } from "./number-limits.ts";
import { type NumberUnit, unitOptions } from "./number-unit.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { showWholeNumber } from "./show-number.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

type Options = { name: "big_integer" } & NumberLimits<string> & NumberUnit;

function checkText(text: string, options: Options): ParsedValue {
  if (!/^[+-]?\d{1,30}$/.test(text)) return refused("wrong_type", "must be a whole number");
  const number = BigInt(text.replace(/^\+/, ""));
  if (number < MIN) return refused("too_small", `must be at least ${MIN}`);
  if (number > MAX) return refused("too_large", `must be at most ${MAX}`);
  return outsideLimits(number.toString(), options) ?? parsed(number.toString());
}

function checkJson(input: JsonValue, options: Options): ParsedValue {
  if (typeof input === "string") return checkText(input, options);
  if (typeof input !== "number" || !Number.isInteger(input)) return refused("wrong_type", "must be a whole number");
  // Above 2^53 the JSON parser has already lost digits, so a string is required.
  if (!Number.isSafeInteger(input)) return refused("wrong_type", "is too large for a JSON number; send it as a string");
  return outsideLimits(String(input), options) ?? parsed(String(input));
}

const limit = z
  .string()
  .regex(/^-?(?:0|[1-9]\d{0,18})$/, "A limit must be a whole number")
  .optional();

/** In JSON a string, since JavaScript numbers stop being exact at 2^53 (docs/mechanics.md, 11). In expressions a decimal. */
export const bigInteger = defineFieldType<Options>({
  name: "big_integer",
  label: "Big integer",
  description: "A whole number up to nineteen digits. A string in the API, so that no digit is lost.",
  options: z
    .strictObject({ name: z.literal("big_integer"), min: limit, max: limit, step: limit, ...unitOptions })
    .superRefine(checkLimits),
  initial: { name: "big_integer" },
  sqlType: () => "bigint",
  cast: "bigint",
  valueType: () => scalar("decimal"),
  lookups: comparable,
  parseJson: checkJson,
  parseText: checkText,
  jsonSql: (column) => sql`${column}::text`,
  jsonSchema: () => ({ type: "string", pattern: "^-?[0-9]{1,19}$" }),
  can: { order: "natural", index: true, default: true, path: true, identify: true },
  display: showWholeNumber,
  example: (options) => withinLimits("9007199254740993", options),
  sample: ({ number, options }) => withinLimits(String(number * 1000), options),
  plainest: (options) => withinLimits("0", options),
  openapi: { format: "int64", note: "A string, so that no digit is lost." },
  input: { keyboard: "numeric" },
  import: {
    normalize: plainNumber,
    widen: () => ({ ...decimal.initial, digits: 38, scale: 6 }),
    rowKey: "identity",
  },
});
