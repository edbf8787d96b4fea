import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { comparable, defineFieldType, type ParsedValue, parsed, refused } from "./field-type.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function checkUuid(input: string): ParsedValue {
  const text = input.toLowerCase();
  return UUID.test(text) ? parsed(text) : refused("invalid", "is not a UUID");
}

export const uuid = defineFieldType({
  name: "uuid",
  label: "UUID",
  description: "A universally unique identifier.",
  options: z.strictObject({ name: z.literal("uuid") }),
  initial: { name: "uuid" },
  sqlType: () => "uuid",
  cast: "uuid",
  valueType: () => scalar("uuid"),
  lookups: comparable,
  parseJson: (input) => (typeof input === "string" ? checkUuid(input) : refused("wrong_type", "must be a UUID")),
  parseText: checkUuid,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", format: "uuid" }),
});
