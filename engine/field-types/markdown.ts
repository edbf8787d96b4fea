import * as z from "zod";
import { emptyTextOption } from "./empty-text.ts";
import { defineFieldType } from "./field-type.ts";
import { type LongTextOptions, longText } from "./long-text.ts";

/** Stored as it is written; pages show it by the filter `markdown`. */
export const markdown = defineFieldType<LongTextOptions>({
  ...longText,
  name: "markdown",
  label: "Formatted text",
  description: "Text with headings, bold words, lists, links and pictures, written in Markdown.",
  options: z.strictObject({ name: z.literal("markdown"), ...emptyTextOption }),
  initial: { name: "markdown" },
  parseJson: (input, _options, context) => longText.parseJson(input, longText.initial, context),
  parseText: (input, _options, context) => longText.parseText(input, longText.initial, context),
  jsonSchema: (_options, context) => longText.jsonSchema(longText.initial, context),
  display: ({ value }) => ({
    inline: `{{ ${value}|truncatewords:20 }}`,
    block: `{{ ${value}|markdown }}`,
    className: "long",
    isKeptOutOfLists: true,
  }),
  example: () => "Some text, **bold** and with a [link](https://example.com).",
  sample: ({ label, number }) => `${label} of sample ${number}, with **bold words**.\n\n- A list\n- of two`,
  openapi: { note: "Markdown; HTML in it is text." },
  import: { keepsWords: true, widen: () => longText.initial },
});
