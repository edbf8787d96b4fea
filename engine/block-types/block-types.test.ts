import { describe, expect, it } from "vitest";
import { app, date, decimal, model, modelId, testId, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { attributeOf } from "../pages/edits/attribute-changes.ts";
import { planPageEdit } from "../pages/edits/plan-page-edit.ts";
import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { everyNode, nodeAt, pageOutline } from "../pages/outline/page-outline.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import type { BlockProperty } from "./block-type.ts";
import { formAround } from "./form-around.ts";
import { insertContext } from "./insert-context.ts";
import { blockTypeOf, blockTypes, classesOf } from "./registry.ts";

const definition = ((): AppDefinition => {
  const made = app(model("book", text("title"), decimal("price"), date("released")));
  const records: Record<string, unknown> = { ...made.records };
  const route = (name: string, path: string, view: RouteRecord["view"]) => {
    const id = testId("route", name);
    records[id] = { kind: "route", id, name, label: name, path, view, access: "true", order: "i" };
  };
  route("books", "/", { name: "list", modelId: modelId("book"), pageSize: 25 });
  route("book", "/<int:id>/", { name: "detail", modelId: modelId("book") });
  route("new", "/new/", { name: "create", modelId: modelId("book") });
  const id = testId("template", "part.html");
  records[id] = { kind: "template", id, name: "part.html", source: "<p>x</p>", order: "i" };
  const queryId = testId("query", "latest");
  records[queryId] = {
    kind: "query",
    id: queryId,
    name: "latest",
    label: "Latest",
    modelId: modelId("book"),
    parameters: [],
    sort: [],
    limit: 3,
    result: { kind: "list" },
    order: "i",
  };
  return { ...made, records } as AppDefinition;
})();
const reader = readDefinition(definition);
const routes = compileRoutes(reader.routes);
const contextOf = (name: string) =>
  insertContext(
    reader,
    routes,
    reader.routes.find((route) => route.name === name),
  );
const page = "<main>\n  <p>Before</p>\n  <p>After</p>\n</main>\n";

/** The page of a form, with the fields that its form has. */
const formContext = { ...contextOf("new"), formFields: contextOf("new").fieldsOf(undefined), formLines: ["items"] };

function inserted(type: (typeof blockTypes)[number]): { source: string; node: OutlineNode } {
  const number = { expression: "page.items|length", label: "Books" };
  const snippet =
    type.insert({ ...contextOf("books"), number }) ?? type.insert(contextOf("book")) ?? type.insert(formContext);
  if (snippet === undefined) throw new Error(`${type.name} has nothing to insert.`);
  const place = { parent: 0, branch: 0, index: 1 };
  const plan = planPageEdit(pageOutline(page), { kind: "insert", place, source: snippet });
  if ("refused" in plan) throw new Error(plan.refused);
  const nodes = [...everyNode(pageOutline(plan.source).nodes)];
  const own = nodes.find((node) => blockTypeOf(node, plan.source) === type);
  return { source: plan.source, node: own ?? (nodeAt(pageOutline(plan.source), plan.selectAt ?? -1) as OutlineNode) };
}

function withProperty(source: string, node: OutlineNode, property: BlockProperty, value: string | undefined): string {
  const plan = planPageEdit(
    pageOutline(source),
    property.kind === "attribute"
      ? { kind: "setAttribute", node: node.from, name: property.name, value }
      : property.kind === "element"
        ? { kind: "rename", node: node.from, name: value ?? node.name }
        : property.kind === "inside"
          ? { kind: "setInline", node: node.from, source: value ?? "" }
          : {
              kind: "setClassToken",
              node: node.from,
              group: property.options.flatMap((option) => option.value ?? []),
              token: value,
            },
  );
  if ("refused" in plan) throw new Error(plan.refused);
  return plan.source;
}

const withoutClasses = (source: string): string => source.replace(/ class="[^"]*"/g, "");

describe.each(blockTypes.map((type) => [type.name, type] as const))("the block %s", (_name, type) => {
  it("is inserted on lines of its own, leaves the rest alone, and is recognised", () => {
    const { source, node } = inserted(type);
    expect(source.startsWith("<main>\n  <p>Before</p>\n  ")).toBe(true);
    expect(source.endsWith("\n  <p>After</p>\n</main>\n")).toBe(true);
    const isSnippetOfOthers = ["cards", "card-list", "html", "hero-picture", "picture-card", "price-card"].includes(
      type.name,
    );
    if (!isSnippetOfOthers) expect(blockTypeOf(node, source)?.name).toBe(type.name);
  });

  it("sets each of its properties, and changes nothing else of the source", () => {
    const { source, node } = inserted(type);
    for (const property of type.properties) {
      const values = property.kind === "attribute" ? ['/a?b=1&c="2"'] : property.options.map(({ value }) => value);
      for (const value of values) {
        const changed = withProperty(source, node, property, value);
        const now = nodeAt(pageOutline(changed), node.from) as OutlineNode;
        if (property.kind === "element") expect(now.name).toBe(value);
        else if (property.kind === "token" && value !== undefined) expect(classesOf(now, changed)).toContain(value);
        else if (property.kind === "attribute") {
          const written = attributeOf(now, property.name)?.value;
          expect(changed.slice(written?.from, written?.to)).toBe("/a?b=1&amp;c=&quot;2&quot;");
          continue;
        }
        if (property.kind === "inside") {
          expect(changed.slice(now.openTo, now.closeFrom)).toBe(value);
          const had = source.slice(node.openTo, node.closeFrom);
          expect(withProperty(changed, now, property, had)).toBe(source);
          continue;
        }
        if (property.kind === "element") expect(withProperty(changed, now, property, node.name)).toBe(source);
        else expect(withoutClasses(changed)).toBe(withoutClasses(source));
      }
    }
  });
});

describe("a form on a page", () => {
  it("is known around its parts, by its name and the fields that it has placed", () => {
    const source =
      '<main>\n{% form "contact" %}\n<div>{% field "name" %}</div>\n{% endform %}\n{% form %}{% endform %}\n</main>';
    const outline = pageOutline(source);
    expect(formAround(outline, source.indexOf("{% field"))).toMatchObject({ name: "contact", placed: ["name"] });
    expect(formAround(outline, source.indexOf("{% form %}"))).toMatchObject({ name: undefined, placed: [] });
    expect(formAround(outline, 0)).toBeUndefined();
  });

  it("offers the form of its view, and the fields of that form", () => {
    expect(contextOf("new").forms).toEqual([{ name: undefined, label: "The form of this page" }]);
    expect(contextOf("new").fieldsOf(undefined)).toEqual(["title", "price", "released"]);
    expect(contextOf("books").forms).toEqual([]);
  });
});
