import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { addQuery } from "../edits/commands/queries.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { fieldDisplay } from "../view-types/defaults/field-display.ts";
import { rowName, titleField } from "../view-types/defaults/generate-list-template.ts";
import { templateText } from "../view-types/defaults/template-text.ts";
import { pluralOf } from "../view-types/model-labels.ts";
import { modelLinks } from "../view-types/model-links.ts";
import type { StartContext } from "./page-start.ts";

const MAX_FACTS = 2;

/** What people compare first, and what needs no label: an amount with its currency, or what is named so. */
const isPrice = ({ type, name }: FieldRecord): boolean =>
  type.currency !== undefined || type.unitBefore === true || PRICES.test(name);
const PRICES = /^(?:price|preis|prix|precio|prezzo|cost|fee)$/;

/** Some rows of a model as cards, by a query that is made with the page. */
export function rowCards({ reader, random }: StartContext, model: ModelRecord, { limit }: { readonly limit: number }) {
  const { query, operations } = addQuery(
    reader,
    {
      label: `Some ${pluralOf(model)}`,
      modelId: model.id,
      parameters: [],
      sort: [],
      limit,
      result: { kind: "list" },
    },
    random,
  );
  const routes = compileRoutes(reader.routes);
  const links = (id: ModelRecord["id"]) => modelLinks(reader, routes, id);
  const { detail } = links(model.id);
  const row = rowName(model);
  const title = titleField(reader, model);
  const shownFields = reader
    .fields(model.id)
    .filter((field) => field !== title)
    .map((field) => ({ field, display: fieldDisplay(field, row, { links, reader }) }))
    .filter(({ display }) => !display.isKeptOutOfLists);
  const price = shownFields.find(({ field }) => isPrice(field));
  const facts = shownFields
    .filter((shown) => shown !== price)
    .slice(0, MAX_FACTS - (price ? 1 : 0))
    .map(({ field, display }) => `      <div><dt>${templateText(field.label)}</dt><dd>${display.inline}</dd></div>`);
  const name = detail
    ? `<a href="{% url "${detail.route.name}" ${detail.parameter}=${row}.${detail.field} %}">{{ ${row} }}</a>`
    : `{{ ${row} }}`;
  const priced = price ? `\n    <p class="price">${price.display.inline}</p>` : "";
  const shown = facts.length === 0 ? "" : `\n    <dl class="facts">\n${facts.join("\n")}\n    </dl>`;
  const source = `<div class="columns cols-3">
  {% query "${query.name}" as some_rows %}
  {% for ${row} in some_rows %}
  <article class="card">
    <h3>${name}</h3>${priced}${shown}
  </article>
  {% empty %}
  <p>Nothing here yet.</p>
  {% endfor %}
</div>`;
  return { source, operations };
}
