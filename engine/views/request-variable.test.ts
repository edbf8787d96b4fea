import { describe, expect, it } from "vitest";
import { app, integer, model, modelId, testId, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../templates/render/compile-template.ts";
import { appViews } from "./app-views.ts";

const HOSTILE = `"><script>alert('1')</script>`;

function render(source: string, query: string): string {
  const drawn = app(model("book", text("title"), integer("price")));
  const templateId = testId("template", "t.html");
  const records = [
    { kind: "template" as const, id: templateId, name: "t.html", source, order: "a" },
    {
      kind: "route" as const,
      id: testId("route", "books"),
      name: "books",
      label: "Books",
      path: "/",
      view: { name: "list", modelId: modelId("book"), templateId, pageSize: 10 },
      access: "true",
      order: "a",
    },
  ];
  const reader = readDefinition({
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  });
  const [route] = reader.routes;
  const found = route && appViews(reader, compileRoutes(reader.routes)).of(route);
  if (!found?.ok) throw new Error(JSON.stringify(found?.problems));
  const time = "2026-11-30T00:00:00Z";
  const request = { method: "GET", origin: "https://x.example", path: "/", time, query, user: null, params: {} };
  const result = found.view.template.render(found.view.data(request), { ...DEFAULT_LIMITS, deadline: 1, now: () => 0 });
  return result.ok ? result.html : result.problem.message;
}

describe("request.query", () => {
  it.each([
    ["{{ request.query.q }}|{{ request.query.none }}", "q=a+b&q=c", "c|"],
    ["{{ request.query.constructor }}{{ request.query.__proto__ }}{{ request.query.toString }}", "", ""],
    ["{{ request.query.__proto__ }}", "__proto__=x", "x"],
    ["{% with r=request %}{{ r.query.q }}{% endwith %}", "q=1", "1"],
    ['{% if request.query.view == "grid" %}grid{% else %}list{% endif %}', "view=grid", "grid"],
    ['<a href="{% querystring page=2 %}">', "q=x%20y&page=1", '<a href="?q=x%20y&amp;page=2">'],
    ["no query", "%zz", "no query"],
  ])("%s with %s", (source, query, expected) => expect(render(source, query)).toBe(expected));

  it("is escaped for its place", () => {
    const query = `q=${encodeURIComponent(HOSTILE)}`;
    expect(render('<p title="{{ request.query.q }}">{{ request.query.q }}</p>', query)).not.toContain("<script>");
    expect(render('<a href="{{ request.query.q }}">', "q=javascript:alert(1)")).toBe(
      '<a href="about:invalid#blocked">',
    );
    expect(render('<a href="/?q={{ request.query.q }}">', "q=a%26b%3D")).toBe('<a href="/?q=a%26b%3D">');
  });

  it("is an error for a page that shows it, when it cannot be read", () => {
    expect(() => render("{{ request.query.q }}", "q=%zz")).toThrow("percent sign");
  });
});
