import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { type ParsedValue, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { matched, matchingExample, type PatternOptions, patternOptions } from "./text-pattern.ts";
import { checkText } from "./text-values.ts";

/** RFC 5321's usable subset: no quoted local part, no comments, no address literal: mailers have sent to a second recipient hidden in those. */
const ADDRESS =
  /^[^\s@"(),:;<>[\\\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u;

export function checkEmail(input: string): ParsedValue {
  if (!ADDRESS.test(input) || input.includes("..")) return refused("invalid", "is not an email address");
  return checkText(input, 254);
}

type Options = PatternOptions & { name: "email" };

const read = (input: string, options: Options): ParsedValue => matched(checkEmail(input), options);

export const email = defineFieldType<Options>({
  name: "email",
  label: "Email",
  description: "An email address.",
  options: z.strictObject({ name: z.literal("email"), ...patternOptions }),
  initial: { name: "email" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, options) =>
    typeof input === "string" ? read(input, options) : refused("wrong_type", "must be an email address"),
  parseText: read,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", format: "email", maxLength: 254 }),
  fits: {
    pattern: String.raw`^[^\s@"(),:;<>[\\\]]{1,64}@([^\s@"(),:;<>[\\\].]+\.)+[^\s@"(),:;<>[\\\].]+$`,
    length: 254,
  },
  can: { search: true, order: "natural", index: true, default: true, path: true, identify: true },
  display: ({ value }) => ({
    inline: `{% if ${value} %}<a href="mailto:{{ ${value} }}">{{ ${value} }}</a>{% endif %}`,
  }),
  example: (options) => matchingExample("name@example.com", options),
  sample: ({ number }) => `sample${number}@example.com`,
  openapi: {},
  input: { keyboard: "email", placeholder: "ada@example.com" },
  import: {
    recognizes: (text) => text.includes("@") && checkEmail(text).ok,
    plural: "email addresses",
    widen: () => textOf(200),
  },
});
