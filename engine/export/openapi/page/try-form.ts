import type { Parameter } from "../openapi-types.ts";
import { bodyExample } from "./curl.ts";
import type { DocumentReader, PageOperation } from "./document-reader.ts";
import { type Html, html } from "./html.ts";

const EFFECTS: Readonly<Partial<Record<string, string>>> = {
  post: "This makes a real row.",
  patch: "This changes a real row.",
  put: "This replaces a real row.",
  delete: "This deletes a real row.",
};

/**
 * A form that calls the operation. Hidden until the page's script shows it; the script reads `data-in` of each input,
 * and offers the look-ups that the section lists.
 */
export function tryForm(reader: DocumentReader, call: PageOperation, plain: readonly Parameter[]): Html {
  const { operationId, summary } = call.operation;
  const hasLookups = call.parameters.length > plain.length;
  const fields = plain.map((parameter) => field(operationId, parameter));
  const body =
    call.body &&
    html`<label class="wide">Body <span class="type">${call.body.mediaType}</span><textarea data-in="body" spellcheck="false" rows="8">${JSON.stringify(bodyExample(reader, call), null, 2)}</textarea></label>`;
  const effect = EFFECTS[call.method];
  return html`<details class="try" hidden><summary>Try it</summary>
<form data-method="${call.method.toUpperCase()}" data-path="${call.path}" data-type="${call.body?.mediaType}" aria-label="Try: ${summary}" autocomplete="off">
<div class="fields">${fields}</div>
${hasLookups && html`<fieldset class="filters"><legend>Filters</legend><button type="button" data-do="add-filter">Add a filter</button></fieldset>`}
${body}
<div class="send"><button type="submit">Send</button>${effect && html`<span class="effect">${effect}</span>`}</div>
</form>
<p class="outcome" role="status"></p><div class="answer"></div>
</details>`;
}

function field(operationId: string, { name, in: place, schema, required }: Parameter): Html {
  const id = `${operationId}-${name}`;
  const placeIn = place === "path" ? "path" : place === "header" ? "header" : "query";
  const options =
    Array.isArray(schema.enum) && schema.type === "string" ? (schema.enum as readonly string[]) : undefined;
  const control = options
    ? html`<select id="${id}" name="${name}" data-in="${placeIn}"><option value=""></option>${options.map((option) => html`<option>${option}</option>`)}</select>`
    : html`<input id="${id}" name="${name}" data-in="${placeIn}"${schema.type === "integer" && html` inputmode="numeric"`}${required && html` required`} spellcheck="false" autocapitalize="none">`;
  return html`<div><label for="${id}">${name}${required && html` <span class="required">required</span>`}</label>${control}</div>`;
}
