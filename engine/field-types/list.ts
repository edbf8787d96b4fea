import * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import { UserError } from "../errors.ts";
import { parsePlainJson } from "../plain-json.ts";
import { listOf, scalar } from "../value-types/value-type.ts";
import { defineFieldType, type FieldType } from "./field-type.ts";
import { integer } from "./integer.ts";
import { joinItems, splitItems } from "./list-text.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { checkText } from "./text-values.ts";

export const listItems = ["text", "integer"] as const;
export type ListItem = (typeof listItems)[number];

export type ListOptions = { name: "list"; of: ListItem };

const MOST_ITEMS = 100;
/** Of one item. */
const MOST_CHARACTERS = 200;

/** What the two kinds of lists differ in. */
const kinds = {
  text: { cast: "text[]", value: "text", schema: { type: "string", minLength: 1, maxLength: MOST_CHARACTERS } },
  integer: { cast: "integer[]", value: "int", schema: integer.jsonSchema(integer.initial, { choices: [] }) },
} as const;

function readItem(input: JsonValue, of: ListItem): ParsedValue {
  if (of === "integer") return integer.parseJson(input, integer.initial, { choices: [] });
  if (typeof input !== "string") return refused("wrong_type", "must be text");
  const text = input.trim();
  return text === "" ? refused("invalid", "is empty") : checkText(text, MOST_CHARACTERS);
}

const readWritten = (text: string, of: ListItem): ParsedValue =>
  of === "integer" ? integer.parseText(text, integer.initial, { choices: [] }) : readItem(text, of);

/** A list without items is no value. */
function readItems<Item>(items: readonly Item[], readOne: (item: Item) => ParsedValue): ParsedValue {
  if (items.length > MOST_ITEMS) return refused("too_large", `has ${items.length} items; at most ${MOST_ITEMS} fit`);
  const read: (string | number)[] = [];
  for (const [index, item] of items.entries()) {
    const result = readOne(item);
    if (!result.ok) return refused(result.code, `has a mistake: item ${index + 1} ${result.message}`);
    read.push(result.value as string | number);
  }
  return parsed(read.length === 0 ? null : read);
}

function readText(text: string, of: ListItem): ParsedValue {
  const items = splitItems(text);
  return items === undefined
    ? refused("invalid", "has a quotation mark that is not closed")
    : readItems(items, (item) => readWritten(item, of));
}

/** A file may have the items as JSON. */
export function listFromJson(text: string): string {
  if (!/^\s*\[/.test(text)) return text;
  try {
    const items = parsePlainJson(text);
    return Array.isArray(items) ? joinItems(items.map(String)) : text;
  } catch (error) {
    if (error instanceof UserError) return text;
    throw error;
  }
}

/** Several values in one field, in their order. Stored as an array, which an index finds by what it contains. */
const listWithItems = (of: ListItem): FieldType<ListOptions> =>
  defineFieldType<ListOptions>({
    name: "list",
    label: "List",
    description: "Several texts or whole numbers in one field: tags, sizes, years.",
    options: z.strictObject({ name: z.literal("list"), of: z.enum(listItems) }),
    initial: { name: "list", of },
    sqlType: () => kinds[of].cast,
    cast: kinds[of].cast,
    valueType: () => listOf(scalar(kinds[of].value)),
    lookups: ["contains", "contained", "overlap", "len", "isnull"],
    parseJson: (input) =>
      Array.isArray(input)
        ? readItems(input as readonly JsonValue[], (item) => readItem(item, of))
        : refused("wrong_type", "must be a list"),
    parseText: (input) => readText(input, of),
    jsonSql: (column) => column,
    jsonSchema: () => ({ type: "array", items: kinds[of].schema, maxItems: MOST_ITEMS }),
    can: { default: true, index: "items" },
    optionsText: () => (of === "text" ? "texts" : "whole numbers"),
    display: ({ value }) => ({
      inline: `{% for item in ${value} %}<span class="tag">{{ item }}</span> {% endfor %}`,
    }),
    toText: (value) => (Array.isArray(value) ? joinItems(value.map(String)) : String(value)),
    example: () => (of === "text" ? ["one", "two"] : [1, 2]),
    sample: ({ number }) => (of === "text" ? [`one ${number}`, `two ${number}`] : [number, number + 1]),
    openapi: { note: "A list without items is stored as no value." },
    input: { keyboard: "text", placeholder: of === "text" ? "one, two" : "1, 2" },
    import: { keepsWords: true, normalize: listFromJson, widen: () => textOf(1000) },
  });

const made: Readonly<Record<ListItem, FieldType<ListOptions>>> = {
  text: listWithItems("text"),
  integer: listWithItems("integer"),
};

/** The type of a list of these items; of texts where they are none that there are. */
export const listWith = (of: unknown): FieldType<ListOptions> => made[of === "integer" ? "integer" : "text"];

export const list = listWith("text");
