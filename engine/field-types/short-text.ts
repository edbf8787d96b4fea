import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { jsonPattern } from "./ecmascript-pattern.ts";
import { type EmptyTextOption, emptyTextOption } from "./empty-text.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { longText } from "./long-text.ts";
import { type ParsedValue, refused } from "./parsed-value.ts";
import { matched, matchingExample, type PatternOptions, patternOptions } from "./text-pattern.ts";
import { checkText } from "./text-values.ts";

export const letterCases = ["lower", "upper"] as const;

export type ShortTextOptions = PatternOptions &
  EmptyTextOption & {
    name: "text";
    maxLength: number;
    /** Blanks at both ends are dropped. */
    trim?: boolean | undefined;
    /** Letters are stored so, however they are typed. */
    case?: (typeof letterCases)[number] | undefined;
  };

/** A text as the field stores it. */
function read(input: string, options: ShortTextOptions): ParsedValue {
  const trimmed = options.trim ? input.trim() : input;
  return matched(checkText(inCase(trimmed, options), options.maxLength), options);
}

const inCase = (text: string, options: Pick<ShortTextOptions, "case">): string =>
  options.case === "lower" ? text.toLowerCase() : options.case === "upper" ? text.toUpperCase() : text;

export const shortText = defineFieldType<ShortTextOptions>({
  name: "text",
  label: "Short text",
  description: "A line of text: a name, a title, a code.",
  options: z.strictObject({
    name: z.literal("text"),
    maxLength: z.int().min(1).max(10_000),
    trim: z.boolean().optional(),
    case: z.enum(letterCases).optional(),
    ...patternOptions,
    ...emptyTextOption,
  }),
  initial: { name: "text", maxLength: 200 },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, options) =>
    typeof input === "string" ? read(input, options) : refused("wrong_type", "must be text"),
  parseText: read,
  jsonSql: (column) => column,
  jsonSchema: (options) => ({ type: "string", maxLength: options.maxLength, ...jsonPattern(options) }),
  can: { search: true, order: "natural", index: true, default: true, path: true, identify: true, title: true },
  maxLength: (options) => options.maxLength,
  display: ({ value }) => ({ inline: `{{ ${value} }}` }),
  example: (options) => matchingExample(inCase("An example", options).slice(0, options.maxLength).trim(), options),
  sample: ({ label, number, options }) => inCase(`${label} ${number}`, options),
  openapi: {},
  input: { keyboard: "text", keepsBlanks: true },
  import: {
    keepsWords: true,
    optionsFor: (samples) => textOf(Math.max(0, ...samples.map((sample) => [...sample].length)) > 200 ? 1000 : 200),
    widen: ({ maxLength }) => (maxLength < 1000 ? textOf(1000) : longText.initial),
  },
});

/** Short text of at most `maxLength` characters: what most types become when some values do not fit them. */
export const textOf = (maxLength: number): ShortTextOptions => ({ name: "text", maxLength });
