import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { showCode } from "./show-code.ts";
import { matched, matchingExample, type PatternOptions, patternOptions } from "./text-pattern.ts";

function checkSlug(input: string): ParsedValue {
  if (!/^[A-Za-z0-9_-]+$/.test(input)) return refused("invalid", "may have only letters, digits, - and _");
  return input.length > 200 ? refused("too_long", `has ${input.length} characters; at most 200 fit`) : parsed(input);
}

type Options = PatternOptions & { name: "slug" };

const read = (input: string, options: Options): ParsedValue => matched(checkSlug(input), options);

export const slug = defineFieldType<Options>({
  name: "slug",
  label: "Slug",
  description: "The part of a URL that names a row: my-first-post.",
  options: z.strictObject({ name: z.literal("slug"), ...patternOptions }),
  initial: { name: "slug" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, options) =>
    typeof input === "string" ? read(input, options) : refused("wrong_type", "must be text"),
  parseText: read,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", pattern: "^[A-Za-z0-9_-]+$", maxLength: 200 }),
  fits: { pattern: "^[A-Za-z0-9_-]+$", length: 200 },
  can: { search: true, order: "natural", index: true, default: true, path: true, identify: true },
  display: showCode,
  example: (options) => matchingExample("an-example", options),
  sample: ({ number }) => `sample-${number}`,
  openapi: {},
  input: { keyboard: "text", placeholder: "a-short-name" },
  import: { widen: () => textOf(200) },
});
