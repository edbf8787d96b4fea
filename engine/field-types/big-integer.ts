import * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import { sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { decimal } from "./decimal.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { showWholeNumber } from "./show-number.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

function checkText(text: string): ParsedValue {
  if (!/^[+-]?\d{1,30}$/.test(text)) return refused("wrong_type", "must be a whole number");
  const number = BigInt(text.replace(/^\+/, ""));
  if (number < MIN) return refused("too_small", `must be at least ${MIN}`);
  if (number > MAX) return refused("too_large", `must be at most ${MAX}`);
  return parsed(number.toString());
}

function checkJson(input: JsonValue): ParsedValue {
  if (typeof input === "string") return checkText(input);
  if (typeof input !== "number" || !Number.isInteger(input)) return refused("wrong_type", "must be a whole number");
  // Above 2^53 the JSON parser has already lost digits, so a string is required.
  if (!Number.isSafeInteger(input)) return refused("wrong_type", "is too large for a JSON number; send it as a string");
  return parsed(String(input));
}

/** In JSON a string, since JavaScript numbers stop being exact at 2^53 (docs/mechanics.md, 11). In expressions a decimal. */
export const bigInteger = defineFieldType({
  name: "big_integer",
  label: "Big integer",
  description: "A whole number up to nineteen digits. A string in the API, so that no digit is lost.",
  options: z.strictObject({ name: z.literal("big_integer") }),
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
  example: () => "9007199254740993",
  sample: ({ number }) => String(number * 1000),
  plainest: () => "0",
  openapi: { format: "int64", note: "A string, so that no digit is lost." },
  input: { keyboard: "numeric" },
  import: {
    normalize: plainNumber,
    widen: () => ({ ...decimal.initial, digits: 38, scale: 6 }),
    rowKey: "identity",
  },
});
