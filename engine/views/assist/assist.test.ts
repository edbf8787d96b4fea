import { describe, expect, it } from "vitest";
import { app, choice, date, decimal, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import { completeTemplate } from "./complete-template.ts";
import { describeTemplate } from "./describe-template.ts";
import { assistContext } from "./names-at.ts";

const drawn = app(
  model(
    "film",
    text("name"),
    decimal("price"),
    date("released"),
    choice("kind", ["long", "short"]),
    relation("director", "person"),
    {
      pluralLabel: "Films",
    },
  ),
  model("person", text("name", { label: "Full name" }), date("born")),
  model("review", text("words"), relation("film", "film", { reverse: "reviews" })),
);

const template = (name: string, source: string, order: string) => ({
  kind: "template" as const,
  id: testId("template", name),
  name,
  source,
  order,
});
const route = (name: string, path: string, view: object, label: string) => ({
  kind: "route" as const,
  id: testId("route", name),
  name,
  label,
  path,
  view,
  order: "a",
});

function readerWith(
  sources: Readonly<Record<string, string>>,
  pages: Readonly<Record<string, string>>,
): DefinitionReader {
  const records = [
    ...Object.entries(sources).map(([name, source], index) => template(name, source, `a${index}`)),
    route("films", "/", { name: "list", modelId: modelId("film"), pageSize: 5, ...page(pages.films) }, "Films"),
    route("film", "/<int:id>/", { name: "detail", modelId: modelId("film"), ...page(pages.film) }, "Film"),
  ];
  return readDefinition({
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  } as never);
}
const page = (name: string | undefined) => (name === undefined ? {} : { templateId: testId("template", name) });

/** `|` (a broken bar) is the cursor. */
function at(source: string, setting: { pages?: Record<string, string>; others?: Record<string, string> } = {}) {
  const offset = source.indexOf("¦");
  const typed = source.replace("¦", "");
  const reader = readerWith({ "t.html": typed, ...setting.others }, setting.pages ?? { films: "t.html" });
  const edited = { id: testId("template", "t.html"), source: typed };
  return { context: assistContext(reader), edited, offset };
}
function offered(source: string, setting: Parameters<typeof at>[1] = {}) {
  const { context, edited, offset } = at(source, setting);
  const list = completeTemplate(context, edited, offset);
  return [...(list?.items ?? [])].sort((a, b) => b.rank - a.rank);
}
const labels = (source: string, setting?: Parameters<typeof at>[1]) =>
  offered(source, setting).map(({ label }) => label);

describe("completion in a template", () => {
  it("offers nothing between tags and in strings that name nothing", () => {
    expect(offered("<p>film.¦</p>")).toEqual([]);
    expect(offered('{{ "film.¦" }}')).toEqual([]);
    expect(offered("{# film.¦ #}")).toEqual([]);
    expect(offered("{% for ¦ in films %}{% endfor %}")).toEqual([]);
  });

  it("offers the names that the pages give, with their types", () => {
    expect(offered("{{ ¦ }}")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ label: "films", detail: "rows of Film" }),
        expect.objectContaining({ label: "page" }),
      ]),
    );
    expect(labels("{{ ¦ }}")).not.toContain("record");
    expect(labels("{{ ¦ }}", { pages: { film: "t.html" } })).toContain("record");
  });

  it("offers the template's own names first, only where they are", () => {
    expect(labels("{% for f in films %}{{ ¦ }}{% endfor %}").slice(0, 2).sort()).toEqual(["f", "forloop"]);
    expect(labels("{% for f in films %}{% endfor %}{{ ¦ }}")).not.toContain("f");
    expect(labels("{% with total=1 %}{{ t¦ }}{% endwith %}")).toContain("total");
    expect(labels("{% for f in films %}{% if f.¦ %}x{% endif %}{% endfor %}")).toContain("director");
  });

  it("follows relations and objects, with labels and types", () => {
    expect(
      offered("{% for f in films %}{{ f.director.¦ }}{% endfor %}").map(({ label, detail, info }) => [
        label,
        detail,
        info,
      ]),
    ).toEqual([
      ["id", "whole number", undefined],
      ["name", "text", "Full name"],
      ["born", "date", "Born"],
    ]);
    expect(labels("{{ page.sort.¦ }}")).toContain("released");
    expect(labels("{{ films.¦ }}")).toEqual([]);
  });

  it("says of a list of related rows how many there are, and of each of its rows what it has", () => {
    const inFilms = (source: string) => labels(`{% for f in films %}${source}{% endfor %}`);
    expect(inFilms("{{ f.reviews.¦ }}")).toEqual(["count", "more"]);
    expect(inFilms("{% for one in f.reviews %}{{ one.¦ }}{% endfor %}")).toContain("words");
    expect(inFilms("{{ f.reviews.count|¦ }}")).not.toContain("date");
    expect(inFilms("{% for one in f.¦ %}{% endfor %}")[0]).toBe("reviews");
  });

  it("works while the tag is not closed and the rest is in pieces", () => {
    expect(labels("{% for f in films %}<b>{{ f.¦\n{% if %}")).toContain("released");
    expect(labels("{{ ¦")).toContain("films");
  });

  it("puts lists first after in", () => {
    expect(labels("{% for f in ¦ %}")[0]).toBe("films");
    expect(labels("{% for f in page.¦ %}").slice(0, 3).sort()).toEqual(["items", "kept", "unknown_filters"]);
  });

  it("offers the filters that take the type", () => {
    const forDates = labels("{% for f in films %}{{ f.released|¦ }}{% endfor %}");
    expect(forDates).toContain("date");
    expect(forDates).not.toContain("upper");
    expect(labels("{% for f in films %}{{ f.name|u¦ }}{% endfor %}")).toContain("upper");
    expect(offered("{{ x|¦ }}").find(({ label }) => label === "truncatechars")).toMatchObject({
      detail: "truncatechars:20",
      info: expect.stringMatching(/\.$/),
    });
    expect(labels('{{ f.released|date:"¦" }}')).toContain("j F Y");
  });

  it("offers tags, and first what is still open", () => {
    const inside = labels("{% for f in films %}{% if f %}{% ¦ %}");
    expect(inside.slice(0, 4)).toEqual(["endif", "endfor", "elif", "else"]);
    expect(labels("{% ¦ %}")[0]).toBe("for");
  });

  it("offers routes with what they need, and their parameters", () => {
    expect(offered('{% url "¦" %}').find(({ label }) => label === "film")).toMatchObject({
      detail: "/<int:id>/",
      snippet: 'film" id=#{id}',
    });
    expect(labels('{% url "film" ¦ %}')[0]).toBe("id=");
    expect(labels('{% url "film" id=1 ¦ %}')).not.toContain("id=");
    expect(labels('{% for f in films %}{% url "film" id=f.¦ %}{% endfor %}')).toContain("name");
  });

  it("offers other templates and the blocks of the layout that are not filled", () => {
    const others = { "card.html": "x", "layout.html": "{% block a %}{% block b %}{% endblock %}{% endblock %}" };
    expect(labels('{% include "¦" %}', { others })).toEqual(
      expect.arrayContaining(["card.html", "layout.html", "_default/base.html"]),
    );
    expect(labels('{% include "¦" %}', { others })).not.toContain("t.html");
    expect(labels('{% extends "layout.html" %}{% block a %}{% endblock %}{% block ¦ %}', { others })).toEqual(["b"]);
    expect(labels('{% extends "_default/base.html" %}{% block ¦ %}')).toContain("main");
  });

  it("knows in a part what the pages that include it know, and says which of them do not", () => {
    const others = {
      "list.html": '{% for f in films %}{% include "t.html" with size=1 %}{% endfor %}',
      "detail.html": '{% include "t.html" with f=record %}',
    };
    const found = offered("{{ ¦ }}", { others, pages: { films: "list.html", film: "detail.html" } });
    expect(found.find(({ label }) => label === "f")).toMatchObject({ detail: "row of Film", info: undefined });
    expect(found.find(({ label }) => label === "size")).toMatchObject({ info: "Only on Films." });
  });
});

