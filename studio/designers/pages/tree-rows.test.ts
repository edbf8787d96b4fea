import { describe, expect, it } from "vitest";
import { pageOutline } from "#engine/pages/outline/page-outline";
import { nodeLabel } from "./node-label.ts";
import { treeRows } from "./tree-rows.ts";

const labels = (source: string) =>
  treeRows(pageOutline(source)).map(({ node, level }) => `${" ".repeat(level - 1)}${nodeLabel(node, source)}`);

describe("the structure of a page", () => {
  it("has the title and the description as one part each", () => {
    const source = `{% extends "_default/base.html" %}
{% block title %}{{ record }} – {{ app.label }}{% endblock %}
{% block meta %}<meta property="og:title" content="{{ record }}">{% if a %}<meta name="b" content="c">{% endif %}{% endblock %}
{% block main %}<h1>{{ record }}</h1>{% endblock %}`;
    expect(labels(source)).toEqual(["Layout", "Page title", "Description", "Block main", " Heading", "  Value"]);
  });

  it("shows of the head of a layout what people set there", () => {
    const source = `<!doctype html><html><head><meta charset="utf-8"><title>{% block title %}A{% endblock %}</title><link rel="x" href="y">{% block head %}<style>a{}</style>{% endblock %}</head><body><p>x</p></body></html>`;
    expect(labels(source)).toEqual([
      "Page",
      " Head of the page",
      "  Page title",
      "  Styles and head",
      " Body of the page",
      "  Paragraph",
    ]);
  });
});
