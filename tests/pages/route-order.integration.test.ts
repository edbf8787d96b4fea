import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { app, fieldId, integer, model, modelId, testId, text } from "../builders.ts";
import { pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Which of several routes answers an address, and in which order a model's rows come, page by page. */
function library(): AppDefinition {
  const drawn = app(
    model("book", text("title"), integer("shelf"), {
      pluralLabel: "Books",
      rules: { read: "true" },
      api: true,
    }),
  );
  const book = drawn.records[modelId("book")];
  const ordered = {
    ...book,
    defaultOrder: [{ fieldId: fieldId("book", "shelf"), direction: "desc" }],
  } as DefinitionRecord;
  const page = (name: string, path: string, order: string) => [
    pageTemplate(
      `${name}.html`,
      `${name}{% if request.query.x == "1" and not request.query.y %}, x alone{% elif request.query.x|default:"0" > "1" or request.query.y %}, more{% else %}, nothing{% endif %}`,
    ),
    { ...pageRoute(name, path, { name: "template" as const, templateId: testId("template", `${name}.html`) }), order },
  ];
  return withRecords({ ...drawn, records: { ...drawn.records, [modelId("book")]: ordered } } as AppDefinition, [
    ...page("any", "/books/<slug:name>/", "a"),
    ...page("number", "/books/<int:id>/", "b"),
    ...page("latest", "/books/latest/", "c"),
    pageTemplate("list.html", "{% for book in page.items %}{{ book.id }} {% endfor %}"),
    pageRoute("list", "/list/", {
      name: "list",
      modelId: modelId("book"),
      templateId: testId("template", "list.html"),
      pageSize: 4,
    }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(library());
  await served.sql("INSERT INTO app.book (title, shelf) SELECT 'Book', i % 3 FROM generate_series(1, 10) i");
});
afterAll(() => served?.close());
const get = async (path: string) => (await served.request("GET", path)).text;

describe("an address that several routes match", () => {
  it("is answered by the most specific one, whichever was drawn first [URL-07]", async () => {
    expect(await get("/books/latest/")).toMatch(/^latest/);
    expect(await get("/books/12/")).toMatch(/^number/);
    expect(await get("/books/other/")).toMatch(/^any/);
  });
});

describe("a condition of a template", () => {
  it("compares, negates and joins, with filters, and takes the first branch that holds [TPL-08]", async () => {
    expect(await get("/books/latest/?x=1")).toBe("latest, x alone");
    expect(await get("/books/latest/?x=1&y=2")).toBe("latest, more");
    expect(await get("/books/latest/?x=2")).toBe("latest, more");
    expect(await get("/books/latest/")).toBe("latest, nothing");
  });
});

describe("the default order of a model", () => {
  it("pages stably where its values are equal, through the API and on pages [MOD-01]", async () => {
    const ids = async (path: string) =>
      (await served.request("GET", path)).json<{ results: { id: number }[] }>().results.map(({ id }) => id);
    const all = await ids("/api/v1/books?limit=100");
    expect(all).toEqual([8, 5, 2, 10, 7, 4, 1, 9, 6, 3]);
    const paged = [1, 2, 3].map((page) => ids(`/api/v1/books?page=${page}&page_size=4`));
    expect((await Promise.all(paged)).flat()).toEqual(all);
    const shown = await Promise.all([1, 2, 3].map((page) => get(`/list/?page=${page}`)));
    expect(shown.join("").trim().split(/\s+/).map(Number)).toEqual(all);
  });
});
