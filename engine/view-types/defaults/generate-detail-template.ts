import { type Collection, holdsMany, isLinked } from "../../definition/collections.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { fieldTypeOf } from "../../field-types/registry.ts";
import { listLabel } from "../../forms/linked-lists.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import { pluralOf } from "../model-labels.ts";
import type { DefaultTemplateContext } from "../view-type.ts";
import { fieldDisplay } from "./field-display.ts";
import { rowUrl } from "./generate-form-template.ts";
import { titleField } from "./generate-list-template.ts";
import { listColumns } from "./list-columns.ts";
import { templateText } from "./template-text.ts";

const isAutomatic = (field: FieldRecord): boolean => fieldTypeOf(field.type)?.automatic !== undefined;

/** The default page of one row: its title, its values as a list of facts, long texts below. */
export function generateDetailTemplate(context: DefaultTemplateContext): string {
  const { reader, model, links } = context;
  const { list, update, delete: remove } = links(model.id);
  const { forms } = pageTextsFor(reader.definition.settings.locale);
  const edit = update
    ? `{% if model.can_update %}<a class="button" href="${rowUrl(update)}">${templateText(forms.edit)}</a>{% endif %}`
    : "";
  const away = remove
    ? `{% if model.can_delete %}<a class="button" href="${rowUrl(remove)}">${templateText(forms.delete)}</a>{% endif %}`
    : "";
  const actions = edit || away ? `\n    <p class="buttons">${edit}${away}</p>` : "";
  const title = titleField(reader, model);
  const plural = templateText(pluralOf(model));
  const shown = reader.fields(model.id).filter((field) => field !== title);
  // Fields that Quintet fills automatically come last.
  const fields = [...shown.filter((field) => !isAutomatic(field)), ...shown.filter(isAutomatic)];
  const facts: string[] = [];
  const sections: string[] = [];
  for (const field of fields) {
    const label = templateText(field.label);
    const display = fieldDisplay(field, "record", { links, reader });
    if (display.block) {
      sections.push(`  {% if record.${field.name} %}
  <section>
    <h2>${label}</h2>
    <div class="prose">${display.block}</div>
  </section>
  {% endif %}`);
    } else facts.push(`    <div><dt>${label}</dt><dd>${display.inline}</dd></div>`);
  }
  for (const collection of reader.collections(model.id)) {
    if (holdsMany(collection)) sections.push(relatedRows(context, collection));
    else facts.push(relatedRow(context, collection));
  }
  // The first long text says what the row is about.
  const text = fields.find(
    (field) =>
      fieldTypeOf(field.type)?.can.search && fieldDisplay(field, "record", { links, reader }).className === "long",
  );
  const about = text ? descriptionOf(text, fieldDisplay(text, "record", { links, reader }).inline) : "";
  const crumbs = list
    ? `<nav class="crumbs" aria-label="${templateText(pageTextsFor(reader.definition.settings.locale).breadcrumb)}">
  <ol>
    <li><a href="{% url "${list.name}" %}">${plural}</a></li>
    <li aria-current="page">{{ record }}</li>
  </ol>
</nav>
`
    : "";
  return `{% extends "_default/base.html" %}

{% block title %}{{ record }} – {{ app.label }}{% endblock %}

{% block meta %}
  <meta property="og:title" content="{{ record }}">
${about}{% endblock %}

{% block main %}
${crumbs}<article>
  <header class="page-head">
    <h1>{{ record }}</h1>${actions}
  </header>
${facts.length === 0 ? "" : `  <dl class="facts">\n${facts.join("\n")}\n  </dl>\n`}${sections.length === 0 ? "" : `${sections.join("\n")}\n`}</article>
{% endblock %}
`;
}

/** Related rows that the default page of a row lists; it says how many others there are, and where. */
const RELATED_ROWS = 10;

function relatedRows(context: DefaultTemplateContext, collection: Collection): string {
  const { reader, links } = context;
  const { name, target } = collection;
  const texts = pageTextsFor(reader.definition.settings.locale);
  const heading = headingOf(context, collection);
  const list = `record.${name}`;
  const { detail } = links(target.id);
  const row = detail ? `<a href="${rowUrl(detail, "related")}">{{ related }}</a>` : "{{ related }}";
  const all = pageOfAll(context, collection);
  const others = all
    ? `<a href="${all}">${templateText(texts.showAll)} ({{ ${list}.count }})</a>`
    : texts.andMore(`{{ ${list}.count - ${RELATED_ROWS} }}`);
  return `  {% if ${list} %}
  <section>
    <h2>${templateText(heading)}</h2>
    <ul>
      {% for related in ${list}|slice:":${RELATED_ROWS}" %}<li>${row}</li>{% endfor %}
    </ul>
    {% if ${list}.count > ${RELATED_ROWS} %}<p>${others}</p>{% endif %}
  </section>
  {% endif %}`;
}

/** A list of linked rows is called as in forms: what goes with a product is none of its *Products*. */
function headingOf({ reader }: DefaultTemplateContext, collection: Collection): string {
  if (isLinked(collection)) return listLabel(collection);
  const { owner, target, via } = collection;
  const isOnlyOne = reader.collections(owner.id).filter((other) => other.target.id === target.id).length === 1;
  return isOnlyOne ? pluralOf(target) : `${pluralOf(target)} (${via.label})`;
}

/** The address of the built-in list of the rows that point to this one: it filters by the relations that it shows. */
function pageOfAll({ reader, links }: DefaultTemplateContext, { kind, target, via }: Collection): string | undefined {
  const { list } = links(target.id);
  if (kind !== "reverse" || !list || list.view.templateId !== undefined) return undefined;
  const columns = listColumns(reader, target, { title: titleField(reader, target), links });
  return columns.includes(via) ? `{% url "${list.name}" %}?${via.name}={{ record.id }}` : undefined;
}

/** The one row of a collection, as a fact: its title, linked to its page. */
function relatedRow({ links }: DefaultTemplateContext, { name, target }: Collection): string {
  const { detail } = links(target.id);
  const value = `record.${name}`;
  const row = detail ? `<a href="${rowUrl(detail, value)}">{{ ${value} }}</a>` : `{{ ${value} }}`;
  return `    {% if ${value} %}<div><dt>${templateText(target.label)}</dt><dd>${row}</dd></div>{% endif %}`;
}

const descriptionOf = (field: FieldRecord, summary: string): string => `  {% if record.${field.name} %}
  <meta name="description" content="${summary}">
  <meta property="og:description" content="${summary}">
  {% endif %}
`;
