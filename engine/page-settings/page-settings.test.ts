import { describe, expect, it } from "vitest";
import { app, choice, date, integer, longText, model, modelId, testId, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { applyChanges } from "../pages/map-offset.ts";
import { pageOutline } from "../pages/outline/page-outline.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { modelLinks } from "../view-types/model-links.ts";
import { viewTemplates } from "../views/view-templates.ts";
import { type Arranged, arrangeFields, type FieldList } from "./field-list.ts";
import { offeredFields } from "./offered-fields.ts";
import { headingChanges, introChanges, pageHeading } from "./page-heading.ts";
import { rowColumns, wholeSpans } from "./row-columns.ts";
import { cardFacts, rowFacts, rowTexts } from "./row-facts.ts";
import { groupChanges, groupHeadings } from "./row-groups.ts";

const definition = ((): AppDefinition => {
  const made = app(
    model(
      "book",
      text("title"),
      choice("genre", ["novel", "poem"]),
      date("released"),
      integer("pages"),
      longText("story"),
      longText("about"),
      { pluralLabel: "Books" },
    ),
  );
  const route = (name: string, path: string, view: RouteRecord["view"]) => {
    const id = testId("route", name);
    return { [id]: { kind: "route", id, name, label: name, path, view, access: "true", order: "i" } };
  };
  return {
    ...made,
    records: {
      ...made.records,
      ...route("books", "/", { name: "list", modelId: modelId("book"), pageSize: 25 }),
      ...route("book", "/<int:id>/", { name: "detail", modelId: modelId("book") }),
    },
  } as AppDefinition;
})();
const reader = readDefinition(definition);
const routes = compileRoutes(reader.routes);
const defaultPage = (name: string): string =>
  viewTemplates(reader, routes).defaultSource(reader.routes.find((route) => route.name === name) as RouteRecord) ?? "";
const LISTS = ["page.items", "books"];
const listPage = defaultPage("books");
const detailPage = defaultPage("book");
const book = reader.model(modelId("book")) as ModelRecord;
const offers = (list: FieldList) =>
  offeredFields({ reader, model: book, links: (id) => modelLinks(reader, routes, id) }, list);
const labels = (list: FieldList | undefined) => list?.items.map(({ label }) => label);
const columnsOf = (source: string) => rowColumns(pageOutline(source), LISTS);
const arranged = (source: string, list: FieldList | undefined, order: readonly Arranged[]) =>
  applyChanges(source, arrangeFields(source, list as FieldList, order));

/** A table as somebody wrote it: on one line, with a cell of another kind and a row for when there is nothing. */
const BY_HAND = `<table><tr><th>Name</th> <th>Pages</th><th></th></tr>
{% for b in books %}<tr><td>{{ b.title|upper }}</td> <td>{{ b.pages }}</td><td><a href="/x/">Edit</a></td></tr>
{% empty %}<tr><td colspan="3">None</td></tr>{% endfor %}</table>`;

describe("the columns of a page", () => {
  it("are those of the table of its rows, with the built-in look and by hand", () => {
    expect(labels(columnsOf(listPage))).toEqual(["Title", "Genre", "Released", "Pages"]);
    expect(labels(columnsOf(BY_HAND))).toEqual(["Name", "Pages", ""]);
    expect(columnsOf(BY_HAND)?.items.map(({ fields }) => fields)).toEqual([["title"], ["pages"], []]);
  });

  it("change places in the heading and in the rows, byte for byte, and back", () => {
    for (const [source, order, back] of [
      [listPage, [2, 0, 1, 3], [1, 2, 0, 3]],
      [BY_HAND, [2, 1, 0], [2, 1, 0]],
    ] as const) {
      const moved = arranged(source, columnsOf(source), order);
      expect(labels(columnsOf(moved))).toEqual(order.map((index) => labels(columnsOf(source))?.[index]));
      expect(arranged(moved, columnsOf(moved), back)).toBe(source);
    }
  });

  it("are taken out and added with their heading, and a cell over all of them grows and shrinks", () => {
    const list = columnsOf(BY_HAND) as FieldList;
    const spans = wholeSpans(pageOutline(BY_HAND), list).map((span) => ({ ...span, insert: "2" }));
    const changes = [...arrangeFields(BY_HAND, list, [0, 2]), ...spans].sort((a, b) => a.from - b.from);
    const without = applyChanges(BY_HAND, changes);
    expect(without).not.toContain("Pages");
    expect(without).toContain('colspan="2"');

    const shown = columnsOf(listPage) as FieldList;
    expect(offers(shown).map(({ field }) => field.name)).toEqual(["title", "story", "about"]);
    const genre = arranged(listPage, shown, [0, 2, 3]);
    const offered = offers(columnsOf(genre) as FieldList).find(({ field }) => field.name === "genre");
    const again = arranged(genre, columnsOf(genre), [0, offered?.source ?? [], 1, 2]);
    expect(again).toBe(listPage);
  });

  it("are none where cells and headings do not match, or where something stands between the cells", () => {
    expect(columnsOf("{% for b in page.items %}<p>{{ b }}</p>{% endfor %}")).toBeUndefined();
    expect(columnsOf(BY_HAND.replace("<td>{{ b.pages }}</td>", ""))).toBeUndefined();
    expect(columnsOf(BY_HAND.replace("</td> <td>", "</td>{# note #}<td>"))).toBeUndefined();
    expect(columnsOf(BY_HAND.replace("in books", "in others"))).toBeUndefined();
  });
});

describe("what the page of a row shows", () => {
  it("is a list of facts, and long texts below it", () => {
    expect(labels(rowFacts(pageOutline(detailPage)))).toEqual(["Genre", "Released", "Pages"]);
    expect(labels(rowTexts(pageOutline(detailPage)))).toEqual(["Story", "About"]);
  });

  it("changes places, goes and comes back", () => {
    const facts = rowFacts(pageOutline(detailPage));
    const moved = arranged(detailPage, facts, [2, 0]);
    expect(labels(rowFacts(pageOutline(moved)))).toEqual(["Pages", "Genre"]);
    expect(labels(rowTexts(pageOutline(moved)))).toEqual(["Story", "About"]);
    expect(offers(rowFacts(pageOutline(moved)) as FieldList).map(({ field }) => field.name)).toEqual([
      "title",
      "released",
    ]);
    const bare = arranged(detailPage, rowTexts(pageOutline(detailPage)), []);
    expect(bare).not.toContain("<section>");
    const texts = rowTexts(pageOutline(bare)) as FieldList;
    const offered = offers(texts);
    expect(offered.map(({ field }) => field.name)).toEqual(["story", "about"]);
    const again = arranged(bare, texts, [offered[1]?.source ?? []]);
    expect(labels(rowTexts(pageOutline(again)))).toEqual(["About"]);
  });
});

describe("what the cards of a page of many rows show", () => {
  const cards = `<div class="columns">
  {% for book in page.items %}
  <article class="card">
    <h3>{{ book }}</h3>
    <dl class="facts">
      <div><dt>Genre</dt><dd>{{ book.genre }}</dd></div>
      <div><dt>Pages</dt><dd>{{ book.pages }}</dd></div>
    </dl>
  </article>
  {% endfor %}
</div>`;

  it("is the list of facts in the loop of its rows, which is arranged as that of one row", () => {
    const facts = cardFacts(pageOutline(cards), ["page.items", "books"]);
    expect(labels(facts)).toEqual(["Genre", "Pages"]);
    const [title] = offers(facts as FieldList);
    const moved = arranged(cards, facts, [1, title?.source ?? []]);
    expect(labels(cardFacts(pageOutline(moved), ["page.items"]))).toEqual(["Pages", "Title"]);
    expect(moved).toContain("<dd>{{ book.title }}</dd>");
    expect(moved).toContain("<h3>{{ book }}</h3>");
  });

  it("is nothing where the loop goes over other rows", () => {
    expect(cardFacts(pageOutline(cards.replace("page.items", "others")), ["page.items", "books"])).toBeUndefined();
  });
});

describe("the heading of a page", () => {
  it("is changed wherever the page says the same", () => {
    const changed = applyChanges(listPage, headingChanges(pageOutline(listPage), "All we have"));
    expect(changed).toContain("<h1>All we have</h1>");
    expect(changed).toContain("{% block title %}All we have – ");
    expect(changed).toContain('<caption class="unseen">All we have</caption>');
    expect(changed).toContain('content="All we have">');
    expect(changed).not.toMatch(/<h1>Books/);
    expect(pageHeading(pageOutline(detailPage))).toEqual({
      heading: "{{ record }}",
      isWords: false,
      intro: undefined,
    });
  });

  it("is added where there is none, inside the layout's block", () => {
    const bare = '{% extends "_default/base.html" %}\n{% block main %}\n<p>x</p>\n{% endblock %}';
    expect(applyChanges(bare, headingChanges(pageOutline(bare), "Hello"))).toBe(
      bare.replace("main %}", "main %}\n<h1>Hello</h1>"),
    );
  });

  it("has a text below it, which is changed and taken out", () => {
    const set = (source: string, words: string) => applyChanges(source, introChanges(pageOutline(source), words));
    const one = set(listPage, "What we read.");
    expect(one).toContain('</header>\n<p class="intro">What we read.</p>\n');
    expect(pageHeading(pageOutline(set(one, "Else"))).intro).toBe("Else");
    expect(set(one, "")).toBe(listPage);
  });
});

describe("the groups of a page", () => {
  it("have a heading before each, over all columns, which changes and goes", () => {
    const group = (source: string, field: string | undefined) =>
      applyChanges(
        source,
        groupChanges(
          pageOutline(source),
          LISTS,
          field ? { field, inline: (row) => `{{ ${row}.${field} }}` } : undefined,
        ),
      );
    const grouped = group(listPage, "genre");
    expect(grouped).toContain('<tr class="group"><th scope="rowgroup" colspan="4">{{ book.genre }}</th></tr>');
    expect(groupHeadings(pageOutline(grouped), LISTS)).toEqual(["genre"]);
    expect(labels(columnsOf(grouped))).toEqual(labels(columnsOf(listPage)));
    expect(wholeSpans(pageOutline(grouped), columnsOf(grouped) as FieldList)).toHaveLength(1);
    expect(groupHeadings(pageOutline(group(grouped, "released")), LISTS)).toEqual(["released"]);
    expect(group(grouped, undefined)).toBe(listPage);
    const cards = '<div class="grid">\n  {% for b in page.items %}\n  <article>x</article>\n  {% endfor %}\n</div>';
    expect(group(cards, "genre")).toContain('<h2 class="group">{{ b.genre }}</h2>');
    expect(group(group(cards, "genre"), undefined)).toBe(cards);
  });
});
