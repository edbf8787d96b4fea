import type { JsonSchema, Parameter } from "../openapi-types.ts";
import type { DocumentReader } from "./document-reader.ts";
import { type Html, html } from "./html.ts";
import { inlineHtml } from "./markdown-html.ts";
import { choicesHtml, formatLimit, typeLabels } from "./schema-labels.ts";

/** The properties of an object: name, type, what it means. */
export function objectProperties(reader: DocumentReader, input: JsonSchema, withRequired: boolean): Html {
  const schema = reader.fieldsOf(input);
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) return html`<p class="quiet">No fields.</p>`;
  return html`<dl class="props">${properties.map(([name, property]) =>
    entry(reader, { name, schema: property, isRequired: withRequired && required.has(name) }),
  )}</dl>`;
}

export const parameterList = (reader: DocumentReader, parameters: readonly Parameter[]): Html =>
  html`<dl class="props">${parameters.map((parameter) =>
    entry(reader, {
      name: parameter.name,
      schema: parameter.schema,
      isRequired: parameter.required === true,
      description: parameter.description,
    }),
  )}</dl>`;

function entry(
  reader: DocumentReader,
  {
    name,
    schema,
    isRequired,
    description,
  }: {
    readonly name: string;
    readonly schema: JsonSchema;
    readonly isRequired: boolean;
    readonly description?: string | undefined;
  },
): Html {
  const words = description ?? (typeof schema.description === "string" ? schema.description : undefined);
  const label = typeof schema.title === "string" && folded(schema.title) !== folded(name) ? schema.title : undefined;
  const limits = formatLimit(schema).map((limit) => html`<span class="limit">${limit}</span>`);
  return html`<div><dt><code class="name">${name}</code> <span class="type">${typeLabels(reader, schema)}</span>${isRequired && html` <span class="required">required</span>`}${schema.readOnly === true && html` <span class="limit">read only</span>`}${limits}</dt>
<dd>${label && html`<span class="label">${label}${words && "."}</span> `}${words && inlineHtml(words)}${choicesHtml(schema)}</dd></div>`;
}

/** A label that only says the name again is left out. */
const folded = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, "");

/**
 * Look-ups by field: `price` with `__gt`, `__gte` … beside it. The script reads this list to offer them in a form, so
 * it is also the page's data.
 */
export function lookupList(reader: DocumentReader, parameters: readonly Parameter[]): Html {
  const byField = new Map<string, Parameter[]>();
  for (const parameter of parameters) {
    const field = parameter.name.split("__")[0] as string;
    const own = byField.get(field);
    if (own) own.push(parameter);
    else byField.set(field, [parameter]);
  }
  const rows = [...byField].map(([field, own]) => {
    const [first] = own;
    const chips = own.map(
      ({ name, description }) =>
        html`<code title="${description}">${name === field ? name : name.slice(field.length)}</code> `,
    );
    return html`<div><dt><code class="name">${field}</code> <span class="type">${first && typeLabels(reader, first.schema)}</span></dt><dd>${chips}</dd></div>`;
  });
  return html`<dl class="props lookups">${rows}</dl>`;
}
