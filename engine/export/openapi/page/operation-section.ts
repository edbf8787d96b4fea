import { MORE_LOOKUPS } from "../list-parameters.ts";
import type { JsonSchema, Parameter } from "../openapi-types.ts";
import { codePanel, jsonHtml } from "./code-html.ts";
import { curlOf, isList } from "./curl.ts";
import { type DocumentReader, type PageOperation, referenceName } from "./document-reader.ts";
import { type Html, html } from "./html.ts";
import { inlineHtml, markdownHtml } from "./markdown-html.ts";
import { lookupList, objectProperties, parameterList } from "./property-lists.ts";
import { schemaExample } from "./schema-examples.ts";
import { tryForm } from "./try-form.ts";

/** Parameters that every list has; all others of a query are look-ups. */
const PLAIN = new Set([
  ...["limit", "cursor", "offset", "page", "page_size", "count"],
  ...["ordering", "search", "fields", "omit", "expand"],
]);

/** Look-ups of more fields than this are folded. */
const MANY_FIELDS = 8;

export const badge = (method: string): Html => html`<span class="method ${method}">${method.toUpperCase()}</span>`;

/** One operation: what it takes and gives on the left, how it is called on the right. */
export function operationSection(reader: DocumentReader, call: PageOperation, isFieldsShown: boolean): Html {
  const { operation, method, path } = call;
  const plain = call.parameters.filter((one) => one.in !== "query" || !isList(call) || PLAIN.has(one.name));
  const lookups = call.parameters.filter((one) => !plain.includes(one));
  const id = operation.operationId;
  return html`<section class="op" id="${id}" aria-labelledby="${id}-title">
<div class="about">
<h3 id="${id}-title"><a class="anchor" href="#${id}">${operation.summary}</a></h3>
<p class="address">${badge(method)} <code>${path}</code></p>
<p class="who">${whoMay(call)}</p>
${operation.description && markdownHtml(operation.description)}
${parameterParts(reader, plain)}
${lookups.length > 0 && lookupPart(reader, lookups)}
${call.body && bodyPart(reader, call.body.schema, operation.requestBody?.description, isFieldsShown)}
${answerPart(reader, call)}
</div>
<div class="panel">
${codePanel({ title: html`${badge(method)} ${operation.summary}`, code: html`${curlOf(reader, call)}`, kind: "curl" })}
${examplePanel(reader, call)}
${tryForm(reader, call, plain)}
</div>
</section>
`;
}

function whoMay(call: PageOperation): string {
  if (!call.isOpenToAll) return "Needs an API key.";
  const isForEveryone = !call.responses.some(({ status }) => status === "403");
  return isForEveryone ? "Open to everyone; no key is needed." : "Works without a key where a rule lets everyone in.";
}

function parameterParts(reader: DocumentReader, plain: readonly Parameter[]): readonly Html[] {
  const titles = { path: "In the path", query: "In the query", header: "Headers" } as const;
  return (["path", "query", "header"] as const).flatMap((place) => {
    const own = plain.filter((parameter) => parameter.in === place);
    return own.length === 0 ? [] : [html`<h4>${titles[place]}</h4>${parameterList(reader, own)}`];
  });
}

function lookupPart(reader: DocumentReader, lookups: readonly Parameter[]): Html {
  const free = lookups.find(({ name }) => name === MORE_LOOKUPS);
  const named = lookups.filter((parameter) => parameter !== free);
  const count = new Set(named.map(({ name }) => name.split("__")[0])).size;
  return html`<h4>Filters</h4>
<details class="fold"${count <= MANY_FIELDS && html` open`}><summary>Look-ups of ${count} fields</summary>${lookupList(reader, named)}</details>
${free?.description && html`<p class="quiet">${inlineHtml(free.description)}</p>`}`;
}

/** The fields of a body are spelt out where they come first; after that they are folded. */
function bodyPart(reader: DocumentReader, schema: JsonSchema, description: string | undefined, isShown: boolean): Html {
  const count = Object.keys((reader.fieldsOf(schema).properties ?? {}) as JsonSchema).length;
  const fields = objectProperties(reader, schema, true);
  return html`<h4>Body</h4>${description && markdownHtml(description)}
<details class="fold"${!isShown && html` open`}><summary>${count === 1 ? "1 field" : `${count} fields`}</summary>${fields}</details>`;
}

function answerPart(reader: DocumentReader, call: PageOperation): Html {
  const isError = (status: string) => Number(status) >= 400;
  const done = call.responses.filter(({ status }) => !isError(status));
  const failed = call.responses.filter(({ status }) => isError(status));
  const rows = (list: typeof done) =>
    html`<dl class="answers">${list.map(
      ({ status, response }) =>
        html`<div><dt class="${isError(status) ? "bad" : "good"}">${status}</dt><dd>${inlineHtml(response.description)}${shapeOf(reader, response.content?.["application/json"]?.schema)}</dd></div>`,
    )}</dl>`;
  const statuses = failed.map(({ status }) => status).join(" · ");
  return html`<h4>Answers</h4>${rows(done)}<details class="fold"><summary>Errors: ${statuses}</summary>${rows(failed)}</details>`;
}

/** A row is described once, in its own section; a page of rows is small enough to say here. */
function shapeOf(reader: DocumentReader, schema: JsonSchema | undefined): Html | undefined {
  if (!schema) return undefined;
  const name = referenceName(schema);
  if (Array.isArray(schema.anyOf)) return shapeOf(reader, schema.anyOf[0] as JsonSchema);
  if (name !== undefined && reader.isShown(name)) return html` See <a href="#row-${name}">${name}</a>.`;
  return objectProperties(reader, schema, false);
}

function examplePanel(reader: DocumentReader, call: PageOperation): Html | undefined {
  const [answer] = call.responses;
  const schema = answer?.response.content?.["application/json"]?.schema;
  if (!answer || !schema) return undefined;
  const example = schemaExample(reader, schema);
  return example === undefined ? undefined : codePanel({ title: `Answer ${answer.status}`, code: jsonHtml(example) });
}
