import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, textual } from "./field-type.ts";
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
});
