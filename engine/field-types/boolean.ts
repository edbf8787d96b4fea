import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, equatable } from "./field-type.ts";
import { parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

const YES = new Set(["true", "1", "yes", "on", "t", "y"]);
const NO = new Set(["false", "0", "no", "off", "f", "n"]);

export const boolean = defineFieldType({
  name: "boolean",
  label: "Yes / no",
  description: "True or false.",
  options: z.strictObject({ name: z.literal("boolean") }),
  initial: { name: "boolean" },
  sqlType: () => "boolean",
  cast: "boolean",
  valueType: () => scalar("bool"),
  lookups: equatable,
  parseJson: (input) => (typeof input === "boolean" ? parsed(input) : refused("wrong_type", "must be true or false")),
  parseText: (input) => {
    const word = input.toLowerCase();
    if (YES.has(word)) return parsed(true);
    if (NO.has(word)) return parsed(false);
    return refused("wrong_type", "must be true or false");
  },
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "boolean" }),
  can: { order: "natural", index: true, default: true, path: true },
  listed: [
    { value: "true", label: "Yes" },
    { value: "false", label: "No" },
  ],
  display: ({ value }) => ({ inline: `{{ ${value} }}` }),
  toText: (value) => (value === true ? "yes" : "no"),
  example: () => true,
  sample: ({ number }) => number % 2 === 1,
  plainest: () => false,
  openapi: {},
  input: { keyboard: "text" },
  import: { widen: () => textOf(200) },
});
