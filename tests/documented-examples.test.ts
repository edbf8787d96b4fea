import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { QueryRecord } from "#engine/definition/records/query";
import type { RouteRecord } from "#engine/definition/records/route";
import { checkExpression } from "#engine/expressions/check-expression";
import { compileToFunction } from "#engine/expressions/compile-to-function";
import { parseExpression } from "#engine/expressions/parse-expression";
import { modelShapes, ruleScope } from "#engine/expressions/scope";
import { compileRoutes } from "#engine/routing/compile-routes";
import { filterTypes } from "#engine/templates/filters/registry";
import { appViews } from "#engine/views/app-views";
import {
  app,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  integer,
  model,
  modelId,
  relation,
  testId,
  text,
} from "./builders.ts";

/** The examples of docs/expressions.md and docs/templates.md are read, checked and evaluated by the product. */
const read = (name: string) => readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
const section = (document: string, title: string): string =>
  new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## )`, "m").exec(document)?.[1] ?? "";
const blocksOf = (document: string, kind: string): string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, content]) => content as string,
  );
const spansOf = (document: string): string[] =>
  [...document.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`]+)`/g)].map(([, content]) =>
    (content as string).replaceAll("\\|", "|"),
  );

describe("docs/expressions.md", () => {
  const document = read("expressions.md");
  const shapes = modelShapes(
    readDefinition(
      app(
        model(
          "row",
          choice("status", ["draft", "live"]),
          relation("author", "author"),
          relation("editor", "author"),
          decimal("price"),
          integer("quantity"),
          integer("stock"),
          integer("age"),
          integer("owner"),
          decimal("discount"),
          boolean("sold"),
          date("due"),
          date("released"),
          dateTime("created"),
          text("title"),
          field("data", { name: "json" }),
        ),
        model("author", text("name"), relation("country", "country")),
        model("country", text("code")),
      ),
    ),
  );
  const scope = ruleScope(modelId("row"), shapes);
  const slots = ["record", "user", "request"];
  const row = {
    id: 7,
    status: "live",
    author: { id: 3, name: "Ada", country: { id: 1, code: "FR" } },
    editor: { id: 3, name: "Ada", country: null },
    price: "12.50",
    quantity: 20,
    stock: 7,
    age: 30,
    owner: 3,
    discount: null,
    sold: false,
    due: "2026-01-31",
    released: "2026-05-01",
    created: "2026-11-20T14:30:00Z",
    title: "Dune",
    data: { color: "red", tags: ["a"] },
  };
  const user = { id: 3, key: 3, name: "Ada", group: "editors" };
  const request = { method: "GET", path: "/", time: "2026-11-22T12:00:00Z" };

  function evaluate(source: string): unknown {
    const parsed = parseExpression(source);
    if (!parsed.ok) throw new Error(`${source}: ${parsed.problem.message}`);
    const checked = checkExpression(parsed.expression, scope);
    if (!checked.ok) throw new Error(`${source}: ${checked.problems.map(({ message }) => message).join(" ")}`);
    return compileToFunction(checked.typed, (name) => slots.indexOf(name))([row, user, request]);
  }

  const first = (blocksOf(document, "")[0] ?? "").trim().split("\n");
  const table = [...section(document, "In five minutes").matchAll(/^\|[^|]*\| `([^`]+)`/gm)].map(
    ([, one]) => one as string,
  );
  it("has examples", () => expect([first.length, table.length]).toEqual([3, 13]));
  it.each([...first, ...table])("%s", (source) => expect(() => evaluate(source)).not.toThrow());

  // `7 / 2` is 3; `-7 % 3` is `-1`; floor(-1.5) is -2.
  const results = [
    ...document.matchAll(/`([^`]+)` is `?(-?[\d.]*\d|true|false)\b`?/g),
    ...document.matchAll(/\b((?:floor|ceil)\([^)]*\)) is (-?\d+)/g),
  ].map(([, source, result]) => [source as string, result as string] as const);
  it("has results", () => expect(results.length).toBeGreaterThanOrEqual(7));
  it.each(results.filter(([source]) => !source.includes("unknown")))("%s is %s", (source, result) => {
    expect(String(evaluate(source))).toBe(result);
  });
  it.each([
    ["false and age < null_age", false],
    ["true or age < null_age", true],
  ])("%s, where the comparison is unknown", (source, result) => {
    expect(evaluate(source.replace("null_age", "(discount + 1)"))).toBe(result);
  });

  const literals = spansOf(section(document, "Values").split("The type of each field")[0] ?? "").filter(
    (source) => /^[\d.\-"'[tfnd]/.test(source) && !source.includes("…") && !/date\(…\)/.test(source),
  );
  it.each(literals)("the value %s is read", (source) => expect(() => evaluate(source)).not.toThrow());
});

