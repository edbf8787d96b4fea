import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { app, model, modelId, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** The app's own pages for what goes wrong, and the built-in ones where those fail. */
const template = (name: string, source: string): DefinitionRecord => ({
  kind: "template",
  id: testId("template", name),
  name,
  source,
  order: "i",
});
const own = (notFound: string): readonly DefinitionRecord[] => [
  template("layout.html", "<title>{{ app.label }}</title>{% block main %}{% endblock %}"),
  template("errors/404.html", notFound),
  template("errors/403.html", '{% extends "layout.html" %}{% block main %}Members only{% endblock %}'),
  template("errors/500.html", "<p>Sorry. {{ request.id }}</p>"),
];
const NOT_FOUND =
  '{% extends "layout.html" %}{% block main %}<p title="{{ request.path }}">Nothing at {{ request.path }}{{ request.query.q }}{{ user.name }}</p>{% endblock %}';

function shop(records: readonly DefinitionRecord[]): AppDefinition {
  const drawn = app(model("book", text("title"), { rules: { read: "true" }, api: true }));
  const list: DefinitionRecord = {
    kind: "route",
    id: testId("route", "closed"),
    name: "closed",
    label: "Closed",
    path: "/closed/",
    view: { name: "list", modelId: modelId("book"), pageSize: 5 },
    access: 'user.group == "staff"',
    order: "i",
  };
  const open = { ...list, id: testId("route", "open"), name: "open", path: "/open/", access: "true" };
  const all = [list, open, ...records];
  return { ...drawn, records: { ...drawn.records, ...Object.fromEntries(all.map((record) => [record.id, record])) } };
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(shop(own(NOT_FOUND)));
});
afterAll(() => served?.close());
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => served.request("GET", path, { headers });

describe("[URL-10] error pages of the app's own", () => {
  it("answer with the status of the error, and escape what the visitor wrote", async () => {
    const missing = await get("/none/%22%3E%3Cscript%3E/?q=%zz");
    expect([missing.status, missing.headers["cache-control"]]).toEqual([404, "no-store"]);
    expect(missing.text).toMatch(/^<title>.*<\/title><p title="\/none\/[^"<]*">Nothing at \/none\/[^<]*<\/p>$/);
    const closed = await get("/closed/");
    expect([closed.status, closed.text]).toEqual([403, expect.stringContaining("Members only")]);
  });

  it("leave the API and other errors alone", async () => {
    const api = await get("/api/v1/nothing");
    expect([api.status, api.headers["content-type"]]).toEqual([404, expect.stringContaining("problem+json")]);
    expect((await served.request("DELETE", "/open/")).text).not.toContain("Nothing at");
  });

  it("are replaced by the built-in page when they fail", async () => {
    const loop = "{% for a in [1,2,3,4,5,6,7,8,9,10] %}";
    const heavy = `${loop.repeat(7).replace(/ a /g, " a ")}x${"{% endfor %}".repeat(7)}`;
    await served.publish(shop(own(heavy)));
    await expect.poll(async () => (await get("/none/")).text, { timeout: 5_000 }).toContain("Page not found");
    expect((await get("/none/")).status).toBe(404);
    await served.publish(shop([]));
    await expect.poll(async () => (await get("/closed/")).text, { timeout: 5_000 }).toContain("This page is closed");
  });

  it("work without the database, and name the number of the failure in the log", async () => {
    await served.publish(shop(own(NOT_FOUND)));
    await expect.poll(async () => (await get("/none/")).text, { timeout: 5_000 }).toContain("Nothing at");
    await served.sql("ALTER TABLE app.book RENAME COLUMN title TO gone");
    const failed = await get("/open/");
    expect(failed.status).toBe(500);
    expect(failed.text).toMatch(/^<p>Sorry\. [\w-]+<\/p>$/);
  });
});
