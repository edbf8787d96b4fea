import type { JsonValue } from "../../../definition/json.ts";
import type { JsonSchema } from "../openapi-types.ts";
import { type DocumentReader, referenceName } from "./document-reader.ts";
import { type Html, html } from "./html.ts";

const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "instant",
  date: "date",
  duration: "duration",
  email: "email",
  uri: "URL",
  uuid: "UUID",
  decimal: "decimal",
  int64: "big integer",
  "time-local": "time",
};

/** A schema's type as people say it: `integer or null`, `list of Book`, `decimal`. Rows link to where they are shown. */
export function typeLabels(reader: DocumentReader, schema: JsonSchema): Html {
  const name = referenceName(schema);
  if (name !== undefined) return reader.isShown(name) ? html`<a href="#row-${name}">${name}</a>` : html`${name}`;
  if (Array.isArray(schema.anyOf)) {
    const parts = (schema.anyOf as readonly JsonSchema[]).map((part) => typeLabels(reader, part));
    return parts.slice(1).reduce((all, part) => html`${all} or ${part}`, parts[0] as Html);
  }
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => typeof type === "string");
  if (types.length === 0) return html`any JSON`;
  const words = types.map((type) => {
    if (type === "array") return listWords(reader, (schema.items ?? {}) as JsonSchema);
    if (type !== "string") return html`${type === "boolean" ? "true or false" : type}`;
    return html`${FORMATS[String(schema.format)] ?? (Array.isArray(schema.enum) ? "choice" : "text")}`;
  });
  return words.slice(1).reduce((all, part) => html`${all} or ${part}`, words[0] as Html);
}

/** `list of integers`, `list of Book`. */
function listWords(reader: DocumentReader, items: JsonSchema): Html {
  const isRow = referenceName(items) !== undefined;
  return html`list of ${typeLabels(reader, items)}${!isRow && items.type !== "boolean" && "s"}`;
}

/** The limits of a value besides its type. */
export function formatLimit(schema: JsonSchema): readonly Html[] {
  const words: Html[] = [];
  if (typeof schema.minLength === "number" && schema.minLength > 1)
    words.push(html`at least ${grouped(schema.minLength)} characters`);
  if (typeof schema.maxLength === "number") words.push(html`at most ${grouped(schema.maxLength)} characters`);
  if (typeof schema.minItems === "number" && schema.minItems === schema.maxItems)
    words.push(html`exactly ${schema.minItems}`);
  else if (typeof schema.maxItems === "number") words.push(html`at most ${grouped(schema.maxItems)}`);
  if (schema.default !== undefined) words.push(html`default <code>${literal(schema.default)}</code>`);
  return words;
}

const MAX_CHOICES = 24;

export function choicesHtml(schema: JsonSchema): Html | undefined {
  const own = Array.isArray(schema.enum) ? (schema.enum as readonly JsonValue[]).filter((item) => item !== null) : [];
  const { description } = schema;
  const isSaid = typeof description === "string" && own.every((item) => description.includes(`\`${literal(item)}\``));
  if (own.length === 0 || isSaid) return undefined;
  const shown = own.slice(0, MAX_CHOICES).map((item) => html`<code>${literal(item)}</code> `);
  return html`<p class="choices">${shown}${own.length > MAX_CHOICES && `and ${own.length - MAX_CHOICES} more`}</p>`;
}

const literal = (content: JsonValue): string => (typeof content === "string" ? content : JSON.stringify(content));

const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
