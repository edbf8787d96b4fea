import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, equatable } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** `#ABC` as `#aabbcc`: one text for one colour, so that equal colours are equal. */
function readColour(input: string): ParsedValue {
  const text = input.trim();
  if (!HEX.test(text)) return refused("invalid", "must be a colour such as #1f6feb");
  const digits = text.slice(1).toLowerCase();
  return parsed(`#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`);
}

export const colour = defineFieldType({
  name: "colour",
  label: "Colour",
  description: "A colour, written #1f6feb.",
  options: z.strictObject({ name: z.literal("colour") }),
  initial: { name: "colour" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: equatable,
  parseJson: (input) => (typeof input === "string" ? readColour(input) : refused("wrong_type", "must be text")),
  parseText: readColour,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", pattern: "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$" }),
  fits: { pattern: "^#[0-9a-f]{6}$", length: 7 },
  can: { order: "stored", index: true, default: true },
  display: ({ value }) => ({
    inline: `{% if ${value} %}<svg width="14" height="14" aria-hidden="true"><rect x="0.5" y="0.5" width="13" height="13" rx="3" stroke="currentColor" stroke-opacity="0.3" fill="{{ ${value} }}"/></svg> <code>{{ ${value} }}</code>{% endif %}`,
  }),
  example: () => "#1f6feb",
  sample: ({ number }) => `#${((number * 0x3c6ef3) % 0x1000000).toString(16).padStart(6, "0")}`,
  openapi: { note: "Returned with six digits in small letters." },
  input: { keyboard: "text", placeholder: "#1f6feb" },
  import: {
    recognizes: (text) => HEX.test(text),
    plural: "colours",
    widen: () => textOf(200),
  },
});
