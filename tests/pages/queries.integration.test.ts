import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { QueryRecord } from "#engine/definition/records/query";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import { app, date, fieldId, integer, longText, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Queries on hosted pages: what they select, for whom, and in how many statements. */
const READERS = testId("group", "readers");

const query = (name: string, rest: Partial<Omit<QueryRecord, "kind" | "id" | "name">> = {}): QueryRecord => ({
  kind: "query",
  id: testId("query", name),
  name,
  label: name,
  modelId: modelId("book"),
  parameters: [],
  sort: [],
  limit: 3,
  result: { kind: "list" },
  order: "i",
  ...rest,
});

const template = (name: string, source: string): DefinitionRecord => ({
  kind: "template",
  id: testId("template", name),
  name: `${name}.html`,
  source,
  order: "i",
});
const route = (name: string, path: string, view: View): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "i",
});
const page = (name: string, path: string, source: string, view?: (templateId: `tpl_${string}`) => View) => {
  const templateId = testId("template", name);
  return [template(name, source), route(name, path, view?.(templateId) ?? { name: "template", templateId })];
};

const titles = (name: string) => `{% for one in ${name} %}[{{ one.title }}]{% empty %}none{% endfor %}`;
const detail = (templateId: `tpl_${string}`): View => ({ name: "detail", modelId: modelId("author"), templateId });

function library(): AppDefinition {
  const drawn = app(
    model("author", text("name", { required: true }), text("slug", { unique: true, type: { name: "slug" } }), {
      rules: { read: "name != 'Hidden'" },
    }),
    model(
      "book",
      text("title", { required: true }),
      integer("year"),
      date("released"),
      longText("note"),
      relation("author", "author"),
      { rules: { read: 'year > 1900 or user.group == "readers"' } },
    ),
    model("ledger", text("line"), { rules: { read: 'user.group == "readers"' } }),
    model("diary", text("line")),
    // Names of ours without their underscore, and a field called like a variable of conditions.
    model("r", text("j"), text("extra"), text("params"), integer("count"), { rules: { read: "true" } }),
  );
  const newest = [{ fieldId: fieldId("book", "year"), direction: "desc" as const }];
  const author = { name: "author", type: "int" as const };
  const records: readonly DefinitionRecord[] = [
    query("latest", { sort: newest }),
    query("first_book", { sort: newest, result: { kind: "first" } }),
    query("number", { result: { kind: "count" } }),
    query("no_book", { where: "year > 9999", result: { kind: "first" } }),
    query("by_author", { parameters: [author], where: "record.author == params.author", sort: newest, limit: 200 }),
    query("named", { parameters: [{ name: "title", type: "text" }], where: "title == params.title" }),
    query("of_hidden", { where: "record.author.name == 'Hidden'", limit: 200 }),
    query("ledger", { modelId: modelId("ledger") }),
    query("ledger_first", { modelId: modelId("ledger"), result: { kind: "first" } }),
    query("ledger_number", { modelId: modelId("ledger"), result: { kind: "count" } }),
    query("diary", { modelId: modelId("diary"), result: { kind: "count" } }),
    query("odd", {
      modelId: modelId("r"),
      where: "record.params == 'x' and j != null",
      sort: [{ fieldId: fieldId("r", "count"), direction: "desc" }],
    }),
    ...page(
      "home",
      "/",
      `{% query "latest" as latest %}{% query "first_book" as top %}{% query "number" as number %}${titles("latest")} top {{ top }} by {{ top.author }} of {{ number }}{% query "no_book" as nothing %}{% if nothing %}one{% else %}no book{% endif %}`,
    ),
    ...page(
      "closed",
      "/closed/",
      `{% query "ledger" as lines %}{% query "ledger_first" as line %}{% query "ledger_number" as number %}{% query "diary" as diary %}{% for one in lines %}{{ one.line }}{% empty %}empty{% endfor %} {% if line %}{{ line.line }}{% else %}nothing{% endif %} {{ number }} {{ diary }}`,
    ),
    ...page(
      "author",
      "/authors/<int:id>/",
      `<h1>{{ record.name }}</h1>{% query "by_author" author=record.id as books %}${titles("books")}{% query "by_author" author=params.id as same %}{{ same|length }}`,
      detail,
    ),
    ...page(
      "by_slug",
      "/by/<slug:slug>/",
      `{% query "by_author" author=record.id as books %}${titles("books")}`,
      detail,
    ),
    ...page("named", "/named/<str:title>/", `{% query "named" title=params.title as books %}${titles("books")}`),
    ...page("hidden", "/hidden/", `{% query "of_hidden" as books %}{{ books|length }}`),
    ...page("odd", "/odd/", '{% query "odd" as rows %}{% for one in rows %}{{ one.j }}{{ one.extra }} {% endfor %}'),
    ...page(
      "books",
      "/books/",
      `{% query "latest" as latest %}${titles("latest")}|${titles("page.items")}{% if page.next_url %}<a href="{{ page.next_url }}">next</a>{% endif %}`,
      (templateId) => ({ name: "list", modelId: modelId("book"), templateId, pageSize: 2 }),
    ),
    template("part", titles("latest")),
    template(
      "frame",
      '<main>{% query "number" as number %}{% query "latest" as latest %}{% block main %}{% endblock %}</main>',
    ),
    ...page(
      "framed",
      "/framed/",
      '{% extends "frame.html" %}{% block main %}{{ number }} {% query "latest" as again %}{{ again|length }} {% include "part.html" %}{% endblock %}',
    ),
    { kind: "group", id: READERS, name: "readers", label: "Readers", order: "i" },
  ];
  return {
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
}

let served: ServedApp;
let key: string;
beforeAll(async () => {
  served = await serveApp(library());
  key = await served.key("Reader", READERS);
  await served.sql("INSERT INTO app.author (id, name, slug) VALUES (1, 'Ursula', 'ursula'), (2, 'Hidden', 'hidden')");
  for (let id = 1; id <= 6; id++) {
    await served.sql("INSERT INTO app.book (id, title, year, author) VALUES ($1, $2, $3, $4)", [
      id,
      `Book ${id}`,
      id === 6 ? 1800 : 1990 + id,
      id % 2 === 0 ? 2 : 1,
    ]);
  }
  await served.sql("INSERT INTO app.ledger (line) VALUES ('secret line')");
  await served.sql("INSERT INTO app.diary (line) VALUES ('secret diary')");
  await served.sql(
    "INSERT INTO app.r (j, extra, params, count) VALUES ('a', 'b', 'x', 1), ('c', 'd', 'x', 2), ('e', 'f', 'y', 3)",
  );
  // The first request loads the release.
  await served.request("GET", "/");
});
afterAll(async () => served?.close());

/** The page, and how many statements it took. */
async function get(path: string, options: { readonly key?: string } = {}) {
  const before = served.data.statements;
  const answer = await served.request("GET", path, options);
  return { ...answer, statements: served.data.statements - before };
}

describe("a page without rows of its own", () => {
  it("shows a list, the first row, a number and nothing, in one statement [MOD-11] [VIEW-02]", async () => {
    const answer = await get("/");
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).toBe("[Book 5][Book 4][Book 3] top Book 5 by Ursula of 5no book");
    expect(answer.statements).toBe(1);
  });

  it("shows each caller what the caller may read [MOD-11]", async () => {
    expect((await get("/", { key })).text).toContain("of 6");
    const visitor = await get("/closed/");
    expect(visitor.text).toBe("empty nothing 0 0");
    const reader = await get("/closed/", { key });
    expect(reader.text).toBe("secret line secret line 1 0");
    expect([visitor, reader].map(({ status, statements }) => [status, statements])).toEqual([
      [200, 1],
      [200, 1],
    ]);
  });

  it("passes values of the address as values, whatever they are [MOD-11]", async () => {
    expect((await get("/named/Book%201/")).text).toBe("[Book 1]");
    for (const hostile of ["%27%20OR%20true%20--", "%00", "Book%201%00", "%22", "%ED%A0%80"]) {
      const answer = await get(`/named/${hostile}/`);
      expect([200, 404], `${hostile}: ${answer.text}`).toContain(answer.status);
      expect(answer.text).not.toContain("Book");
    }
  });

  it("does not tell by a condition what a related row holds that the caller may not read", async () => {
    expect((await get("/hidden/")).text).toBe("0");
    expect((await get("/hidden/", { key })).text).toBe("0");
  });

  it("takes fields that are called like names of the statement", async () => {
    expect((await get("/odd/")).text).toBe("cd ab ");
  });
});