describe("what a word of a template means", () => {
  const meaning = (source: string, setting?: Parameters<typeof at>[1]) => {
    const { context, edited, offset } = at(source, setting);
    return describeTemplate(context, edited, offset);
  };
  it("tells types, and where a field is made", () => {
    expect(meaning("{% for f in films %}{{ f.direc¦tor.name }}{% endfor %}")).toMatchObject({
      title: "f.director: row of Person",
      target: { kind: "field" },
    });
    expect(meaning("{{ film¦s|length }}")).toMatchObject({ title: "films: rows of Film" });
    expect(meaning("{{ nothi¦ng }}")).toBeUndefined();
    expect(meaning("<p>fil¦ms</p>")).toBeUndefined();
  });
  it("tells filters and tags", () => {
    expect(meaning("{{ films|leng¦th }}")).toMatchObject({ title: "|length" });
    expect(meaning("{% fo¦r f in films %}")).toMatchObject({ text: expect.stringContaining("Repeats") });
  });
  it("leads to routes and templates", () => {
    expect(meaning('{% url "fi¦lm" id=1 %}')).toMatchObject({
      target: { kind: "route", routeId: testId("route", "film") },
    });
    expect(meaning('{% include "card.ht¦ml" %}', { others: { "card.html": "" } })).toMatchObject({
      target: { kind: "template", name: "card.html" },
    });
    expect(meaning('{% extends "_default/ba¦se.html" %}')).toMatchObject({ text: "Built in." });
    expect(meaning('{% include "none.ht¦ml" %}')).toBeUndefined();
  });
});
