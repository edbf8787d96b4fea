import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType, textual } from "./field-type.ts";
import { type ParsedValue, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { matched, matchingExample, type PatternOptions, patternOptions } from "./text-pattern.ts";
import { checkText } from "./text-values.ts";

/** Absolute http and https addresses only: `javascript:` and protocol-relative ones never become a link. */
const WEB_ADDRESS = /^https?:\/\/[^\s/?#@\\<>"'`{}|^]+(?:[/?#][^\s\\<>"`{}|^]*)?$/iu;

/** The name of a host with a top-level domain, as people write an address without `https://`. */
const BARE_HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d{1,5})?(?:[/?#]\S*)?$/u;

function checkLink(input: string): ParsedValue {
  if (!WEB_ADDRESS.test(input)) return refused("invalid", "is not a web address that begins with http:// or https://");
  return checkText(input, 2000);
}

type Options = PatternOptions & { name: "link" };

const read = (input: string, options: Options): ParsedValue => matched(checkLink(input), options);

export const link = defineFieldType<Options>({
  name: "link",
  label: "Link",
  description: "A web address.",
  options: z.strictObject({ name: z.literal("link"), ...patternOptions }),
  initial: { name: "link" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("text"),
  lookups: textual,
  parseJson: (input, options) =>
    typeof input === "string" ? read(input, options) : refused("wrong_type", "must be a web address"),
  parseText: read,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", format: "uri", maxLength: 2000 }),
  fits: { pattern: String.raw`^[hH][tT][tT][pP][sS]?://[^\s/?#@\\<>"]+([/?#][^\s]*)?$`, length: 2000 },
  can: { search: true, order: "natural", index: true, default: true, identify: true },
  display: ({ value }) => ({
    inline: `{% if ${value} %}<a href="{{ ${value} }}" rel="nofollow noopener">{{ ${value}|truncatechars:40 }}</a>{% endif %}`,
  }),
  example: (options) => matchingExample("https://example.com/", options),
  sample: ({ number }) => `https://example.com/${number}`,
  openapi: {},
  input: {
    keyboard: "url",
    placeholder: "https://example.com",
    complete: (text) => (BARE_HOST.test(text) ? `https://${text}` : text),
  },
  import: {
    recognizes: (text) => /^https?:/i.test(text) && checkLink(text).ok,
    plural: "web addresses",
    widen: () => textOf(2000),
  },
});
