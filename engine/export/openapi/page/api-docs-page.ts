import type { OpenApiDocument } from "../openapi-types.ts";
import { codePanel, jsonHtml } from "./code-html.ts";
import { DocumentReader, type PageResource } from "./document-reader.ts";
import { guide, guideSections } from "./guide.ts";
import { type Html, html } from "./html.ts";
import { markdownHtml } from "./markdown-html.ts";
import { badge, operationSection } from "./operation-section.ts";
import { objectProperties } from "./property-lists.ts";
import { objectExample } from "./schema-examples.ts";

/** Addresses that the page loads or links to. */
export interface ApiDocsLinks {
  readonly styleHref: string;
  readonly scriptHref: string;
  readonly documentHref: string;
}

/**
 * `/api/docs`: an app's OpenAPI document as a page to read, to print and, with its script, to try. Everything on it
 * comes from the document, so it says what the document says; whatever people wrote in it is escaped.
 */
export function apiDocsPage(document: OpenApiDocument, links: ApiDocsLinks): string {
  const reader = new DocumentReader(document);
  const { title } = document.info;
  const isEmpty = reader.resources.length === 0;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} API</title>
<link rel="stylesheet" href="${links.styleHref}">
<link rel="icon" href="data:,">
<script src="${links.scriptHref}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="#main"><span class="app">${title}</span> <span class="quiet">API</span></a>
<div class="key" hidden><label for="api-key">API key</label><input id="api-key" type="password" autocomplete="off" spellcheck="false" placeholder="qk_…"></div>
<a class="button" href="${links.documentHref}">OpenAPI</a>
</header>
<div class="frame">
${!isEmpty && sidebar(reader)}
<main id="main" tabindex="-1">
${isEmpty ? emptyPage(title) : [introduction(reader, links), ...guide(reader), ...reader.resources.map((resource) => resourceSection(reader, resource))]}
</main>
</div>
</body>
</html>
`.text;
}

function sidebar(reader: DocumentReader): Html {
  return html`<nav class="side" aria-label="Contents">
<div class="group"><p>Start</p><ul>${guideSections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></div>
${reader.resources.map(
  ({
    tag,
    operations,
  }) => html`<div class="group"><p><a href="#resource-${tag.name}">${tag["x-displayName"]}</a></p><ul>${operations.map(
    ({ method, operation }) =>
      html`<li><a href="#${operation.operationId}">${badge(method)}<span>${operation.summary}</span></a></li>`,
  )}</ul></div>
`,
)}</nav>`;
}

function introduction(reader: DocumentReader, links: ApiDocsLinks): Html {
  const { info } = reader.document;
  return html`<section class="op intro" aria-labelledby="title">
<div class="about"><h1 id="title">${info.title} API</h1>
<p class="lead">Read and write the data of ${info.title} over HTTP, with JSON. The rules of the app hold here as on its pages.</p>
<p>There is also an <a href="${links.documentHref}">OpenAPI 3.1 document</a>, from which tools make typed clients.</p></div>
<div class="panel">${codePanel({ title: "Base address", code: html`${reader.serverUrl}` })}</div>
</section>
`;
}

function resourceSection(reader: DocumentReader, { tag, operations, rowName }: PageResource): Html {
  const id = `resource-${tag.name}`;
  const [first] = operations;
  const schema = rowName === undefined ? undefined : { $ref: `#/components/schemas/${rowName}` };
  const firstWithBody = operations.find(({ body }) => body);
  return html`<section class="resource" aria-labelledby="${id}-title">
<div class="op" id="${id}"><div class="about"><h2 id="${id}-title"><a class="anchor" href="#${id}">${tag["x-displayName"]}</a></h2>
${markdownHtml(tag.description)}
<ul class="lines">${operations.map(
    ({ method, path, operation }) =>
      html`<li>${badge(method)} <a href="#${operation.operationId}"><code>${path}</code></a></li>`,
  )}</ul></div><div class="panel"></div></div>
${
  schema &&
  first &&
  html`<section class="op" id="row-${rowName}" aria-labelledby="row-${rowName}-title"><div class="about">
<h3 id="row-${rowName}-title"><a class="anchor" href="#row-${rowName}">The ${rowName} object</a></h3>
${objectProperties(reader, schema, false)}</div>
<div class="panel">${codePanel({ title: `${rowName}`, code: jsonHtml(objectExample(reader, schema)) })}</div></section>`
}
${operations.map((call) => operationSection(reader, call, firstWithBody !== undefined && call !== firstWithBody))}
</section>
`;
}

const emptyPage = (title: string): Html => html`<div class="empty"><h1>${title} API</h1>
<p>This app has not opened anything to its API. What its makers open will be described here, ready to try.</p></div>`;
