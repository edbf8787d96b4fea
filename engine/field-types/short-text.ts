import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { longText } from "./long-text.ts";
import { checkText, parseTextValue } from "./text-values.ts";

export const shortText = defineFieldType({
  name: "text",
  label: "Short text",
  description: "A line of text: a name, a title, a code.",
  options: z.strictObject({ name: z.literal("text"), maxLength: z.int().min(1).max(10_000) }),
  initial: { name: "text", maxLength: 200 },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, options) => parseTextValue(input, options.maxLength),
  parseText: (input, options) => checkText(input, options.maxLength),
  jsonSql: (column) => column,
  jsonSchema: (options) => ({ type: "string", maxLength: options.maxLength }),
  can: { search: true, order: "natural", index: true, default: true, path: true, identify: true, title: true },
  maxLength: (options) => options.maxLength,
  display: ({ value }) => ({ inline: `{{ ${value} }}` }),
  example: (options) => "An example".slice(0, options.maxLength),
  sample: ({ label, number }) => `${label} ${number}`,
  openapi: {},
  input: { keyboard: "text", keepsBlanks: true },
  import: {
    keepsWords: true,
    optionsFor: (samples) => textOf(Math.max(0, ...samples.map((sample) => [...sample].length)) > 200 ? 1000 : 200),
    widen: ({ maxLength }) => (maxLength < 1000 ? textOf(1000) : longText.initial),
  },
});

/** Short text of at most `maxLength` characters: what most types become when some values do not fit them. */
export const textOf = (maxLength: number): { name: "text"; maxLength: number } => ({ name: "text", maxLength });
