import * as z from "zod";
import { defineFieldType, textual } from "#engine/field-types/field-type";
import { refused } from "#engine/field-types/parsed-value";
import { textOf } from "#engine/field-types/short-text";
import { checkText } from "#engine/field-types/text-values";
import { scalar } from "#engine/value-types/value-type";

const check = (input: string) =>
  /^[A-Z]{1,3}-[0-9]{1,4}$/.test(input) ? checkText(input, 8) : refused("invalid", "is not a number plate");

/** A field type that no app has: what one file is enough for (tests/definitions/throw-away-field-type.test.ts). */
export const numberPlate = defineFieldType({
  name: "number_plate",
  label: "Number plate",
  description: "How a car is registered.",
  options: z.strictObject({ name: z.literal("number_plate") }),
  initial: { name: "number_plate" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input) => (typeof input === "string" ? check(input) : refused("wrong_type", "must be text")),
  parseText: check,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", pattern: "^[A-Z]{1,3}-[0-9]{1,4}$" }),
  can: { search: true, order: "natural", index: true, default: true, path: true, identify: true },
  display: ({ value }) => ({ inline: `<b>{{ ${value} }}</b>` }),
  example: () => "AB-1234",
  sample: ({ number }) => `XY-${number}`,
  openapi: { format: "number-plate", note: "Capital letters, a hyphen, digits." },
  input: { keyboard: "text", placeholder: "AB-1234" },
  import: {
    recognizes: (text) => check(text).ok,
    plural: "number plates",
    normalize: (text) => text.trim().toUpperCase(),
    widen: () => textOf(200),
  },
});
