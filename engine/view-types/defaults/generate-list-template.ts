import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { firstTitleField, listedValues } from "../../field-types/registry.ts";
import type { PageTexts } from "../../page-texts/page-texts.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import { type ListControls, listControls } from "../list-controls.ts";
import { listName, pluralOf } from "../model-labels.ts";
import type { DefaultTemplateContext } from "../view-type.ts";
import { fieldDisplay } from "./field-display.ts";
import { listColumns } from "./list-columns.ts";
import { templateText, textLiteral } from "./template-text.ts";

/**
 * The default page of a model's rows, as template source: a table that becomes cards on a phone, sortable headings, a
 * search form, pages. It is ordinary source, so that a builder can copy and change it.
 */
export function generateListTemplate({ reader, model, links }: DefaultTemplateContext): string {
  const { detail, create } = links(model.id);
  const { label, locale } = reader.definition.settings;
  const texts = pageTextsFor(locale);
  const controls = listControls(reader, model.id);
  const row = rowName(model);
  const plural = templateText(pluralOf(model));
  const title = titleField(reader, model);
  const description = templateText(model.help || (pluralOf(model) === label ? label : `${pluralOf(model)} – ${label}`));
  const columns = listColumns(reader, model, { title, links });
  const sortable = new Set(controls.sortable);
  const heading = (field: FieldRecord | undefined, label: string, className = "") => {
    const attributes = className === "" ? "" : ` class="${className}"`;
    if (!field || !sortable.has(field)) return `        <th scope="col"${attributes}>${label}</th>`;
    const sort = `page.sort.${field.name}`;
    return `        <th scope="col"${attributes}{% if ${sort}.direction %} aria-sort="{{ ${sort}.direction }}"{% endif %}><a href="{{ ${sort}.url }}">${label}</a></th>`;
  };
  const hasSortable = [title, ...columns].some((field) => field !== undefined && sortable.has(field));
  const titleLink = detail
    ? `<a href="{% url "${detail.route.name}" ${detail.parameter}=${row}.${detail.field} %}">{{ ${row} }}</a>`
    : `{{ ${row} }}`;
  const cells = columns.map((field) => {
    const display = fieldDisplay(field, row, { links, reader });
    const className = display.className ? ` class="${display.className}"` : "";
    return `        <td${className} data-label="${templateText(field.label)}">${display.inline}</td>`;
  });
  const titleLabel = templateText(title?.label ?? model.label);
  return `{% extends "_default/base.html" %}

{% block title %}${pluralOf(model) === label ? "" : `${plural} – `}{{ app.label }}{% endblock %}

{% block meta %}
  <meta property="og:title" content="${plural}">
  <meta name="description" content="${description}">
  <meta property="og:description" content="${description}">
{% endblock %}

{% block main %}
<header class="page-head">
  <h1>${plural}</h1>${create ? `\n  {% if model.can_create %}<a class="button primary" href="{% url "${create.name}" %}">${templateText(texts.forms.newTitle(model.label))}</a>{% endif %}` : ""}
  {% if page.items and page.is_first and not page.next_url %}<p class="count">${templateText(texts.results)}: {{ page.items|length }}</p>{% endif %}
</header>
{% for unknown in page.unknown_filters %}<p class="notice" role="status">${texts.notAFilter("\n").split("\n").map(templateText).join("{{ unknown }}")}</p>{% endfor %}
${searchForm(reader, model, { controls, texts })}
{% if page.items %}
<div class="table">
  <table>
    <caption class="unseen">${plural}</caption>
    <thead>
      <tr${hasSortable ? ` data-label="${templateText(texts.sortBy)}"` : ""}>
${[heading(title, titleLabel), ...columns.map((field) => heading(field, templateText(field.label), fieldDisplay(field, row, { links, reader }).className === "number" ? "number" : ""))].join("\n")}
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
<nav class="pages" aria-label="${templateText(texts.pages)}">
  {% if page.previous_url %}<a class="button" rel="prev" href="{{ page.previous_url }}">${templateText(texts.previous)}</a>{% endif %}
  {% if page.next_url %}<a class="button" rel="next" href="{{ page.next_url }}">${templateText(texts.next)}</a>{% endif %}
</nav>
{% endif %}
{% elif page.is_filtered %}
<div class="empty">
  <p>${templateText(texts.noneMatch(pluralOf(model)))}</p>
  <p><a class="button" href="{{ page.clear_url }}">${templateText(texts.showAll)}</a></p>
</div>
{% elif page.is_first %}
<div class="empty">
  <p>${templateText(texts.noneYet(pluralOf(model)))}</p>
</div>
{% else %}
<div class="empty">
  <p>${templateText(texts.pastTheEnd)}</p>
  <p><a class="button" href="{{ page.first_url }}">${templateText(texts.toFirstPage)}</a></p>
</div>
{% endif %}
{% endblock %}
`;
}

