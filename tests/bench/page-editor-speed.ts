import type { AppDefinition } from "#engine/definition/app-definition";
import { planPageEdit } from "#engine/pages/edits/plan-page-edit";
import { markPage } from "#engine/pages/mark-page";
import { pageOutline } from "#engine/pages/outline/page-outline";
import { PagePreview } from "#engine/views/preview/preview-page";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, integer, model, modelId, testId, text } from "../builders.ts";

const ROUNDS = 15;
const TEMPLATE = testId("template", "page.html");
const ROUTE = testId("route", "page");
/** Sample rows in sample rows: at least 50 cards. */
const SOURCE = `{% extends "_default/base.html" %}
{% block main %}
<h1>Books</h1>
{% for one in page.items %}
<div class="columns cols-3">
  {% for book in page.items %}
  <article class="card">
    <h3>{{ book.title }}</h3>
    <p>{{ book.year }}</p>
  </article>
  {% endfor %}
</div>
{% endfor %}
{% endblock %}
`;

/**
 * What the page editor does between a gesture and the new picture, besides drawing it: the text replacements, the marked
 * page, and the page itself, from nothing, as after any change of the draft.
 */
export function pageEditorSpeed(): string {
  const took: number[] = [];
  const plans: number[] = [];
  let source = SOURCE;
  let cards = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const plan = planPageEdit(pageOutline(source), { kind: "duplicate", node: source.indexOf("<h1>") });
    if ("refused" in plan) throw new Error(plan.refused);
    plans.push(performance.now() - began);
    cards = pageOf(plan.source).split('class="card"').length - 1;
    took.push(performance.now() - began);
    source = round % 2 === 0 ? plan.source : SOURCE;
  }
  return `A gesture in the page editor: ${median(plans).toFixed(1)} ms for its text replacements, ${median(took).toFixed(1)} ms until the page with ${cards} cards is made anew (medians of ${ROUNDS}).`;
}

function pageOf(source: string): string {
  const { definition } = markPage(withTemplate(source), { routeId: ROUTE, token: TOKEN, random: seededRandom(7) });
  const preview = new PagePreview(definition, undefined, { monotonic: () => 0, markToken: TOKEN });
  const step = preview.step(
    {
      routeId: ROUTE,
      as: { kind: "builder" },
      rows: "sample",
      origin: "https://shop.example",
      time: "2026-11-30T00:00:00Z",
      address: "/",
    },
    undefined,
  );
  if (step.kind !== "page") throw new Error(JSON.stringify(step));
  return step.html;
}

const TOKEN = "k3x9k3x9k3x9k3x9";

function withTemplate(source: string): AppDefinition {
  const definition = app(model("book", text("title"), integer("year")));
  const view = { name: "list", modelId: modelId("book"), pageSize: 50, templateId: TEMPLATE };
  const records = {
    ...definition.records,
    [ROUTE]: { kind: "route", id: ROUTE, name: "page", label: "Page", path: "/", view, access: "true", order: "i" },
    [TEMPLATE]: { kind: "template", id: TEMPLATE, name: "page.html", source, order: "i" },
  };
  return { ...definition, records } as AppDefinition;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
