import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { showCode } from "./show-code.ts";

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
  can: { order: "natural", index: true, default: true, path: true, identify: true },
  display: (shown) => ({ ...showCode(shown), isKeptOutOfLists: true }),
  example: () => "018f2b6e-7c3a-7000-8000-000000000000",
  sample: ({ number }) => sampleUuid(number),
  openapi: {},
  input: { keyboard: "text" },
  import: {
    recognizes: (text) => checkUuid(text).ok,
    plural: "UUIDs",
    widen: () => textOf(200),
    rowKey: "uuid",
  },
});

/** The same UUID for the same number, so that a preview does not change. */
export const sampleUuid = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
