import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { jsonPattern } from "./ecmascript-pattern.ts";
import { type EmptyTextOption, emptyTextOption } from "./empty-text.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { longText } from "./long-text.ts";
import { type ParsedValue, refused } from "./parsed-value.ts";
import { matched, matchingExample, type PatternOptions, patternOptions } from "./text-pattern.ts";
import { checkText, longEnough } from "./text-values.ts";

export const letterCases = ["lower", "upper"] as const;

export type ShortTextOptions = PatternOptions &
  EmptyTextOption & {
    name: "text";
    maxLength: number;
    minLength?: number | undefined;
    /** Blanks at both ends are dropped. */
    trim?: boolean | undefined;
    /** Letters are stored so, however they are typed. */
    case?: (typeof letterCases)[number] | undefined;
  };

/** A text as the field stores it. */
function read(input: string, options: ShortTextOptions): ParsedValue {
  const trimmed = options.trim ? input.trim() : input;
  return matched(longEnough(checkText(inCase(trimmed, options), options.maxLength), options.minLength), options);
}

const inCase = (text: string, options: Pick<ShortTextOptions, "case">): string =>
  options.case === "lower" ? text.toLowerCase() : options.case === "upper" ? text.toUpperCase() : text;

export const shortText = defineFieldType<ShortTextOptions>({
  name: "text",
  label: "Short text",
  description: "A line of text: a name, a title, a code.",
  options: z
    .strictObject({
      name: z.literal("text"),
      maxLength: z.int().min(1).max(10_000),
      minLength: z.int().min(2, "One character is what a required field needs.").max(10_000).optional(),
      trim: z.boolean().optional(),
      case: z.enum(letterCases).optional(),
      ...patternOptions,
      ...emptyTextOption,
    })
    .refine(({ minLength = 0, maxLength }) => minLength <= maxLength, {
      path: ["minLength"],
      error: "A text cannot need more characters than fit",
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
  jsonSchema: ({ minLength, ...options }) => ({
    type: "string",
    // An empty text is taken where a value is not needed.
    ...(minLength === undefined || options.emptyText ? {} : { minLength }),
    maxLength: options.maxLength,
    ...jsonPattern(options),
  }),
  can: { search: true, order: "natural", index: true, default: true, path: true, identify: true, title: true },
  maxLength: (options) => options.maxLength,
  minLength: (options) => options.minLength,
  display: ({ value }) => ({ inline: `{{ ${value} }}` }),
  example: (options) => {
    const words = "An example"
      .padEnd(options.minLength ?? 0, " of a text")
      .slice(0, options.maxLength)
      .trim();
    return matchingExample(inCase(words.padEnd(options.minLength ?? 0, "."), options), options);
  },
  sample: ({ label, number, options }) => inCase(`${label} ${number}`.padEnd(options.minLength ?? 0, "."), options),
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
