import { describe, expect, it } from "vitest";
import {
  app,
  choice,
  type FieldSpec,
  field,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { fieldTypeNames, fieldTypes } from "../field-types/registry.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../templates/render/compile-template.ts";
import type { View } from "../view-types/registry.ts";
import { appViews, type CompiledView, type ViewRows } from "./app-views.ts";

const route = (name: string, path: string, view: View, label = name): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label,
  path,
  view,
  access: "true",
  order: "a0",
});
const list = (of: string): View => ({ name: "list", modelId: modelId(of), pageSize: 25 });
const detail = (of: string): View => ({ name: "detail", modelId: modelId(of) });

function viewsOf(
  definition: AppDefinition,
  routes: readonly RouteRecord[],
  templates: Readonly<Record<string, string>> = {},
) {
  const records = Object.fromEntries([
    ...routes.map((record) => [record.id, record]),
    ...Object.entries(templates).map(([name, source]) => [
      testId("template", name),
      { kind: "template", id: testId("template", name), name, source, order: "a" },
    ]),
  ]);
  const reader = readDefinition({ ...definition, records: { ...definition.records, ...records } });
  const table = compileRoutes(reader.routes);
  const views = appViews(reader, table);
  return {
    view(name: string): CompiledView {
      const found = views.of(routes.find((record) => record.name === name) as RouteRecord);
      if (!found.ok)
        throw new Error(
          found.problems
            .map((problem) => `${problem.code} ${problem.at?.line}:${problem.at?.column} ${problem.message}`)
            .join("\n"),
        );
      return found.view;
    },
    problems(name: string) {
      const found = views.of(routes.find((record) => record.name === name) as RouteRecord);
      return found.ok ? [] : found.problems.map((problem) => problem.code);
    },
  };
}

function html(view: CompiledView, rows?: ViewRows, path = "/"): string {
  const data = view.data(
    { method: "GET", origin: "https://x.example", path, time: "2026-11-22T10:00:00Z", user: null, params: {} },
    rows,
  );
  const result = view.template.render(data, { ...DEFAULT_LIMITS, deadline: 1, now: () => 0 });
  if (!result.ok) throw new Error(result.problem.message);
  return result.html;
}
const page = (
  view: CompiledView,
  items: readonly unknown[],
  names: readonly string[] = [],
  values: readonly string[] = [],
) => {
  if (!view.lists) throw new Error("not a list");
  return {
    page: view.lists.page({
      path: "/",
      parameters: view.lists.query({ names, values }),
      items,
      next: undefined,
      previous: undefined,
    }),
  };
};

const hostile = [
  "{{ app.label }}",
  "{% if %}",
  '"><script>alert(1)</script>',
  "'; drop table x;--",
  "{# x",
  "}}%}",
  "🎬 ü",
  "</title><b>",
  "\\",
  "__proto__",
  "a".repeat(200),
];

