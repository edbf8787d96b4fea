import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { firstTitleField, listedValues } from "../../field-types/registry.ts";
import { listControls } from "../list-controls.ts";
import { inSentence, listName, pluralOf } from "../model-labels.ts";
import type { DefaultTemplateContext } from "../view-type.ts";
import { fieldDisplay } from "./field-display.ts";
import { templateText, textLiteral } from "./template-text.ts";

const MAX_COLUMNS = 6;

/**
 * The default page of a model's rows, as template source: a table that becomes cards on a phone, headings that sort, a
 * search form, pages. Ordinary source, so that a builder can take it over and go on from there.
 */
export function generateListTemplate({ reader, model, links }: DefaultTemplateContext): string {
  const { detail } = links(model.id);
  const controls = listControls(reader, model.id);
  const row = rowName(model);
  const plural = templateText(pluralOf(model));
  const title = titleField(reader, model);
  const others = reader
    .fields(model.id)
    .filter((field) => field !== title && !fieldDisplay(field, row, { links }).isKeptOutOfLists);
  const columns = others.slice(0, MAX_COLUMNS - 1);
  const sortable = new Set(controls.sortable);
  const heading = (field: FieldRecord | undefined, label: string, className = "") => {
    const attributes = className === "" ? "" : ` class="${className}"`;
    if (!field || !sortable.has(field)) return `        <th scope="col"${attributes}>${label}</th>`;
    const sort = `page.sort.${field.name}`;
    return `        <th scope="col"${attributes}{% if ${sort}.direction %} aria-sort="{{ ${sort}.direction }}"{% endif %}><a href="{{ ${sort}.url }}">${label}</a></th>`;
  };
  const titleLink = detail
    ? `<a href="{% url "${detail.route.name}" ${detail.parameter}=${row}.${detail.field} %}">{{ ${row} }}</a>`
    : `{{ ${row} }}`;
  const cells = columns.map((field) => {
    const display = fieldDisplay(field, row, { links });
    const className = display.className ? ` class="${display.className}"` : "";
    return `        <td${className} data-label="${templateText(field.label)}">${display.inline}</td>`;
  });
  const titleLabel = templateText(title?.label ?? model.label);
  return `{% extends "_default/base.html" %}

{% block title %}${plural} – {{ app.label }}{% endblock %}

{% block main %}
<header class="page-head">
  <h1>${plural}</h1>
</header>
${searchForm(reader, model, controls)}
{% if page.items %}
<div class="table">
  <table>
    <caption class="unseen">${plural}</caption>
    <thead>
      <tr>
${[heading(title, titleLabel), ...columns.map((field) => heading(field, templateText(field.label), fieldDisplay(field, row, { links }).className === "number" ? "number" : ""))].join("\n")}
      </tr>
    </thead>
    <tbody>
      {% for ${row} in page.items %}
      <tr>
        <th scope="row">${titleLink}</th>
${cells.join("\n")}
      </tr>
      {% endfor %}
    </tbody>
  </table>
</div>
{% if page.previous_url or page.next_url %}
<nav class="pages" aria-label="Pages">
  {% if page.previous_url %}<a class="button" rel="prev" href="{{ page.previous_url }}">Previous</a>{% endif %}
  {% if page.next_url %}<a class="button" rel="next" href="{{ page.next_url }}">Next</a>{% endif %}
</nav>
{% endif %}
{% elif page.is_filtered %}
<div class="empty">
  <p>No ${templateText(inSentence(pluralOf(model)))} match this search.</p>
  <p><a class="button" href="{{ page.clear_url }}">Show all</a></p>
</div>
{% elif page.is_first %}
<div class="empty">
  <p>No ${templateText(inSentence(pluralOf(model)))} yet.</p>
</div>
{% else %}
<div class="empty">
  <p>There is nothing on this page any more.</p>
  <p><a class="button" href="{{ page.first_url }}">To the first page</a></p>
</div>
{% endif %}
{% endblock %}
`;
}

/** A name for one row that is not the name of anything else on the page. */
const rowName = (model: ModelRecord): string =>
  new Set(["app", "request", "user", "params", "model", "page", "forloop", "block", listName(model)]).has(model.name)
    ? "row"
    : model.name;

/** The field that is the row's title, so that the first column is headed by its label and sorts by it. */
export function titleField(reader: DefinitionReader, model: ModelRecord): FieldRecord | undefined {
  const template = model.titleTemplate;
  const fields = reader.fields(model.id);
  if (template === undefined) return firstTitleField(fields);
  const name = /^\{\{\s*([a-z0-9_]+)\s*\}\}$/.exec(template.trim())?.[1];
  return fields.find((field) => field.name === name);
}

function searchForm(reader: DefinitionReader, model: ModelRecord, controls: ReturnType<typeof listControls>): string {
  if (!controls.isSearchable && controls.filters.length === 0) return "";
  const inputs: string[] = [];
  if (controls.isSearchable) {
    inputs.push(
      `  <label class="grow"><span>Search</span><input type="search" name="search" value="{{ page.search }}" maxlength="200"></label>`,
    );
  }
  for (const field of controls.filters) {
    const option = (value: string, label: string) =>
      `      <option value="${templateText(value)}"{% if page.filters.${field.name} == ${textLiteral(value)} %} selected{% endif %}>${templateText(label)}</option>`;
    const options = (listedValues(field, reader.choices(field.id)) ?? []).map(({ value, label }) =>
      option(value, label),
    );
    inputs.push(`  <label><span>${templateText(field.label)}</span>
    <select name="${field.name}">
      <option value="">Any</option>
${options.join("\n")}
    </select></label>`);
  }
  return `<form class="search" method="get" action="{{ request.path }}" role="search" aria-label="${templateText(pluralOf(model))}">
${inputs.join("\n")}
  {% for parameter in page.kept %}<input type="hidden" name="{{ parameter.name }}" value="{{ parameter.value }}">{% endfor %}
  <button type="submit">Search</button>
  {% if page.is_filtered %}<a class="clear" href="{{ page.clear_url }}">Clear</a>{% endif %}
</form>`;
}
