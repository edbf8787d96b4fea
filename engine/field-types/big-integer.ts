import * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import { sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { comparable, defineFieldType, type ParsedValue, parsed, refused } from "./field-type.ts";

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
});
