import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { compileGuard, guardColumns, MAX_EXTRAS } from "#engine/query/guard";
import { bindParameters, identifier, sql } from "#engine/sql/sql";
import { app, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * A page without rows runs no statement for a model, so its guard is a statement of its own: nobody with credentials is
 * answered without one, and no visitor by a release that was replaced more than a second ago.
 */
const staff = testId("group", "staff");

function drawn(access: string | undefined): AppDefinition {
  const definition = app(
    model("author", text("name"), { rules: { read: "true" } }),
    model("book", text("title"), relation("author", "author"), { api: true, rules: { read: "true" } }),
  );
  const records: Record<string, unknown> = { ...definition.records };
  const put = (record: { readonly id: string }) => {
    records[record.id] = record;
  };
  put({ kind: "group", id: staff, name: "staff", label: "Staff", order: "i" } as never);
  const page = (name: string, path: string, view: object, source: string) => {
    const template = testId("template", `${name}.html`);
    put({ kind: "template", id: template, name: `${name}.html`, source, order: "i" } as never);
    put({
      kind: "route",
      id: testId("route", name),
      name,
      label: name,
      path,
      view: { ...view, templateId: template },
      ...(access === undefined ? {} : { access }),
      order: "i",
    } as never);
  };
  page(
    "notes",
    "/notes/",
    { name: "template" },
    "<!doctype html><title>Notes</title><p>For {{ user.name|default:'all' }}</p>",
  );
  page(
    "books",
    "/books/",
    { name: "list", modelId: modelId("book"), pageSize: 5 },
    "<!doctype html><title>Books</title>{% for book in page.items %}<p>{{ book.title }} by {{ book.author.name }}</p>{% endfor %}",
  );
  return { ...definition, records: records as AppDefinition["records"] };
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(drawn("user != null"));
  await served.sql("INSERT INTO app.author (name) VALUES ('Ursula'), ('Toni')");
  await served.sql("INSERT INTO app.book (title, author) VALUES ('Lathe', 1), ('Sula', 2)");
});
afterAll(() => served?.close());

const get = (path: string, options: { key?: string; headers?: Record<string, string> } = {}) =>
  served.request("GET", path, options);
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe("a page without rows", () => {
  it("is refused at the very next request when its key was revoked", async () => {
    const key = await served.key("Till", staff);
    const page = await get("/notes/", { key });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("For Till")]);
    await served.revoke("Till");
    const refused = await get("/notes/", { key });
    expect([refused.status, refused.text.includes("For Till")]).toEqual([401, false]);
  });

  it("is refused to a key at the very next request when a release closed it", async () => {
    const key = await served.key("Desk", staff);
    expect((await get("/notes/", { key })).status).toBe(200);
    await served.publish(drawn(undefined));
    expect((await get("/notes/", { key })).status).toBe(404);
  });

  it("is refused to visitors at most a second after a release closed it, whether or not the engine was told", async () => {
    await served.publish(drawn("true"));
    expect((await get("/notes/")).status).toBe(200);
    await served.publish(drawn("user != null"));
    await pause(1_050);
    expect((await get("/notes/")).status).toBe(403);
  });

  it("costs a visitor no statement while the app's pointer was seen a moment ago, and a key one", async () => {
    await served.publish(drawn("true"));
    const key = await served.key("Counter", staff);
    await get("/notes/", { key });
    // By whatever statement of the app the pointer is seen.
    await get("/api/v1/book");
    const before = served.data.statements;
    await get("/notes/");
    expect(served.data.statements - before).toBe(0);
    await get("/notes/", { key });
    expect(served.data.statements - before).toBe(1);
  });
});

it("what a client knows by its date is never answered as unchanged: a right that was lost changes no date", async () => {
  const headers = { "if-modified-since": new Date(Date.now() + 60_000).toUTCString() };
  for (const path of ["/api/v1/book/1", "/api/v1/book", "/notes/", "/books/"])
    expect([path, (await get(path, { headers })).status]).toEqual([path, 200]);
});

it("pages show and filter by what the caller may read, also of models that are not open in the API", async () => {
  await served.publish(drawn("true"));
  expect((await get("/books/")).text).toContain("Lathe by Ursula");
  const found = await get("/books/?author__name=Toni");
  expect([found.status, found.text.includes("Sula"), found.text.includes("Lathe")]).toEqual([200, true, false]);
  expect((await get("/api/v1/book?author__name=Toni")).status).toBe(400);
  expect((await get("/api/v1/book?expand=author")).status).toBe(400);
});

describe("rows that a statement gives besides its own", () => {
  const place = () => ({ appId: served.appId, environment: "live", schemaName: served.schemaName });

  it("are further columns of the guard's row, each within its limit", async () => {
    const author = sql`SELECT name AS label FROM ${identifier(served.schemaName, "author")} ORDER BY id`;
    const none = sql`SELECT name FROM ${identifier(served.schemaName, "author")} WHERE false`;
    const { text: statement, parameters } = compileGuard(place(), [
      { name: "first", select: author, limit: 1 },
      { name: "none", select: none, limit: 9 },
    ]);
    const [row] = await served.data.read(
      served.roleName,
      { text: statement, name: undefined },
      bindParameters(parameters, {}),
    );
    expect(row?.[guardColumns.stamp]).toBe("0");
    expect(row?.slice(3).map((column) => JSON.parse(column ?? ""))).toEqual([[{ label: "Ursula" }], []]);
  });

  it("are at most sixteen", () => {
    const extra = { name: "x", select: sql`SELECT 1`, limit: 1 };
    expect(() => compileGuard(place(), new Array(MAX_EXTRAS + 1).fill(extra))).toThrow("17 extras");
  });
});
