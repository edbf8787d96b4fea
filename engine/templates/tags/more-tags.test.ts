import { describe, expect, it } from "vitest";
import { app, date, decimal, integer, model, modelId, relation, text } from "../../../tests/builders.ts";
import type { RouteId } from "../../definition/ids.ts";
import { readDefinition } from "../../definition/reader.ts";
import { modelShapes, requestType } from "../../expressions/scope.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { listOf, objectOf, recordOf } from "../../value-types/value-type.ts";
import type { TemplateScope } from "../analyze/template-scope.ts";
import { compileTemplate } from "../render/compile-template.ts";
import type { RenderBudget } from "../render/render-meter.ts";
import { templateUnit } from "../syntax/template-unit.ts";
import { QUERY_INPUT } from "./querystring.ts";

const reader = readDefinition(
  app(
    model("movie", text("name"), integer("year"), decimal("gross"), date("released"), relation("director", "person")),
    model("person", text("name")),
  ),
);
const movie = recordOf(modelId("movie"), () => undefined);
const scope: TemplateScope = {
  variables: {
    page: objectOf({ items: listOf(movie) }),
    record: movie,
    user: modelShapes(reader).user,
    request: requestType,
  },
  rows: [
    { variable: "page", member: "items", source: "items" },
    { variable: "record", source: "record" },
  ],
  model: modelShapes(reader),
  choiceLabels: () => undefined,
  routes: compileRoutes([
    { id: "rte_000000000001" as RouteId, name: "movie_detail", label: "Movie", path: "/movies/<int:id>/" },
  ]),
  locale: "en",
  timeZone: "Europe/Berlin",
};
const budget: RenderBudget = { maxOperations: 100_000, maxOutput: 1_000_000, deadline: 1, now: () => 0 };

const compile = (source: string, others: Readonly<Record<string, string>> = {}) =>
  compileTemplate({
    entry: templateUnit("t.html", source),
    lookup: (name) => (others[name] === undefined ? undefined : templateUnit(name, others[name])),
    scope,
  });
const HOSTILE = `"><script>alert('1')</script>&`;
const person = (id: number, name: string) => ({ id, name, _title: name });
const lynch = person(1, "Lynch");
const row = (id: number, name: string, year: number, director: object | null) => ({ id, name, year, director });
const rows = [row(1, "Dune", 1984, lynch), row(2, "Blue", 1986, lynch), row(3, HOSTILE, 1986, person(2, "Mann"))];
const data = {
  page: { items: rows },
  record: rows[2],
  user: null,
  request: { method: "GET", path: "/movies/", time: "2026-11-30T23:30:00.000Z" },
  [QUERY_INPUT]: { names: ["q", "page", "q"], values: ["a&b", "2", HOSTILE] },
};

function render(source: string, others: Readonly<Record<string, string>> = {}, over: Partial<RenderBudget> = {}) {
  const compiled = compile(source, others);
  if (!compiled.ok) throw new Error(compiled.problems.map(({ code, message }) => `${code} ${message}`).join("\n"));
  const result = compiled.template.render(data, { ...budget, ...over });
  if (!result.ok) throw new Error(result.problem.limit);
  return result.html;
}
const problems = (source: string) => {
  const compiled = compile(source);
  return (compiled.ok ? compiled.warnings : compiled.problems).map(({ code, at }) => `${code.slice(9)} ${at?.column}`);
};
const ESCAPED = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;";
const loop = (source: string) => `{% for m in page.items %}${source}{% endfor %}`;

