import { type FailureStatus, failures } from "../problem-responses.ts";
import { codePanel, jsonHtml } from "./code-html.ts";
import { isList, sampleKey, sampleQuery } from "./curl.ts";
import type { DocumentReader } from "./document-reader.ts";
import { type Html, html } from "./html.ts";

/** What holds for every resource, before the resources. */
export const guideSections: readonly { readonly id: string; readonly title: string }[] = [
  { id: "keys", title: "API keys" },
  { id: "filters", title: "Filters" },
  { id: "pages", title: "Pages and order" },
  { id: "shape", title: "Fields and relations" },
  { id: "writing", title: "Writing" },
  { id: "values", title: "Values" },
  { id: "errors", title: "Errors" },
];

export function guide(reader: DocumentReader): readonly Html[] {
  const { serverUrl } = reader;
  const list = reader.resources.flatMap(({ operations }) => operations).find(isList);
  const path = list?.path ?? "/api/v1/…";
  const query = list ? sampleQuery(list.parameters) : "limit=5";
  const filter = query.split("&").find((pair) => pair.includes("__")) ?? "id__gte=10";
  const [fieldName = "id"] = filter.split("__");
  return [
    section("keys", {
      text: html`<p>A key says who calls. Send it with each request; the operator of this app creates it, and it belongs to a group that the app's rules name. Calls that everyone may make need no key.</p>
<p>To try requests on this page, put your key into the field at the top. It stays in this page's memory: it is not stored, is sent to this host only, and is gone when you leave.</p>`,
      panel: codePanel({
        title: "With a key",
        code: html`curl '${serverUrl}${path}' \\\n  -H "Authorization: Bearer $API_KEY"`,
      }),
    }),
    section("filters", {
      text: html`<p>Any field can be asked for by its name, and by a look-up behind two underscores. Several filters must all hold.</p>
<dl class="answers lookup-words">${LOOKUPS.map(([names, words]) => html`<div><dt>${names}</dt><dd>${words}</dd></div>`)}</dl>
<p>A <code>!</code> before the equals sign turns a filter round: <code>${fieldName}!=…</code>. Look-ups reach through relations: <code>author__name__icontains=le</code>. A value with a comma cannot stand in <code>__in</code>; repeat the parameter instead.</p>
<p><code>search=</code> finds rows that have all of its words in their texts.</p>`,
      panel: codePanel({ title: "A filtered list", kind: "curl", code: html`curl '${serverUrl}${path}?${query}'` }),
    }),
    section("pages", {
      text: html`<p>A list comes in pages of 25 rows, or of <code>limit</code> (at most 200). Follow <code>next</code> until it is null; the same addresses are in the <code>Link</code> header. Pages by cursor neither skip nor repeat rows while others write.</p>
<p>If you need page numbers, <code>page</code> and <code>page_size</code> work too, and <code>offset</code>. Rows are counted only when you ask: <code>count=exact</code>, or <code>count=estimated</code> for large tables.</p>
<p><code>ordering=-price,title</code> orders by fields, a minus turns one round. Rows without a value come last; with a minus, first.</p>`,
      panel: codePanel({
        title: "A page",
        code: jsonHtml({ next: `${serverUrl}${path}?limit=5&cursor=WzAsIjFh…`, previous: null, results: ["…"] }),
      }),
    }),
    section("shape", {
      text: html`<p>A row is an object with its <code>id</code> and its fields. A relation is the <code>id</code> of its row; <code>expand=author</code> puts the row itself there, and <code>expand=author.publisher</code> goes on. A row that you may not read is null.</p>
<p><code>fields=id,title,author.name</code> gives only these; <code>omit=</code> leaves some out.</p>`,
    }),
    section("writing", {
      text: html`<p>Send JSON. <code>PATCH</code> changes the fields that you name; <code>PUT</code> gives every field a value, its default, or none. Fields that are unknown, and keys given twice, are refused rather than ignored.</p>
<p>Each answer about one row has an <code>ETag</code>. Send it back as <code>If-Match</code>, and the write is done only if nobody changed the row since; else the answer is 412, and nothing happened.</p>`,
      panel: codePanel({
        title: "Only if unchanged",
        kind: "curl",
        code: html`curl -X PATCH '${serverUrl}${path}/${sampleKey(list?.parameters ?? [])}' \\\n  -H "Authorization: Bearer $API_KEY" \\\n  -H 'Content-Type: application/merge-patch+json' \\\n  -H 'If-Match: "3-k2v9"' \\\n  -d '{"${fieldName}": …}'`,
      }),
    }),
    section("values", {
      text: html`<dl class="answers">
<div><dt>Integers</dt><dd>Numbers, as <code>id</code> is.</dd></div>
<div><dt>Decimals, big integers</dt><dd>Strings, so that no digit is lost: <code>"12.50"</code>.</dd></div>
<div><dt>Instants</dt><dd>RFC 3339. Any offset is read; answers are in UTC: <code>"2026-01-31T14:30:00Z"</code>.</dd></div>
<div><dt>Dates, times</dt><dd><code>"2026-01-31"</code>, <code>"14:30:00"</code>.</dd></div>
<div><dt>Durations</dt><dd>ISO 8601 without years and months. <code>"PT1H30M"</code> is read, <code>"PT5400S"</code> is answered.</dd></div>
<div><dt>No value</dt><dd><code>null</code>.</dd></div>
</dl>`,
    }),
    section("errors", {
      text: html`<p>An error is <code>application/problem+json</code> (RFC 9457): a sentence for people in <code>detail</code>, a stable <code>code</code> for programs, and for bodies one entry of <code>errors</code> for each value with a JSON pointer to it.</p>
<dl class="answers">${Object.entries(failures).map(
        ([status, { codes, description }]) =>
          html`<div><dt class="bad">${status}</dt><dd>${description.replaceAll("`", "")} ${codes.map((code) => html`<code>${code}</code> `)}</dd></div>`,
      )}</dl>`,
      panel: codePanel({ title: "422", code: jsonHtml(SAMPLE_PROBLEM) }),
    }),
  ];
}

const LOOKUPS: readonly (readonly [string, string])[] = [
  ["exact, iexact", "is this; in any case. Without a look-up it is exact"],
  ["contains, icontains", "has this somewhere; in any case"],
  ["startswith, endswith", "begins or ends with this; istartswith and iendswith in any case"],
  ["gt, gte, lt, lte", "greater, greater or equal, less, less or equal"],
  ["range", "between two values: a,b, both included"],
  ["within", "of IP addresses: in the network 10.0.0.0/8"],
  ["in", "one of several: a,b,c"],
  ["isnull", "true: has no value; false: has one"],
];

const SAMPLE_PROBLEM = {
  type: "about:blank",
  title: "Some values are not valid",
  status: 422 satisfies FailureStatus,
  detail: "Title is needed.",
  instance: "3f6c2a91-x7-4b",
  code: "invalid_values",
  errors: [{ pointer: "/title", code: "required", message: "Title is needed." }],
};

function section(id: string, { text, panel }: { readonly text: Html; readonly panel?: Html }): Html {
  const title = guideSections.find((one) => one.id === id)?.title ?? "";
  return html`<section class="op guide" id="${id}" aria-labelledby="${id}-title">
<div class="about"><h2 id="${id}-title"><a class="anchor" href="#${id}">${title}</a></h2>
${text}</div>
<div class="panel">${panel}</div>
</section>
`;
}
