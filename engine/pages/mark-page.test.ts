import { describe, expect, it } from "vitest";
import { seededRandom } from "../../tests/arbitraries/definitions.ts";
import { app, choice, integer, longText, model, modelId, testId, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import type { View } from "../view-types/registry.ts";
import { PagePreview } from "../views/preview/preview-page.ts";
import { instrument, stripMarks } from "./instrument.ts";
import { markPage } from "./mark-page.ts";

const token = "k3x9k3x9k3x9k3x9";

function library(templates: Readonly<Record<string, string>>, view: View): AppDefinition {
  const definition = app(
    model("book", text("title"), longText("about"), integer("year"), choice("genre", ["novel", "poem"])),
  );
  const records: Record<string, unknown> = { ...definition.records };
  const id = testId("route", "page");
  records[id] = { kind: "route", id, name: "page", label: "Page", path: "/", view, access: "true", order: "i" };
  for (const [name, source] of Object.entries(templates)) {
    const templateId = testId("template", name);
    records[templateId] = { kind: "template", id: templateId, name, source, order: "i" };
  }
  return { ...definition, records } as AppDefinition;
}

function pageOf(definition: AppDefinition): string {
  const preview = new PagePreview(definition, undefined, { monotonic: () => 0, markToken: "m".repeat(16) });
  const ask = {
    routeId: testId("route", "page"),
    as: { kind: "builder" },
    rows: "sample",
    origin: "https://x.example",
    time: "2026-11-30T00:00:00Z",
  } as const;
  const step = preview.step({ ...ask, address: "/" }, undefined);
  if (step.kind !== "page") throw new Error(JSON.stringify(step));
  return step.html;
}

const mark = (definition: AppDefinition) =>
  markPage(definition, { routeId: testId("route", "page"), token, random: seededRandom(7) });

const list: View = { name: "list", modelId: modelId("book"), pageSize: 3 };
const own = (source: string, others: Readonly<Record<string, string>> = {}) =>
  library({ "page.html": source, ...others }, { ...list, templateId: testId("template", "page.html") });

const cases: Readonly<Record<string, AppDefinition>> = {
  "the default list": library({}, list),
  "a layout of one's own": library(
    {
      "_default/base.html":
        "<!doctype html><html><head><title>{% block title %}{{ app.label }}{% endblock %}</title></head><body>{% block main %}{% endblock %}</body></html>",
    },
    list,
  ),
  "an include in a loop": own('{% for book in page.items %}{% include "part.html" with book=book %}{% endfor %}', {
    "part.html": "<li>{{ book.title }}</li>",
  }),
  "an include in a title and in an attribute": own(
    '<title>{% include "name.html" %}</title><p title="{% include "name.html" %}">{% if page.items %}x{% endif %}</p>',
    { "name.html": "{{ app.label }}" },
  ),
  "a block shown in a title": own('{% extends "base.html" %}{% block t %}{{ app.label }}{% endblock %}', {
    "base.html": "<title>{% block t %}{% endblock %}</title><div>{% block u %}{{ app.label }}{% endblock %}</div>",
  }),
  "tables, selects, svg, pre": own(
    `<table>{% for b in page.items %}<tr><td>{{ b }}</td></tr>{% empty %}<tr></tr>{% endfor %}</table>
<select>{% for b in page.items %}<option>{{ b }}</option>{% endfor %}</select>
<svg viewBox="0 0 1 1"><path d="M0 0"/><text>{{ app.label }}</text></svg><pre>{{ app.label }}
{{ app.label }}</pre><textarea>{{ app.label }}</textarea>{% verbatim %}{{ x }}{% endverbatim %}`,
  ),
  "what does not nest": own(
    "{% if page.items %}<div>{% endif %}<b>{{ app.label }}</b>{% if page.items %}</div>{% endif %}",
  ),
};

describe("marks", () => {
  it.each(Object.entries(cases))("taken out, they leave the page as it is: %s", (_what, definition) => {
    const html = pageOf(definition);
    const marked = pageOf(mark(definition).definition);
    expect(marked).toContain(token);
    expect(stripMarks(marked, token)).toBe(html);
  });

  it("name the template and the place, and count the rounds of a loop", () => {
    const source = "<ul>{% for b in page.items %}<li>{{ app.label }}</li>{% endfor %}</ul>";
    const html = pageOf(mark(own(source)).definition);
    expect(html).toContain(`<ul data-${token}="0.0"><!--${token}:o:0.4-->`);
    expect(html.split(`<!--${token}:i:0.4-->`)).toHaveLength(4);
    expect(html.split(` data-${token}="0.${source.indexOf("<li>")}"`)).toHaveLength(4);
  });

  it("number the page's templates, built-in ones too", () => {
    const { units } = mark(cases["the default list"] as AppDefinition);
    expect(units.map(({ name, recordId }) => [name, recordId])).toEqual([
      ["_default/list.html", undefined],
      ["_default/base.html", undefined],
    ]);
  });

  it("put nothing before the line break that a <pre> swallows", () => {
    expect(instrument("<pre>\nx</pre><pre>{{ a }}</pre>", { token: "t", unit: 0 })).toBe(
      '<pre data-t="0.0">\nx</pre><pre data-t="0.13">{{ a }}</pre>',
    );
  });
});
