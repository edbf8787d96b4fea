import { describe, expect, it } from "vitest";
import { app, choice, date, decimal, integer, model, modelId, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { modelShapes } from "../expressions/scope.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { listOf, recordOf, scalar } from "../value-types/value-type.ts";
import { compileTemplate, DEFAULT_LIMITS } from "./render/compile-template.ts";
import { templateUnit } from "./syntax/template-unit.ts";

const reader = readDefinition(
  app(model("film", text("name"), integer("year"), decimal("price"), date("released"), choice("kind", ["a"]))),
);
const film = recordOf(modelId("film"), () => undefined);
const scope = {
  variables: { film, films: listOf(film), seen: scalar("bool"), names: listOf(scalar("text")) },
  rows: [],
  model: modelShapes(reader),
  choiceLabels: () => undefined,
  routes: compileRoutes([
    { id: "rte_film00000000000" as never, name: "film", label: "Film", path: "/films/<int:id>/" },
  ]),
  locale: "de",
  timeZone: "UTC",
};
const row = { id: 7, _title: "T", name: 'A & "B" <c> \u0001\n', year: 1999, price: "12.50", released: "2026-03-09" };
function make(name: string, source: string) {
  const result = compileTemplate({ entry: templateUnit(name, source), lookup: () => undefined, scope });
  if (!result.ok) return result.problems.map(({ code }) => code);
  const data = { film: row, films: [row, row], seen: true, names: ["x", '"'] };
  const page = result.template.render(data, { ...DEFAULT_LIMITS, deadline: 1, now: () => 0 });
  return page.ok ? [result.template.contentType, page.html] : ["stopped"];
}

describe("what a template makes, by the ending of its name", () => {
  it("is text in .txt, where nothing is escaped and dates are for people", () => {
    const source = 'User-agent: *\nSitemap: https://x{% url "film" id=film.id %}\n{{ film.name }}|{{ film.released }}';
    expect(make("robots.txt", source)).toEqual([
      "text/plain; charset=utf-8",
      'User-agent: *\nSitemap: https://x/films/7/\nA & "B" <c> \u0001\n|09.03.2026',
    ]);
    expect(make("a.txt", "if (a < b) <script>{{ film.year }}</script>")[1]).toBe("if (a < b) <script>1999</script>");
  });

  it("is XML in .xml, where values are escaped and dates exact", () => {
    const source =
      "<urlset>{% for one in films %}<url n='{{ one.name }}'><loc>https://x{% url \"film\" one %}</loc><d>{{ one.released }}</d></url>{% endfor %}</urlset>";
    const url =
      "<url n='A &amp; &quot;B&quot; &lt;c&gt; \ufffd\n'><loc>https://x/films/7/</loc><d>2026-03-09</d></url>";
    expect(make("sitemap.xml", source)).toEqual(["application/xml; charset=utf-8", `<urlset>${url}${url}</urlset>`]);
  });

  it("is JSON in .json: whole values outside of quotes, letters inside", () => {
    const source =
      '{"name": {{ film.name }}, "text": "say {{ film.name }} \\" {{ film.year }}", "year": {{ film.year }}, "price": {{ film.price }}, "on": {{ film.released }}, "seen": {{ seen }}, "none": {{ film.kind }}, "title": {{ film }}, "names": {{ names }}, "url": "{% url "film" film %}"}';
    const [type, json] = make("film.json", source);
    expect(type).toBe("application/json; charset=utf-8");
    expect(JSON.parse(json as string)).toEqual({
      name: row.name,
      text: `say ${row.name} " 1999`,
      year: 1999,
      price: 12.5,
      on: "2026-03-09",
      seen: true,
      none: null,
      title: "T",
      names: ["x", '"'],
      url: "/films/7/",
    });
  });

  it("is checked where the format can be left open", () => {
    expect(make("a.json", '{"a": "{{ film.name }}}')).toEqual(["TEMPLATE_E016"]);
    expect(make("a.json", '["{% if seen %}a"{% endif %}]')).toContain("TEMPLATE_E015");
    expect(make("a.xml", "{{ film.name|linebreaks }}")).toEqual(["TEMPLATE_E008"]);
    expect(make("a.txt", "{{ film.titel }}")).toEqual(["TEMPLATE_E007"]);
  });

  it("is HTML in .html and in the templates that are built in", () => {
    expect(make("a.html", "<p>{{ film.year }}</p>")).toEqual(["text/html; charset=utf-8", "<p>1999</p>"]);
    expect(make("a.html", '<a href="/x?q={{ film.name|urlencode }}">')[1]).toBe(
      '<a href="/x?q=A%20%26%20%22B%22%20%3Cc%3E%20%01%0A">',
    );
    expect(make("a.html", '<a href="/{{ film.name|urlencode }}/">')[1]).toContain('href="/A%20%26%20%22B');
    expect(make("a.html", '<a href="/x?q={{ film.name }}">')[1]).toContain("q=A%20%26%20%22B");
  });
});