describe("the default templates", () => {
  it("compile for every field type, with and without routes to what they link to", () => {
    const specs: FieldSpec[] = fieldTypeNames
      .filter((name) => name !== "relation")
      .map((name) => field(`f_${name}`, fieldTypes[name].initial, name === "choice" ? { choices: ["a", "b"] } : {}));
    const definition = app(model("thing", ...specs, relation("other", "thing")));
    for (const routes of [
      [route("l", "/", list("thing"))],
      [route("l", "/", list("thing")), route("d", "/<int:id>/", detail("thing"))],
      [route("d", "/t/<int:pk>", detail("thing"))],
    ]) {
      const views = viewsOf(definition, routes);
      for (const { name } of routes) expect(views.problems(name)).toEqual([]);
    }
  });

  it.each([
    "app",
    "page",
    "user",
    "record",
    "model",
    "params",
    "request",
    "row",
    "forloop",
    "block",
    "size",
    "upper",
    "items",
    "order",
    "select",
  ])("compile for a model and a field called %s", (name) => {
    const definition = app(model(name, text("title"), text(name), relation("url", name), { pluralLabel: name }));
    const views = viewsOf(definition, [route("l", "/", list(name)), route("d", "/<int:id>/", detail(name))]);
    const row = { id: 1, _title: "T", [name]: "x", url: { id: 2, _title: "U" } };
    expect(html(views.view("l"), page(views.view("l"), [row]))).toContain('<a href="/2/">U</a>');
    expect(html(views.view("d"), { record: row })).toContain("<dd>x</dd>");
  });

  it("show any label as text, whatever is in it", () => {
    const definition = app(
      model(
        "thing",
        ...hostile.map((label, index) => integer(`f${index}`, { label })),
        text("name", { label: '{{ "x" }}' }),
        choice("kind", hostile, { label: "{% endif %}" }),
        longText("body", { label: "<img src=x onerror=y>" }),
        { label: "<b>Thing", pluralLabel: "{% Things %} {{ x }} <i>" },
      ),
    );
    const views = viewsOf(definition, [
      route("l", "/", list("thing"), "{{ <b> }}"),
      route("d", "/<int:id>/", detail("thing")),
      route("x", "/x/", list("thing")),
    ]);
    const row = { id: 1, _title: hostile[2], name: hostile[2], kind: hostile[2], body: hostile[2], f0: 1 };
    for (const output of [
      html(views.view("l"), page(views.view("l"), [row])),
      html(views.view("d"), { record: row }),
    ]) {
      expect(output).not.toMatch(/<script|<b>|<i>|<img/);
      expect(output).toContain("{% Things %} {{ x }} &lt;i&gt;".replace(/\{/g, "&#123;").replace(/\}/g, "&#125;"));
    }
  });

  it("read the columns that they show, and titles and keys of what they link to", () => {
    const definition = app(
      model("movie", text("name"), integer("year"), longText("plot"), relation("director", "person")),
      model("person", text("name"), text("secret")),
    );
    const views = viewsOf(definition, [
      route("movies", "/", list("movie")),
      route("movie", "/<int:id>/", detail("movie")),
      route("person", "/p/<int:id>/", detail("person")),
    ]);
    const { items } = views.view("movies").template.reads;
    expect(items?.title).toBe(true);
    expect([...(items?.fields.keys() ?? [])].sort()).toEqual(["director", "year"]);
    expect(items?.fields.get("director")).toMatchObject({ title: true, whole: false, fields: new Map() });
    expect([...(views.view("movie").template.reads.record?.fields.keys() ?? [])].sort()).toEqual([
      "director",
      "plot",
      "year",
    ]);
  });

  it("tell the empty list from the search without matches and the page beyond the end", () => {
    const views = viewsOf(app(model("movie", text("name"), { pluralLabel: "Movies" })), [
      route("movies", "/", list("movie")),
    ]);
    const view = views.view("movies");
    expect(html(view, page(view, []))).toContain("No movies yet.");
    expect(html(view, page(view, [], ["search"], ["x"]))).toContain("No movies match this search.");
    expect(html(view, page(view, [], ["cursor"], ["x"]))).toContain("To the first page");
  });

  it.each([
    ["de", "ltr", "Noch keine Filme.", "Suchen", "Ja"],
    ["fr-CA", "ltr", "Rien encore dans « Filme ».", "Rechercher", "Oui"],
    ["es", "ltr", "Todavía no hay nada en «Filme».", "Buscar", "Sí"],
    ["ar", "rtl", "لا يوجد شيء بعد في «Filme».", "بحث", "نعم"],
    ["pl", "ltr", "No filme yet.", "Search", "Yes"],
  ])("speak the language of the app: %s", (locale, direction, none, search, yes) => {
    const drawn = app(model("movie", text("name"), field("seen", { name: "boolean" }), { pluralLabel: "Filme" }));
    const views = viewsOf({ ...drawn, settings: { ...drawn.settings, locale } }, [
      route("movies", "/", list("movie")),
      route("movie", "/<int:id>/", detail("movie")),
    ]);
    const empty = html(views.view("movies"), page(views.view("movies"), []));
    expect(empty).toContain(`<html lang="${locale}" dir="${direction}">`);
    expect(empty).toContain(none);
    expect(empty).toContain(`<button type="submit">${search}</button>`);
    expect(empty).toContain(`>${yes}</option>`);
    expect(html(views.view("movie"), { record: { id: 1, _title: "x", seen: true } })).toContain(`<dd>${yes}</dd>`);
  });

  it("fold filters without a script, open where one is used, and label what sorts", () => {
    const views = viewsOf(app(model("movie", text("name"), choice("genre", ["a", "b"]), { pluralLabel: "Movies" })), [
      route("movies", "/", list("movie")),
    ]);
    const view = views.view("movies");
    const row = [{ id: 1, _title: "x", genre: "a" }];
    expect(html(view, page(view, row))).toContain('<details class="filters">');
    expect(html(view, page(view, row, ["search"], ["x"]))).toContain('<details class="filters">');
    expect(html(view, page(view, row, ["genre"], ["a"]))).toContain('<details class="filters" open>');
    expect(html(view, page(view, row))).toContain("<summary>Filters</summary>");
    expect(html(view, page(view, row))).toContain('<tr data-label="Sort by">');
    expect(html(view, page(view, row))).toContain("Results: 1<");
  });

  it("describe themselves to sites that show links, with every value escaped", () => {
    const drawn = app(model("movie", text("name"), longText("plot"), { pluralLabel: 'Movies "<b>{{ x }}' }));
    const views = viewsOf(drawn, [route("movies", "/", list("movie")), route("movie", "/<int:id>/", detail("movie"))]);
    const tags = (output: string) =>
      Object.fromEntries(
        [...output.matchAll(/<meta (?:property|name)="(og:\w+|description)" content="([^"<>]*)">/g)].map((m) => [
          m[1],
          m[2],
        ]),
      );
    const label = "Movies &quot;&lt;b&gt;&#123;&#123; x &#125;&#125;";
    expect(tags(html(views.view("movies"), page(views.view("movies"), [])))).toMatchObject({
      "og:title": label,
      "og:type": "website",
      "og:url": "https://x.example/",
      description: expect.stringContaining(label),
    });
    const record = { id: 1, _title: '"><script>', plot: 'A "plot" <b>' };
    expect(tags(html(views.view("movie"), { record }, "/1/"))).toMatchObject({
      "og:title": "&quot;&gt;&lt;script&gt;",
      "og:url": "https://x.example/1/",
      description: "A &quot;plot&quot; &lt;b&gt;",
    });
  });

  it("say the name once where the app is called like its rows", () => {
    const titled = (label: string) => {
      const drawn = app(model("movie", text("name"), { pluralLabel: "Movies" }));
      const views = viewsOf({ ...drawn, settings: { ...drawn.settings, label } }, [
        route("movies", "/", list("movie")),
      ]);
      return /<title>(.*)<\/title>/.exec(html(views.view("movies"), page(views.view("movies"), [])))?.[1];
    };
    expect(titled("Movies")).toBe("Movies");
    expect(titled("Cinema")).toBe("Movies – Cinema");
  });

  it("can be extended, so that a builder changes one block and keeps the rest", () => {
    const definition = app(model("movie", text("name"), { pluralLabel: "Movies" }));
    const withTemplate: View = { ...list("movie"), templateId: testId("template", "mine.html") } as View;
    const views = viewsOf(definition, [route("movies", "/", withTemplate)], {
      "mine.html": '{% extends "_default/list.html" %}{% block title %}{{ model.plural_label }}!{% endblock %}',
    });
    const output = html(views.view("movies"), page(views.view("movies"), []));
    expect(output).toContain("<title>Movies!</title>");
    expect(output).toContain("No movies yet.");
  });
});

