import * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType } from "./field-type.ts";
import { longText } from "./long-text.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";

const MAX_BYTES = 1_000_000;
const MAX_DEPTH = 100;

const depthOf = (input: JsonValue, depth: number): number => {
  if (depth > MAX_DEPTH || input === null || typeof input !== "object") return depth;
  const items = Array.isArray(input)
    ? (input as readonly JsonValue[])
    : Object.values(input as Record<string, JsonValue>);
  let deepest = depth;
  for (const item of items) deepest = Math.max(deepest, depthOf(item, depth + 1));
  return deepest;
};

function checkJson(input: JsonValue): ParsedValue {
  if (depthOf(input, 0) > MAX_DEPTH) return refused("too_large", `is nested deeper than ${MAX_DEPTH} levels`);
  const text = JSON.stringify(input);
  // jsonb refuses NUL inside its strings, and stringify writes it as an escape.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text))
    return refused("has_nul", "has a NUL character, which JSON columns cannot hold");
  if (/(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/i.test(text)) return refused("invalid", "is not well-formed Unicode");
  // Code that copies it key by key would change the prototype. Inside a text the quotes are escaped.
  if (text.includes('"__proto__":')) return refused("invalid", 'has the key "__proto__", which is not allowed');
  return text.length > MAX_BYTES ? refused("too_large", "is larger than 1 MB") : parsed(text);
}

export const json = defineFieldType({
  name: "json",
  label: "JSON",
  description: "Structured data without a fixed shape.",
  options: z.strictObject({ name: z.literal("json") }),
  initial: { name: "json" },
  sqlType: () => "jsonb",
  cast: "jsonb",
  valueType: () => scalar("json"),
  lookups: ["isnull"],
  parseJson: checkJson,
  parseText: (input) => {
    try {
      return checkJson(JSON.parse(input) as JsonValue);
    } catch {
      return refused("invalid", "is not JSON");
    }
  },
  jsonSql: (column) => column,
  jsonSchema: () => ({}),
  can: { default: true },
  display: ({ value }) => ({
    inline: `{{ ${value} }}`,
    block: `<pre><code>{{ ${value} }}</code></pre>`,
    className: "long",
    isKeptOutOfLists: true,
  }),
  toText: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  example: () => ({ key: "value" }),
  sample: ({ number }) => ({ sample: number }),
  openapi: {},
  input: { keyboard: "text", lines: "code", placeholder: '{ "key": "value" }' },
  import: { keepsWords: true, widen: () => longText.initial },
});