describe("docs/templates.md", () => {
  const document = read("templates.md");
  const open = (name: string, path: string, view: RouteRecord["view"]): RouteRecord => ({
    kind: "route",
    id: testId("route", name),
    name,
    label: name,
    path,
    view,
    access: "true",
    order: "a0",
  });
  const films = app(
    model(
      "film",
      text("name"),
      date("released"),
      dateTime("shown"),
      decimal("price"),
      boolean("sold"),
      relation("director", "person"),
      choice("genre", ["drama"]),
      integer("year"),
      { pluralLabel: "Films" },
    ),
    model("person", text("name"), { pluralLabel: "People" }),
    model("item", relation("film", "film", { onDelete: "cascade", reverse: "items" }), text("note")),
  );

  /** The codes of the problems that a template of the list of films has. */
  function problemsOf(source: string, name = "page.html", view: "list" | "create" = "list"): string[] {
    const template = (of: string, content: string) => ({
      kind: "template" as const,
      id: testId("template", of),
      name: of,
      source: content,
      order: "a",
    });
    const templateId = testId("template", name);
    const list = open("films", "/films/", {
      modelId: modelId("film"),
      templateId,
      ...(view === "list" ? { name: view, pageSize: 25 } : { name: view }),
    });
    const detail = open("film_detail", "/films/<int:id>/", { name: "detail", modelId: modelId("film") });
    const query: QueryRecord = {
      kind: "query",
      id: testId("query", "latest_films"),
      name: "latest_films",
      label: "Latest films",
      modelId: modelId("film"),
      parameters: [],
      sort: [],
      limit: 3,
      result: { kind: "list" },
      order: "a",
    };
    const records = [list, detail, query, template(name, source), template("card.html", "<p>{{ film.name }}</p>")];
    const reader = readDefinition({
      ...films,
      records: { ...films.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
    });
    const found = appViews(reader, compileRoutes(reader.routes)).of(list);
    return found.ok ? [] : found.problems.map(({ code, message }) => `${code} ${message}`);
  }
  const inLoop = (source: string) => `{% for film in page.items %}${source}{% endfor %}`;

  it.each(blocksOf(document, "html"))("the template %s", (source) => expect(problemsOf(source)).toEqual([]));
  it.each(blocksOf(document, "xml"))("the XML %s", (source) => expect(problemsOf(source, "page.xml")).toEqual([]));

  const tags = [...section(document, "Tags").matchAll(/^\| `([^`]+)` \|/gm)].map(([, source]) => source as string);
  it("has examples of tags", () => expect(tags.length).toBeGreaterThan(7));
  const ofForms = /^\{% (?:form|fields?|lines|errors|submit)\b/;
  it.each(tags.filter((source) => ofForms.test(source)))("the tag of forms %s", (source) => {
    const inside = /^\{% form/.test(source) ? source : `{% form %}${source}{% fields %}{% endform %}`;
    expect(
      problemsOf(source === "{% fields %}" ? `{% form %}${source}{% endform %}` : inside, "page.html", "create"),
    ).toEqual([]);
  });
  it.each(tags.filter((source) => !ofForms.test(source)))("the tag %s", (source) => {
    const before = source.startsWith("{% resetcycle") ? '{% cycle "odd" "even" %}' : "";
    const isWhole = /^\{% (?:extends|block|for|query)\b/.test(source);
    expect(problemsOf(isWhole ? source : inLoop(before + source))).toEqual([]);
  });

  /** What a filter of the table is used on; the name of a film unless said. */
  const on: Readonly<Record<string, string>> = {
    date: "film.released",
    time: "film.shown",
    timesince: "film.released",
    timeuntil: "film.shown",
    number: "film.price",
    currency: "film.price",
    floatformat: "film.price",
    percentage: "film.price",
    stars: "film.year",
    percent: "film.price",
    filesizeformat: "film.price",
    label: "film.genre",
    colour: "film.genre",
    yesno: "film.sold",
    length: "page.items",
    first: "page.items",
    last: "page.items",
    join: "[film.name, film.genre]",
    pluralize: "film.year",
  };
  const filters = [...section(document, "Filters").matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, source]) => source as string,
  );
  it("has every filter", () => {
    const names = filters.map((source) => source.split(":")[0]).sort();
    expect(names).toEqual(filterTypes.map(({ name }) => name).sort());
  });
  it.each(filters)("the filter %s", (source) => {
    const value = on[source.split(":")[0] ?? ""] ?? "film.name";
    expect(problemsOf(inLoop(`{{ ${value}|${source} }}`))).toEqual([]);
  });

  const outputs = spansOf(document).filter(
    (source) => /^\{\{.*\}\}$/.test(source) && !/block\.super|value\|/.test(source),
  );
  it("has examples of values", () => expect(outputs.length).toBeGreaterThan(2));
  it.each(outputs)("the value %s", (source) => {
    expect(problemsOf(inLoop(source.replace("{{ price", "{{ film.price")))).toEqual([]);
  });
});