describe("the page of a list", () => {
  const views = viewsOf(app(model("movie", text("name"), integer("year"), choice("genre", ["a&b", "c"]))), [
    route("movies", "/", list("movie")),
  ]);
  const lists = views.view("movies").lists;
  if (!lists) throw new Error("not a list");

  it("keeps what means something and drops empty inputs and words of trackers", () => {
    expect(
      lists.query({
        names: [
          "search",
          "genre",
          "utm_source",
          "year__gte",
          "year!",
          "name",
          "ordering",
          "__proto__",
          "fields",
          "limit",
        ],
        values: ["", "c", "x", "1990", "3", "", "-year", "x", "id", "5"],
      }),
    ).toEqual({ names: ["genre", "year__gte", "year!", "ordering"], values: ["c", "1990", "3", "-year"] });
  });

  it.each([
    ["prise__gte", ["prise__gte"]],
    ["Genre", ["Genre"]],
    ["gnere!", ["gnere!"]],
    ["serach", ["serach"]],
    ["searh", ["searh"]],
    ["year__gtee", ["year__gtee"]],
    ["utm_source", []],
    ["fbclid", []],
    ["__hstc", []],
    ["_ga__x", []],
    ["Call 555__now", []],
    ["<b>__x", []],
  ])("%s is named as no filter, or ignored without a word", (name, expected) => {
    expect(lists.query({ names: [name], values: ["1"] }).unknown ?? []).toEqual(expected);
    expect(lists.query({ names: [name], values: [""] }).unknown).toBeUndefined();
  });

  it.each([
    ["en", '<p class="notice" role="status">“prise__gte” is not a filter of this page.</p>'],
    ["de", "„prise__gte“ ist kein Filter dieser Seite."],
    ["es", "«prise__gte» no es un filtro de esta página."],
  ])("shows the notice in the app's language: %s", (locale, notice) => {
    const definition = app(model("movie", text("name")));
    const settings = { ...definition.settings, locale };
    const view = viewsOf({ ...definition, settings }, [route("movies", "/m/", list("movie"))]).view("movies");
    const shown = (name: string) => {
      const parameters = view.lists?.query({ names: [name], values: ["1"] }) ?? { names: [], values: [] };
      const page = view.lists?.page({ path: "/m/", parameters, items: [], next: undefined, previous: undefined });
      return html(view, { page: page ?? {} }, "/m/");
    };
    expect(shown("prise__gte")).toContain(notice);
    expect(shown("utm_source")).not.toContain("notice");
  });

  it("writes its links with what was asked for", () => {
    const made = lists.page({
      path: "/m/",
      parameters: { names: ["genre", "cursor", "ordering", "year__gte"], values: ["a&b", "old", "year", "1990"] },
      items: [],
      next: ["cursor", "n=1"],
      previous: undefined,
    });
    expect(made).toMatchObject({
      next_url: "/m/?genre=a%26b&ordering=year&year__gte=1990&cursor=n%3D1",
      previous_url: null,
      first_url: "/m/?genre=a%26b&ordering=year&year__gte=1990",
      clear_url: "/m/?ordering=year",
      is_first: false,
      is_filtered: true,
      filters: { genre: "a&b" },
      kept: [
        { name: "ordering", value: "year" },
        { name: "year__gte", value: "1990" },
      ],
      sort: {
        year: { url: "/m/?genre=a%26b&year__gte=1990&ordering=-year", direction: "ascending" },
        name: { direction: null },
      },
    });
  });
});

