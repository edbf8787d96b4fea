import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import { app, model, modelId, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Paths that lead elsewhere, and pages that a client may already have. */
const READERS = testId("group", "readers");
const route = (name: string, path: string, view: View, access?: string): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  ...(access === undefined ? {} : { access }),
  order: "i",
});
const to = (name: string, isPermanent = true): View => ({
  name: "redirect",
  to: { routeId: testId("route", name) },
  isPermanent,
});
const away = (address: string, isPermanent = false): View => ({ name: "redirect", to: { address }, isPermanent });
const template = (name: string, source: string): DefinitionRecord => ({
  kind: "template",
  id: testId("template", name),
  name,
  source,
  order: "i",
});

function definition(): AppDefinition {
  const drawn = app(model("book", text("title"), { rules: { read: "true", create: "true" } }));
  const records: DefinitionRecord[] = [
    { kind: "group", id: READERS, name: "readers", label: "Readers", order: "i" },
    template("book.html", "<h1>{{ record.title }}</h1>"),
    route(
      "book",
      "/books/<int:id>/",
      { name: "detail", modelId: modelId("book"), templateId: testId("template", "book.html") },
      "true",
    ),
    route("new", "/books/new/", { name: "create", modelId: modelId("book") }, "true"),
    route("old", "/volumes/<int:id>/", to("book"), "true"),
    route("older", "/tomes/<int:id>/", to("old", false), "true"),
    route("old_new", "/volumes/new/", to("new"), "true"),
    route("readers", "/readers/<int:id>/", to("book"), 'user.group == "readers"'),
    route("closed", "/closed/<int:id>/", to("book")),
    route("moved", "/moved/<int:id>/", { ...to("book"), changesMethod: true } as View, "true"),
    route("found", "/found/<int:id>/", { ...to("book", false), changesMethod: true } as View, "true"),
    route("shop", "/shop/", away("https://shop.example/a b?q=\u00e9".replace(" ", "%20")), "true"),
    route("top", "/top/", away("/books/1/#top", true), "true"),
  ];
  return {
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
}

let served: ServedApp;
let key: string;
beforeAll(async () => {
  served = await serveApp(definition());
  key = await served.key("Reader", READERS);
  await served.sql("INSERT INTO app.book (title) VALUES ('Dune')");
});
afterAll(() => served?.close());
const ask = (path: string, method = "GET", headers: Readonly<Record<string, string>> = {}) =>
  served.request(method, path, { headers });

describe("a redirect", () => {
  it("[URL-05] is not followed by callers whom its path is not open to, and does not say where it leads", async () => {
    const [stranger, nobody] = await Promise.all([ask("/readers/1/"), ask("/closed/1/")]);
    expect([stranger.status, stranger.headers.location]).toEqual([403, undefined]);
    expect([nobody.status, nobody.headers.location]).toEqual([404, undefined]);
    expect((await served.request("GET", "/readers/1/", { key })).headers.location).toBe("/books/1/");
  });

  it("[VIEW-02] [URL-05] leads from an old path to the page, with its parameters and its query", async () => {
    const answer = await ask("/volumes/1/?from=a%20b");
    expect([answer.status, answer.text]).toEqual([308, ""]);
    expect(answer.headers).toMatchObject({
      location: "/books/1/?from=a%20b",
      "cache-control": "private, max-age=3600",
    });
    expect((await ask("/volumes/1")).headers.location).toBe("/books/1/");
    expect((await ask("/volumes/x/")).status).toBe(404);
    expect((await ask("/volumes/1/", "HEAD")).status).toBe(308);
  });

  it("[VIEW-02] answers with the older codes where the builder wants them", async () => {
    expect([(await ask("/moved/1/")).status, (await ask("/found/1/")).status]).toEqual([301, 302]);
    expect((await ask("/moved/1/")).headers.location).toBe("/books/1/");
  });

  it("[VIEW-02] is kept by no browser when it is temporary", async () => {
    const answer = await ask("/tomes/7/");
    expect(answer.status).toBe(307);
    expect(answer.headers).toMatchObject({ location: "/volumes/7/", "cache-control": "private, no-cache" });
  });

  it("leads to addresses that the builder wrote, and never to one that a visitor names", async () => {
    expect((await ask("/shop/?next=https://evil.example")).headers.location).toBe(
      "https://shop.example/a%20b?q=%C3%A9",
    );
    expect((await ask("/top/")).headers.location).toBe("/books/1/#top");
    expect((await ask("/volumes/1//evil.example")).status).toBe(404);
  });

  it("[VIEW-01] passes on forms that were opened before, and says which methods it answers", async () => {
    expect((await ask("/volumes/new/", "POST")).status).toBe(308);
    const refused = await ask("/volumes/1/", "DELETE");
    expect([refused.status, refused.headers.allow]).toEqual([405, "GET, HEAD, POST"]);
  });
});

describe("a page that a client has already", () => {
  it("[VIEW-07] is not sent again, until it is another one", async () => {
    const page = await ask("/books/1/");
    const etag = page.headers.etag as string;
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    const known = await ask("/books/1/", "GET", { "if-none-match": `"x", ${etag}` });
    expect([known.status, known.text, known.headers.etag]).toEqual([304, "", etag]);
    expect(known.headers["content-type"]).toBeUndefined();
    expect((await ask("/books/1/", "HEAD", { "if-none-match": etag })).status).toBe(304);
    expect((await ask("/books/1/", "HEAD")).headers.etag).toBe(etag);
    await served.sql("UPDATE app.book SET title = 'Dune II'");
    const changed = await ask("/books/1/", "GET", { "if-none-match": etag });
    expect([changed.status, changed.text]).toEqual([200, "<h1>Dune II</h1>"]);
    expect((await ask("/robots.txt")).headers.etag).toBeDefined();
  });

  it("has no tag when it has a form, which differs each time", async () => {
    const page = await ask("/books/new/");
    expect([page.status, page.headers.etag]).toEqual([200, undefined]);
  });
});