/** A name for one row that nothing else on the page has. */
export const rowName = (model: ModelRecord): string =>
  new Set(["app", "request", "user", "params", "model", "page", "forloop", "block", listName(model)]).has(model.name)
    ? "row"
    : model.name;

/** The field that is the row's title, so that the first column has its label and sorts by it. */
export function titleField(reader: DefinitionReader, model: ModelRecord): FieldRecord | undefined {
  const template = model.titleTemplate;
  const fields = reader.fields(model.id);
  if (template === undefined) return firstTitleField(fields);
  const name = /^\{\{\s*([a-z0-9_]+)\s*\}\}$/.exec(template.trim())?.[1];
  return fields.find((field) => field.name === name);
}

function searchForm(
  reader: DefinitionReader,
  model: ModelRecord,
  { controls, texts }: { readonly controls: ListControls; readonly texts: PageTexts },
): string {
  const search = templateText(texts.search);
  if (!controls.isSearchable && controls.filters.length === 0) return "";
  const inputs: string[] = [];
  if (controls.isSearchable) {
    inputs.push(
      `  <label class="grow"><span>${search}</span><input type="search" name="search" value="{{ page.search }}" maxlength="200"></label>`,
    );
  }
  const filters: string[] = [];
  for (const field of controls.filters) {
    const option = (value: string, label: string) =>
      `      <option value="${templateText(value)}"{% if page.filters.${field.name} == ${textLiteral(value)} %} selected{% endif %}>${templateText(label)}</option>`;
    const choices = reader.choices(field.id);
    // A field without choices offers yes and no.
    const own = new Map<string, string>(choices.length > 0 ? [] : Object.entries({ true: texts.yes, false: texts.no }));
    const options = (listedValues(field, choices) ?? []).map(({ value, label }) =>
      option(value, own.get(value) ?? label),
    );
    filters.push(`  <label><span>${templateText(field.label)}</span>
    <select name="${field.name}">
      <option value="">${templateText(texts.any)}</option>
${options.join("\n")}
    </select></label>`);
  }
  // A phone shows them folded, until one of them is used; the theme unfolds them on wider screens.
  if (filters.length > 0) {
    const isUsed = controls.filters.map(({ name }) => `page.filters.${name}`).join(" or ");
    inputs.push(`  <details class="filters"{% if ${isUsed} %} open{% endif %}>
  <summary>${templateText(texts.filters)}</summary>
${filters.join("\n")}
  </details>`);
  }
  return `<form class="search" method="get" action="{{ request.path }}" role="search" aria-label="${templateText(pluralOf(model))}">
${inputs.join("\n")}
  {% for parameter in page.kept %}<input type="hidden" name="{{ parameter.name }}" value="{{ parameter.value }}">{% endfor %}
  <button type="submit">${search}</button>
  {% if page.is_filtered %}<a class="clear" href="{{ page.clear_url }}">${templateText(texts.clear)}</a>{% endif %}
</form>`;
}
