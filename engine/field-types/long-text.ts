import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { type EmptyTextOption, emptyTextOption } from "./empty-text.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { checkText, parseTextValue } from "./text-values.ts";

/** The largest text of one value: what a page can show and a request can carry. */
const MAX_LENGTH = 1_000_000;

/** Of formatted text too, which is stored alike. */
export type LongTextOptions = EmptyTextOption & { name: "long_text" | "markdown" };

export const longText = defineFieldType<LongTextOptions>({
  name: "long_text",
  label: "Long text",
  description: "Paragraphs of text.",
  options: z.strictObject({ name: z.literal("long_text"), ...emptyTextOption }),
  initial: { name: "long_text" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input) => parseTextValue(input, MAX_LENGTH),
  parseText: (input) => checkText(input, MAX_LENGTH),
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", maxLength: MAX_LENGTH }),
  can: { search: true, order: "stored", default: true },
  display: ({ value }) => ({
    inline: `{{ ${value}|truncatewords:20 }}`,
    block: `{{ ${value}|linebreaks }}`,
    className: "long",
    isKeptOutOfLists: true,
  }),
  example: () => "A few sentences of text.",
  sample: ({ label, number }) =>
    `${label} of sample ${number}. It goes over several words, as real ones do.\n\nAnd over two paragraphs.`,
  openapi: {},
  input: { keyboard: "text", lines: "prose", keepsBlanks: true },
  import: { keepsWords: true, widen: () => undefined },
});
