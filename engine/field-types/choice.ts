import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, type FieldContext, textual } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

function checkChoice(input: string, context: FieldContext): ParsedValue {
  if (context.choices.includes(input)) return parsed(input);
  const listed = context.choices.slice(0, 10).join(", ");
  return refused(
    "not_a_choice",
    context.choices.length === 0
      ? "has no choices yet"
      : `must be one of: ${listed}${context.choices.length > 10 ? ", …" : ""}`,
  );
}

/** A point in the colour of the choice; it is not drawn for a choice without one. */
const dotOf = (colour: string): string =>
  `<svg width="8" height="8" aria-hidden="true"><circle cx="4" cy="4" r="4" fill="{{ ${colour} }}"/></svg>`;

/** One of a list; the list is records of its own (`choice`), so that people edit choices apart. */
export const choice = defineFieldType({
  name: "choice",
  label: "Choice",
  description: "One of a list that you write.",
  options: z.strictObject({ name: z.literal("choice") }),
  initial: { name: "choice" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, _options, context) =>
    typeof input === "string" ? checkChoice(input, context) : refused("wrong_type", "must be text"),
  parseText: (input, _options, context) => checkChoice(input, context),
  jsonSql: (column) => column,
  jsonSchema: (_options, context) => ({ type: "string", enum: [...context.choices] }),
  can: { search: true, order: "natural", index: true, default: true, path: true },
  listed: "choices",
  display: ({ value, hasColours }) => ({
    inline: `{% if ${value} %}<span class="tag">${hasColours ? `${dotOf(`${value}|colour`)} ` : ""}{{ ${value}|label }}</span>{% endif %}`,
  }),
  example: (_options, context) => context.choices[0],
  sample: ({ number, choices }) => choices[(number - 1) % Math.max(1, choices.length)] ?? null,
  plainest: (_options, choices) => choices[0],
  openapi: {},
  input: { keyboard: "text" },
  import: { keepsWords: true, widen: () => textOf(200) },
});
