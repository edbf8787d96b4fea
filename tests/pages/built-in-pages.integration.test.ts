import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import { app, model, modelId, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** The home page, the sitemap and robots.txt of an app whose builder has none. */
const READERS = testId("group", "readers");
const FEED = testId("template", "feed.json");
const LAYOUT = testId("template", "_default/base.html");

const route = (name: string, path: string, view: View, access?: string): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: `The ${name} <b>`,
  path,
  view,
  ...(access === undefined ? {} : { access }),
  order: "i",
});
const listOf = (name: string): Extract<View, { name: "list" }> => ({
  name: "list",
  modelId: modelId(name),
  pageSize: 3,
});

const shop = (...more: readonly DefinitionRecord[]): AppDefinition => {
  const definition = app(
    model("book", text("title"), { rules: { read: "true" } }),
    model("author", text("name"), { rules: { read: "true" } }),
    model("ledger", text("line"), { rules: { read: 'user.group == "readers"' } }),
    model("diary", text("entry")),
  );
  const records = [
    route("books", "/books/", listOf("book"), "true"),
    route("book", "/books/<int:id>/", { name: "detail", modelId: modelId("book") }, "true"),
    route("authors", "/authors/", listOf("author"), 'user.group == "readers"'),
    route("ledger", "/ledger/", listOf("ledger"), "true"),
    route("diary", "/diary/", listOf("diary"), "true"),
    route("hidden", "/hidden/", listOf("book")),
    route("feed", "/feed.json", { ...listOf("book"), templateId: FEED }, "true"),
    ...more,
  ];
  return {
    ...definition,
    records: {
      ...definition.records,
      ...Object.fromEntries(records.map((record) => [record.id, record])),
      [READERS]: { kind: "group", id: READERS, name: "readers", label: "Readers", order: "i" },
      [FEED]: { kind: "template", id: FEED, name: "feed.json", source: "[]", order: "i" },
    },
  };
};

let served: ServedApp;
let key: string;
beforeAll(async () => {
  served = await serveApp(shop());
  key = await served.key("Reader", READERS);
});
afterAll(() => served?.close());

/** A caller with a key is never answered from an older release; after it, a visitor is not either. */
const publish = async (definition: AppDefinition) => {
  await served.publish(definition);
  await get("/books/", { key });
};
const get = (path: string, options: { key?: string } = {}) => served.request("GET", path, options);
const linksIn = (html: string) => [...html.matchAll(/<h2><a href="([^"]+)">/g)].map((match) => match[1]);

describe("the home page of an app with several lists", () => {
  it("links to no page that the caller may not open", async () => {
    const { status, text: html, headers } = await get("/");
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("private, no-cache");
    expect(linksIn(html)).toEqual(["/books/"]);
    expect(html).toContain("The books &lt;b&gt;</a></h2>");
    expect(linksIn((await get("/", { key })).text)).toEqual(["/authors/", "/books/", "/ledger/"]);
  });

  it("has a menu of the pages that the caller may open, as every default page has", async () => {
    const menuOf = (html: string) =>
      [...(/<nav class="menu"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? "").matchAll(/href="([^"]+)"/g)].map(
        ([, href]) => href,
      );
    for (const path of ["/", "/books/"]) {
      expect(menuOf((await get(path)).text)).toEqual(["/books/"]);
      expect(menuOf((await get(path, { key })).text)).toEqual(["/authors/", "/books/", "/ledger/"]);
    }
  });

  it("can only be read", async () => {
    expect((await served.request("POST", "/")).status).toBe(405);
    expect((await served.request("HEAD", "/")).status).toBe(200);
  });
});

describe("the sitemap", () => {
  it("has only pages that everyone may open, whoever asks [CTR-04]", async () => {
    for (const options of [{}, { key }]) {
      const { text: xml, headers } = await get("/sitemap.xml", options);
      expect(headers["content-type"]).toBe("application/xml; charset=utf-8");
      const paths = [...xml.matchAll(/<loc>https?:\/\/[^/<]+([^<]*)<\/loc>/g)].map((match) => match[1]);
      expect(paths).toEqual(["/", "/books/"]);
    }
  });

  it("is named by robots.txt", async () => {
    const { text: robots, headers } = await get("/robots.txt");
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(robots).toMatch(/^Sitemap: https?:\/\/[^/]+\/sitemap\.xml$/m);
  });
});

describe("a builder's own", () => {
  it("layout is used by the home page, and left when it needs what only a list has", async () => {
    const layout = (source: string) =>
      ({ kind: "template", id: LAYOUT, name: "_default/base.html", source, order: "i" }) as const;
    await publish(shop(layout("<!doctype html><p>Mine</p>{% block main %}{% endblock %}")));
    expect((await get("/")).text).toContain("<p>Mine</p>");
    await publish(shop(layout("<!doctype html><p>{{ model.label }}</p>{% block main %}{% endblock %}")));
    expect(linksIn((await get("/")).text)).toEqual(["/books/"]);
  });

  it("pages are never replaced, and an app that shows a caller nothing has no home page", async () => {
    const own = shop(
      route("own", "/", listOf("diary"), 'user.group == "readers"'),
      route("map", "/sitemap.xml", { ...listOf("book"), templateId: FEED }, "true"),
    );
    await publish(own);
    expect((await get("/")).status).toBe(403);
    expect((await get("/sitemap.xml")).text).toBe("[]");
    const closed = shop();
    const records = Object.entries(closed.records).map(([id, record]) =>
      record.kind === "route" ? [id, { ...record, access: 'user.group == "readers"' }] : [id, record],
    );
    await publish({ ...closed, records: Object.fromEntries(records) });
    expect((await get("/")).status).toBe(404);
    expect((await get("/sitemap.xml")).text).not.toContain("<url>");
    expect(linksIn((await get("/", { key })).text).length).toBeGreaterThan(1);
  });
});