describe("tags of values", () => {
  it.each([
    [`{% for m in page.items reversed %}{{ m.id }}{{ forloop.counter }} {% endfor %}`, "31 22 13 "],
    [loop('{% cycle "odd" "even" %} '), "odd even odd "],
    [loop('<p class="{% cycle "odd" m.name %}">'), '<p class="odd"><p class="Blue"><p class="odd">'],
    [loop('{% cycle "a" "b" as c silent %}[{{ c }}]'), "[a][b][a]"],
    ['{% cycle "a" "b" "c" as c %}{% cycle c %}{{ c }}{% resetcycle c %}{% cycle c %}', "abba"],
    [loop(`${loop('{% cycle "x" "y" %}')}{% resetcycle %} `), "xyx xyx xyx "],
    [loop("{% ifchanged m.year %}{{ m.year }} {% else %}same {% endifchanged %}"), "1984 1986 same "],
    [loop("{% ifchanged m.director %}{{ m.director }} {% endifchanged %}"), `Lynch Mann `],
    [loop("{% ifchanged %}{{ m.year }} {% endifchanged %}"), "1984 1986 "],
    [loop(`[${loop("{% ifchanged m.director.id %}{{ m.id }}{% endifchanged %}")}]`), "[13][13][13]"],
    ["{% firstof user.name record.year %}", "1986"],
    ['{% firstof user.name user.group "nobody" %}', "nobody"],
    ["<b>{% firstof user.name record.name %}</b>", `<b>${ESCAPED}</b>`],
    ['<b title="{% firstof user.name record.name %}">', `<b title="${ESCAPED}">`],
    ['{% firstof user.name "x" as who %}[{{ who }}]', "[x]"],
    ['<a href="{% firstof user.name "javascript:alert(1)" %}">', '<a href="about:invalid#blocked">'],
    ['{% now "Y-m-d H:i" %}', "2026-12-01 00:30"],
    ['{% now "Y" as year %}<b title="{{ year }}">', '<b title="2026">'],
    ["{% spaceless %}\n <p>\n a b </p>\n  <p>{{ record.year }}</p> {% endspaceless %}", "<p>\n a b </p><p>1986</p>"],
    [
      '<a href="{% querystring %}">',
      '<a href="?q=a%26b&amp;page=2&amp;q=%22%3E%3Cscript%3Ealert(%271%27)%3C%2Fscript%3E%26">',
    ],
    [
      '<a href="{% querystring q=null page=3 sort=record.name %}">',
      '<a href="?page=3&amp;sort=%22%3E%3Cscript%3Ealert(%271%27)%3C%2Fscript%3E%26">',
    ],
    ['<a href="/movies/{% querystring q=null page=["a", "b"] %}#top">', '<a href="/movies/?page=a&amp;page=b#top">'],
    ['{% url "movie_detail" id=record.id as here %}<a href="{{ here }}">', '<a href="/movies/3/">'],
    [
      "{% regroup page.items by director as groups %}{% for g in groups %}{{ g.grouper }}:{% for m in g.list %}{{ m.year }},{% endfor %}{{ g.list|length }} {% endfor %}",
      "Lynch:1984,1986,2 Mann:1986,1 ",
    ],
    [
      "{% regroup page.items by director.name|upper as groups %}{% for g in groups %}{{ g.grouper }} {% endfor %}",
      "LYNCH MANN ",
    ],
    ["{% regroup page.items by year as years %}{{ (years|first).grouper }} {{ years[1].list|length }}", "1984 2"],
  ])("%s", (source, expected) => expect(render(source)).toBe(expected));

  it("reads the columns of grouped rows, through their groups", () => {
    const compiled = compile(
      "{% regroup page.items|slice:':2' by director as groups %}{% for g in groups %}{{ g.grouper }}{% for m in g.list reversed %}{{ m.name }}{% endfor %}{{ (g.list|first).year }}{% endfor %}",
    );
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    const { items } = compiled.template.reads;
    expect([...(items?.fields.keys() ?? [])].sort()).toEqual(["director", "name", "year"]);
    expect(items?.fields.get("director")).toMatchObject({ title: true, whole: false });
    expect(items?.whole).toBe(false);
  });

  it("is known in included templates and in branches, and not after its part", () => {
    const others = { "part.html": "{{ year }}" };
    expect(render('{% now "Y" as year %}{% if record %}{% include "part.html" %}{% endif %}', others)).toBe("2026");
    expect(render('{% include "only.html" with a=1 only %}', { "only.html": '{% now "Y" %}' })).toBe("2026");
    expect(problems('{% if record %}{% now "Y" as year %}{% endif %}{{ year }}')).toEqual(["E007 51"]);
  });

  it.each([
    ["{% cycle %}", ["E003 1"]],
    ['{% cycle "a" %}', ["E003 1"]],
    ['{% cycle "a" record.year record as c %}', ["E007 1"]],
    ["{% cycle record.titel record.year %}", ["E007 17"]],
    ["<script>{% cycle 1 2 %}</script>", ["W004 8", "E014 9"]],
    ["{% resetcycle %}", ["E003 1"]],
    ['{% cycle "a" "b" as c %}{% resetcycle d %}', ["E003 25"]],
    ["{% ifchanged a=1 %}{% endifchanged %}", ["E003 1"]],
    ["{% ifchanged record.year %}<p{% endifchanged %}", ["E015 1"]],
    ["{% firstof %}", ["E003 1"]],
    ["{% firstof record.name record as x %}", ["E007 1"]],
    ["{% now Y %}", ["E003 1"]],
    ['{% now "Y" as forloop %}', ["E003 1"]],
    ["{% spaceless %}<p>", ["E004 1"]],
    ["<p {% spaceless %}{% endspaceless %}>", ["E003 4"]],
    ["{% querystring 1 %}", ["E003 1"]],
    ['<a href="?a=1{% querystring %}">', ["E003 14"]],
    ["{% regroup page.items as x %}", ["E003 1"]],
    ["{% regroup record.name by year as x %}{{ x }}", ["E007 12"]],
    ["{% regroup page.items by titel as x %}{% for a in x %}{{ a.grouper }}{% endfor %}", ["E007 26"]],
    ["{% autoescape off %}{% endautoescape %}", ["E002 1", "E002 21"]],
  ])("%s is refused", (source, expected) => expect(problems(source)).toEqual(expected));

  it("explains why there is no autoescape", () => {
    const compiled = compile("{% autoescape off %}{{ record.name }}{% endautoescape %}");
    expect(compiled.ok ? [] : compiled.problems.map(({ hint }) => hint?.slice(0, 39))).toEqual(
      Array(2).fill("Escaping cannot be turned off or on: ev"),
    );
  });

  it.each([
    [loop(loop(loop(loop(loop(loop(loop('{% cycle "a" "b" %}'))))))), 3_000],
    [loop(loop(loop(loop(loop(loop("{% ifchanged %}{{ m.name }}{% endifchanged %}")))))), 3_000],
    [loop(loop(loop(loop(loop(loop("{% regroup page.items by year as x %}")))))), 3_000],
    [loop(loop(loop(loop(loop(loop("{% querystring a=m.name %}")))))), 2_000],
  ])("%s is counted", (source, maxOperations) => {
    expect(() => render(source, {}, { maxOperations })).toThrow("operations");
  });

  it("counts what is put aside as output", () => {
    const inner = loop(loop(loop("<p>text</p>")));
    for (const source of [`{% spaceless %}{% ifchanged %}${inner}{% endifchanged %}{% endspaceless %}`, inner])
      expect(() => render(source, {}, { maxOutput: 200 })).toThrow("output");
  });
});