describe("what a path means to its view", () => {
  const definition = app(
    model("book", text("title"), text("code", { unique: true }), relation("author", "author")),
    model("author", text("name")),
  );
  const codes = (path: string, view: View) => viewsOf(definition, [route("r", path, view)]).problems("r");
  it.each<[string, View, string[]]>([
    ["/<int:id>/", detail("book"), []],
    ["/<str:code>/", detail("book"), []],
    ["/<int:author>/<int:pk>/", detail("book"), []],
    ["/<int:author>/", list("book"), []],
    ["/", detail("book"), ["VIEW_E001"]],
    ["/<str:title>/", detail("book"), ["VIEW_E001"]],
    ["/<slug:id>/", detail("book"), ["VIEW_E002"]],
    ["/<int:nope>/", list("book"), ["VIEW_E002"]],
  ])("%s", (path, view, expected) => expect(codes(path, view)).toEqual(expected));

  it.each<[string, View, string[]]>([
    ["/<uuid:id>/", detail("book"), []],
    ["/<int:id>/", detail("book"), ["VIEW_E002"]],
    ["/<uuid:sequel>/", list("book"), []],
    ["/<int:sequel>/", list("book"), ["VIEW_E002"]],
    ["/<uuid:shop>/", list("book"), ["VIEW_E002"]],
    ["/<int:shop>/", list("book"), []],
  ])("%s, where books have UUIDs", (path, view, expected) => {
    const books = app(
      model("book", relation("sequel", "book"), relation("shop", "shop"), { key: "uuid" }),
      model("shop"),
    );
    expect(viewsOf(books, [route("r", path, view)]).problems("r")).toEqual(expected);
  });

  it("keys rows by id, unique fields and relations", () => {
    const views = viewsOf(definition, [route("r", "/<int:author>/<int:pk>/", detail("book"))]);
    expect(views.view("r").keys.map(({ parameter, field: key }) => [parameter, key === "id" ? key : key.name])).toEqual(
      [
        ["author", "author"],
        ["pk", "id"],
      ],
    );
  });
});