describe("a page with rows of its own", () => {
  it("passes its row to a query, in the same statement [MOD-11] [VIEW-03]", async () => {
    const answer = await get("/authors/1/");
    expect(answer.text).toBe("<h1>Ursula</h1>[Book 5][Book 3][Book 1]3");
    expect(answer.statements).toBe(1);
    expect((await get("/authors/2/")).status).toBe(404);
    expect((await get("/authors/99999999999999999999/")).status).toBe(404);
  });

  it("does so too when its row is found by another field [VIEW-03]", async () => {
    const answer = await get("/by/ursula/");
    expect(answer.text).toBe("[Book 5][Book 3][Book 1]");
    expect(answer.statements).toBe(1);
    expect((await get("/by/hidden/")).status).toBe(404);
  });

  it("pages through its list beside a query over the same model [VIEW-03] [VIEW-10]", async () => {
    const first = await get("/books/");
    expect(first.text).toContain("[Book 5][Book 4][Book 3]|[Book 1][Book 2]");
    const next = /href="([^"]+)"/.exec(first.text)?.[1] ?? "";
    const second = await get(next.replaceAll("&amp;", "&"));
    expect(second.text).toContain("[Book 5][Book 4][Book 3]|[Book 3][Book 4]");
    expect([first.statements, second.statements]).toEqual([1, 1]);
  });
});

describe("a layout with queries", () => {
  it("gives their names to its blocks and parts, and runs the same query once [TPL-04] [TPL-05]", async () => {
    const answer = await get("/framed/");
    expect(answer.text).toBe("<main>5 3 [Book 5][Book 4][Book 3]</main>");
    expect(answer.statements).toBe(1);
  });
});

describe("a release that changes a query", () => {
  it("is never answered with the rows of the one before", async () => {
    const before = library();
    const id = testId("query", "latest");
    const records = { ...before.records, [id]: { ...before.records[id], limit: 1 } as QueryRecord };
    await served.publish({ ...before, records });
    expect((await get("/")).text).toContain("[Book 5] top");
    await served.publish(before);
    expect((await get("/")).text).toContain("[Book 5][Book 4][Book 3] top");
  });
});
