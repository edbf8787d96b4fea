import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, field, model, modelId, testId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { errorTemplates } from "../../views/pages/error-templates.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditOperation } from "../edit.ts";
import { addErrorPage } from "./error-pages.ts";
import { addRobots, addRowsFile, modelsForEveryone } from "./site-files.ts";

const random = seededRandom(5);
const page = (name: string, access?: string): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path: `/${name}/<int:id>/`,
  view: { name: "detail", modelId: modelId(name) },
  ...(access === undefined ? {} : { access }),
  order: "i",
});
function shop(): AppDefinition {
  const drawn = app(
    model("book", text("title"), field("changed", { name: "updated_at" }), {
      pluralLabel: "Books & {{ more }}",
      rules: { read: "true" },
    }),
    model("author", text("name"), { rules: { read: "true" } }),
    model("note", text("body"), { rules: { read: "user != null" } }),
    model("diary", text("entry"), { rules: { read: "true" } }),
  );
  const routes = [page("book", "true"), page("author", "true"), page("note", "true"), page("diary", "user != null")];
  return { ...drawn, records: { ...drawn.records, ...Object.fromEntries(routes.map((route) => [route.id, route])) } };
}
function run(definition: AppDefinition, operations: readonly EditOperation[]): AppDefinition {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.definition;
}
const errorsOf = (definition: AppDefinition) =>
  checkApp(definition).flatMap(({ severity, code, message }) => (severity === "error" ? [`${code} ${message}`] : []));

describe("files of a site", () => {
  it("are offered for rows that anyone may read on a page that anyone may open", () => {
    expect(modelsForEveryone(readDefinition(shop())).map(({ name }) => name)).toEqual(["book", "author"]);
  });

  it("are a query, a template and a route without problems, as often as one likes", () => {
    let definition = shop();
    for (const file of ["feed", "sitemap", "feed"] as const) {
      for (const model of modelsForEveryone(readDefinition(definition)))
        definition = run(definition, addRowsFile(readDefinition(definition), { model, file }, random).operations);
    }
    definition = run(definition, addRobots(readDefinition(definition), random).operations);
    expect(errorsOf(definition)).toEqual([]);
    const reader = readDefinition(definition);
    const feed = reader.routes.find(({ path }) => path.startsWith("/books") && path.endsWith("/feed.xml"));
    expect(feed).toMatchObject({ access: "true" });
    const source = reader.templates.find(({ id }) => id === feed?.view.templateId)?.source;
    expect(source).toContain("<title>Books &amp; &#123;&#123; more &#125;&#125;</title>");
    expect(source).toContain('<id>{{ request.origin }}{% url "book" id=row.id %}</id>');
    expect(source).toContain("<updated>{{ row.changed }}</updated>");
    expect(reader.routes.filter(({ path }) => path.endsWith("feed-2.xml"))).toHaveLength(2);
  });
});

describe("pages of the app's own for errors", () => {
  it.each(["en", "de", "ar", "fr", "es"])("have no problems in %s", (locale) => {
    let definition: AppDefinition = { ...shop(), settings: { ...shop().settings, locale } };
    for (const { status } of errorTemplates)
      definition = run(definition, addErrorPage(readDefinition(definition), { status }, random).operations);
    expect(errorsOf(definition)).toEqual([]);
    expect(readDefinition(definition).templates.map(({ name }) => name)).toEqual(
      errorTemplates.map(({ name }) => name),
    );
  });

  it("are checked as they are shown: without rows and queries", () => {
    const added = addErrorPage(readDefinition(shop()), { status: 404 }, random);
    const definition = run(shop(), added.operations);
    const broken = run(definition, [
      { op: "update", id: added.templateId, set: { source: "{{ record.title }}{{ request.path }}" }, unset: [] },
    ]);
    expect(errorsOf(broken)).toEqual(['TEMPLATE_E007 There is nothing called "record" here.']);
  });
});
