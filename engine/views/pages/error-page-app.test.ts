import { expect, it } from "vitest";
import { app, model, testId, text } from "../../../tests/builders.ts";
import { readDefinition } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { TemplateRecord } from "../../definition/records/template.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { errorPageApp } from "./error-page-app.ts";

it("links to pages, and to no feed or text file", () => {
  const made = app(model("book", text("title")));
  const files = ["about.html", "feed.xml", "robots.txt", "data.json"];
  const templates = files.map((name): TemplateRecord => {
    return { kind: "template", id: testId("template", name), name, source: "" } as TemplateRecord;
  });
  const routes = templates.map(({ id, name }): RouteRecord => {
    const view = { name: "template", templateId: id };
    const route = { kind: "route", id: testId("route", name), name, label: name, path: `/${name}`, view, order: "i" };
    return { ...route, access: "true" } as RouteRecord;
  });
  const records = Object.fromEntries([...templates, ...routes].map((record) => [record.id, record]));
  const reader = readDefinition({ ...made, records: { ...made.records, ...records } });
  expect(errorPageApp(reader, compileRoutes(routes)).links).toEqual([{ label: "about.html", path: "/about.html" }]);
});
