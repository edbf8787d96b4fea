import type { ModelRecord } from "../definition/records/model.ts";
import { addQuery } from "../edits/commands/queries.ts";
import type { EditOperation } from "../edits/edit.ts";
import { templateText } from "../view-types/defaults/template-text.ts";
import { pluralOf } from "../view-types/model-labels.ts";
import { inLayout, type PageStart, plainPage, type StartContext } from "./page-start.ts";
import { rowCards } from "./row-card.ts";

const MAX_NUMBERS = 4;

export const dashboardStart: PageStart = {
  name: "dashboard",
  label: "Dashboard",
  description: "Numbers at the top, then rows and notes in two columns.",
  title: "Dashboard",
  rows: { question: "Show rows of", without: "No rows yet" },
  make: (context) => {
    const { reader, title, model } = context;
    const counts = reader.models.slice(0, MAX_NUMBERS).map((one) => countOf(context, one));
    const numbers = counts.length === 0 ? [NUMBER, NUMBER, NUMBER] : counts.map(({ source }) => source);
    const cards = model && rowCards(context, model, { limit: 6 });
    return {
      view: plainPage,
      operations: [...counts.flatMap(({ operations }) => operations), ...(cards?.operations ?? [])],
      source: inLayout(
        title,
        `<header class="page-head">
  <h1>${title}</h1>
</header>
<div class="columns cols-${Math.max(2, numbers.length)} cols-phone-2">
${numbers.join("\n")}
</div>
${
  model && cards
    ? `<h2>${templateText(pluralOf(model))}</h2>
${cards.source}`
    : `<div class="columns cols-2">
  <article class="card">
    <h3>What happened last</h3>
    <p>Insert a list of rows here, or write what people should know today.</p>
  </article>
  <article class="card">
    <h3>What is to be done</h3>
    <ul>
      <li>The first thing</li>
      <li>The second thing</li>
    </ul>
  </article>
</div>`
}`,
      ),
    };
  },
};

const NUMBER = `  <article class="card">
    <p class="text-small">A number</p>
    <p class="price">12</p>
  </article>`;

/** How many rows there are, by a query of its own. */
function countOf(
  { reader, random }: StartContext,
  model: ModelRecord,
): { readonly source: string; readonly operations: readonly EditOperation[] } {
  const selection = { modelId: model.id, parameters: [], sort: [], limit: 1, result: { kind: "count" as const } };
  const { query, operations } = addQuery(reader, { label: `Number of ${pluralOf(model)}`, ...selection }, random);
  return {
    operations,
    source: `  <article class="card">
    {% query "${query.name}" as ${query.name} %}
    <p class="text-small">${templateText(pluralOf(model))}</p>
    <p class="price">{{ ${query.name} }}</p>
  </article>`,
  };
}
