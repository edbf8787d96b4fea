import { describe, expect, it } from "vitest";
import {
  app,
  choice,
  date,
  dateTime,
  decimal,
  integer,
  model,
  modelId,
  relation,
  text,
} from "../../../tests/builders.ts";
import { timesAsLong } from "../../../tests/support/cpu-time.ts";
import type { RouteId } from "../../definition/ids.ts";
import { readDefinition } from "../../definition/reader.ts";
import { modelShapes, requestType } from "../../expressions/scope.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { listOf, objectOf, recordOf, scalar } from "../../value-types/value-type.ts";
import type { TemplateScope } from "../analyze/template-scope.ts";
import type { TemplateLookup } from "../syntax/parsed-template.ts";
import { templateUnit } from "../syntax/template-unit.ts";
import { compileTemplate, type TemplateData } from "./compile-template.ts";
import type { RenderBudget } from "./render-meter.ts";

const definition = app(
  model(
    "movie",
    text("name"),
    text("link"),
    integer("year"),
    decimal("gross"),
    date("released"),
    dateTime("added"),
    choice("genre", ["sci_fi", "drama"]),
    relation("director", "person"),
  ),
  model("person", text("name"), relation("town", "town")),
  model("town", text("name")),
);
const reader = readDefinition(definition);
const movie = recordOf(modelId("movie"), () => undefined);
const scope: TemplateScope = {
  variables: {
    page: objectOf({ items: listOf(movie), next_url: scalar("text") }),
    movies: listOf(movie),
    record: movie,
    user: modelShapes(reader).user,
    request: requestType,
  },
  rows: [
    { variable: "page", member: "items", source: "items" },
    { variable: "movies", source: "items" },
    { variable: "record", source: "record" },
  ],
  model: modelShapes(reader),
  choiceLabels: () => ({ sci_fi: "Science fiction" }),
  routes: compileRoutes(
    [
      ["movie_list", "/movies/"],
      ["movie_detail", "/movies/<int:id>/"],
      ["by_name", "/n/<str:name>/<int:year>/"],
    ].map(([name, path], index) => ({
      id: `rte_${String(index).padStart(12, "0")}` as RouteId,
      name: name as string,
      label: name as string,
      path: path as string,
    })),
  ),
  locale: "en",
  timeZone: "Europe/Berlin",
};

const budget: RenderBudget = { maxOperations: 100_000, maxOutput: 1_000_000, deadline: 1, now: () => 0 };
const library = (others: Record<string, string>): TemplateLookup => {
  const units = new Map(Object.entries(others).map(([name, source]) => [name, templateUnit(name, source)]));
  return (name) => units.get(name);
};
const compile = (source: string, others: Record<string, string> = {}) =>
  compileTemplate({ entry: templateUnit("t.html", source), lookup: library({ ...others, "t.html": source }), scope });
function render(source: string, data: TemplateData = {}, others: Record<string, string> = {}): string {
  const compiled = compile(source, others);
  if (!compiled.ok)
    throw new Error(
      compiled.problems
        .map((problem) => `${problem.code} ${problem.at?.line}:${problem.at?.column} ${problem.message}`)
        .join("\n"),
    );
  const result = compiled.template.render(data, budget);
  if (!result.ok) throw new Error(result.problem.message);
  return result.html;
}
const problems = (source: string, others: Record<string, string> = {}) => {
  const compiled = compile(source, others);
  return (compiled.ok ? compiled.warnings : compiled.problems).map(
    (problem) => `${problem.code.slice(9)} ${problem.at?.line}:${problem.at?.column}`,
  );
};

const dune = {
  id: 7,
  name: `Dune "& <b>'s`,
  link: "javascript:alert(1)",
  year: 2021,
  gross: "402027830.50",
  released: "2021-10-22",
  added: "2021-10-21T23:30:00Z",
  genre: "sci_fi",
  director: { id: 3, name: "Denis", _title: "Denis V." },
};
const alien = {
  id: 8,
  name: "Alien",
  link: "https://x.example/a b",
  year: 1979,
  gross: null,
  released: null,
  added: null,
  genre: null,
  director: null,
};
const list = { page: { items: [dune, alien], next_url: "/movies/?cursor=a&b" }, movies: [dune, alien] };

describe("rendering", () => {
  it.each([
    ["<p>{{ record.name }}</p>", "<p>Dune &quot;&amp; &lt;b&gt;&#39;s</p>"],
    ['<a title="{{ record.name }}">', '<a title="Dune &quot;&amp; &lt;b&gt;&#39;s">'],
    ['<a href="{{ record.link }}">', '<a href="about:invalid#blocked">'],
    ['<a href="/x?q={{ record.name }}">', '<a href="/x?q=Dune%20%22%26%20%3Cb%3E%27s">'],
    ["{{ record.year }} {{ record.year + 1 }}", "2021 2022"],
    ["{{ record.released }}", "Oct 22, 2021"],
    ['<time datetime="{{ record.released }}">', '<time datetime="2021-10-22">'],
    ['{{ record.added|date:"Y-m-d H:i" }}', "2021-10-22 01:30"],
    ["{{ record.added|time }}", "01:30"],
    ['{{ record.released|date:"l j F Y, \\\\W W" }}', "Friday 22 October 2021, W 42"],
    ['{{ record.gross|currency:"EUR" }}', "€402,027,830.50"],
    ["{{ record.gross|number:1 }} {{ record.gross|floatformat:2 }}", "402,027,830.5 402027830.50"],
    [
      "{{ record.genre }} {{ record.genre|label }} {{ record.genre|label|upper }}",
      "sci_fi Science fiction SCIENCE FICTION",
    ],
    ["{{ record.director }} {{ record.director|upper }} {{ record.director.name }}", "Denis V. DENIS V. Denis"],
    ["{{ record.director.town.name }}|{{ record.director.town }}", "|"],
    ['{{ user.name|default:"nobody" }}', "nobody"],
    ["{{ record.name|truncatechars:5 }} {{ record.name|truncatewords:1 }}", "Dune… Dune …"],
    ["{{ record.name|linebreaks }}", "<p>Dune &quot;&amp; &lt;b&gt;&#39;s</p>"],
    ["{% if record.gross %}a{% elif record.year %}b{% else %}c{% endif %}", "a"],
    ["{% if not record.gross or record.year == 1 %}a{% else %}c{% endif %}", "c"],
    ['{% if user.group == "editors" %}a{% else %}c{% endif %}', "c"],
    ["{% with a=record.name b=record.year %}{{ a }}{{ b }}{% endwith %}", "Dune &quot;&amp; &lt;b&gt;&#39;s2021"],
    ['{% url "movie_list" %}', "/movies/"],
    ['<a href="{% url "movie_detail" id=record.id %}?a=1">', '<a href="/movies/7/?a=1">'],
    ['<a href="{% url "movie_detail" record %}">', '<a href="/movies/7/">'],
    [
      '<a href="{% url "by_name" name=record.name year=record.year %}">',
      '<a href="/n/Dune%20%22&amp;%20%3Cb%3E&#39;s/2021/">',
    ],
    ['<a href="{% url "movie_detail" id=record.director.town.id %}">', '<a href="about:invalid#blocked">'],
    ["{# no #}{% comment %}{{ x }}{% endcomment %}{% verbatim %}{{ x }}{% endverbatim %}", "{{ x }}"],
    ['<p style="width: {{ record.year }}px">', '<p style="width: 2021px">'],
    ["<title>{{ record.name }}</title>", "<title>Dune &quot;&amp; &lt;b&gt;&#39;s</title>"],
    ["<option{% if record.year %} selected{% endif %}>", "<option selected>"],
    [
      '<script data-name="{{ record.name }}">a < b</script>',
      '<script data-name="Dune &quot;&amp; &lt;b&gt;&#39;s">a < b</script>',
    ],
  ])("%s", (source, expected) => expect(render(source, { record: dune, user: null })).toBe(expected));

  it("goes through lists, tells the place in them, and says when they are empty", () => {
    expect(
      render(
        "{% for m in page.items %}{{ forloop.counter }}{% if forloop.last %}.{% else %},{% endif %}{{ m.year }} {% empty %}none{% endfor %}",
        list,
      ),
    ).toBe("1,2021 2.1979 ");
    expect(render("{% for m in movies %}x{% empty %}none{% endfor %}", { movies: [] })).toBe("none");
    expect(
      render(
        "{% for a in movies %}{% for b in movies %}{{ forloop.parentloop.counter }}{{ forloop.counter }} {% endfor %}{% endfor %}",
        list,
      ),
    ).toBe("11 12 21 22 ");
    expect(render("{{ page.items|length }}{{ (page.items|first).year }}{{ page.items[1].year }}", list)).toBe(
      "220211979",
    );
  });

  it("includes templates, with names of their own", () => {
    const others = { "card.html": "[{{ m.year }}{{ record.year }}]", "only.html": "[{{ m.year }}]" };
    expect(
      render('{% for m in page.items %}{% include "card.html" %}{% endfor %}', { ...list, record: dune }, others),
    ).toBe("[20212021][19792021]");
    expect(render('{% include "only.html" with m=record only %}', { record: dune }, others)).toBe("[2021]");
    expect(problems('{% include "card.html" with m=record only %}', others)).toEqual(["E007 1:17"]);
  });

  it("extends layouts over several generations, with super", () => {
    const others = {
      "base.html": "<title>{% block title %}Base{% endblock %}</title>{% block body %}none{% endblock %}",
      "middle.html":
        '{% extends "base.html" %}{% block body %}<main>{% block inner %}m{% endblock %}</main>{% endblock %}',
    };
    expect(
      render(
        '{% extends "middle.html" %}{% block title %}{{ record.year }} – {{ block.super }}{% endblock %}{% block inner %}{{ block.super }}!{% endblock %}',
        { record: dune },
        others,
      ),
    ).toBe("<title>2021 – Base</title><main>m!</main>");
  });

  it("never reads what Object gives to every value", () => {
    expect(problems("{{ record.constructor }}{{ record.__proto__ }}{{ page.toString }}")).toHaveLength(3);
  });

  it("shows nothing for what is absent or of another type than promised", () => {
    expect(
      render(
        "[{{ record.name }}{{ record.year }}{{ record.released }}{{ record.gross|number }}{{ record.director }}]",
        { record: { id: 1, name: {}, year: "x", released: "bad", gross: [], director: 5 } },
      ),
    ).toBe("[bad]");
    expect(render("[{{ record.name }}]", Object.create({ record: dune }))).toBe("[]");
  });
});

describe("problems", () => {
  it.each([
    ["{{ nothing }}", ["E007 1:4"]],
    ["a\n{{ record.titel }}", ["E007 2:11"]],
    ["{{ record.year|wat }}", ["E008 1:16"]],
    ["{{ record.name|date }}", ["E007 1:4"]],
    ['{{ record.released|date:"H" }}', ["E007 1:4"]],
    ["{{ record.name|safe }}", ["E008 1:16"]],
    ["{{ record. }}", ["E006 1:11"]],
    ["{{ page }}", ["E007 1:4"]],
    ["{% for x in record.name %}{{ x.y }}{% endfor %}", ["E007 1:13"]],
    ["{% with a=nope %}{{ a.b.c|date }}{% endwith %}", ["E007 1:11"]],
    ['{% url "movie_lst" %}', ["E009 1:8"]],
    ['{% url "movie_detail" %}', ["E009 1:1"]],
    ['{% url "movie_detail" key=1 %}', ["E009 1:1", "E009 1:27"]],
    ['{% url "movie_detail" id=record.name %}', ["E009 1:26"]],
    ['{% url "movie_list" 1 %}', ["E009 1:21"]],
    ['{% include "no.html" %}', ["E010 1:1"]],
    ['{% include "t.html" %}', ["E011 1:1"]],
    ["a{% extends 'x.html' %}", ["E012 1:2"]],
    ["{% block a %}{% endblock %}{% block a %}{% endblock %}", ["E013 1:28"]],
    ["<script>{{ record.year }}</script>", ["W004 1:8", "E014 1:9"]],
    ['<p onclick="f({{ record.year }})">', ["W004 1:11", "E014 1:15"]],
    ['<p style="color: {{ record.name }}">', ["E014 1:21"]],
    ["<p {{ record.name }}>", ["E014 1:4"]],
    ["<p class={{ record.name }}>", ["E017 1:10"]],
    ['{% if record %}<a href="{% endif %}', ["E015 1:1"]],
    ["{% for m in movies %}<!--{% endfor %}", ["E015 1:1"]],
    ["{% if record %}<p{% else %}</p>{% endif %}", ["E015 1:1"]],
    ['<a href="', ["E016 1:9"]],
    ["<p a'b>", ["E018 1:5"]],
    ["{{ record.name|linebreaks|upper }}", ["E008 1:4"]],
    ['<p title="{{ record.name|linebreaks }}">', ["E008 1:14"]],
    ["{% for forloop in movies %}{% endfor %}", ["E003 1:1"]],
    ["{{ block.super }}", ["E007 1:1"]],
  ])("%s", (source, expected) => expect(problems(source)).toEqual(expected));

  it("are told where they lie, once, in whatever template", () => {
    const compiled = compile('{% include "a.html" %}{% include "a.html" %}', { "a.html": "\n {{ nope }}" });
    expect(compiled.ok).toBe(false);
    if (!compiled.ok)
      expect(compiled.problems.map((problem) => [problem.code, problem.at?.line, problem.at?.column])).toEqual([
        ["TEMPLATE_E007", 2, 5],
      ]);
  });

  it("warn of what a child template has outside of its blocks, and of blocks that nobody shows", () => {
    expect(
      problems('{% extends "b.html" %}text{% block no %}{% endblock %}', { "b.html": "{% block a %}{% endblock %}" }),
    ).toEqual(["W001 1:23", "W002 1:27"]);
  });

  it("find circles of layouts and of includes", () => {
    expect(problems('{% extends "a.html" %}', { "a.html": '{% extends "t.html" %}' })).toEqual(["E011 1:1"]);
    expect(
      problems('{% include "a.html" %}', { "a.html": '{% include "b.html" %}', "b.html": '{% include "a.html" %}' }),
    ).toEqual(["E011 1:1"]);
  });

  it("give up on a page that includes doublings of itself", () => {
    const others = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`d${index}.html`, `{% include "d${index + 1}.html" %}`.repeat(20)]),
    );
    // Its expansion would be infinite.
    expect(problems('{% include "d0.html" %}', { ...others, "d9.html": "x".repeat(1_000) })[0]).toMatch(/^E005/);
  });
});

describe("limits", () => {
  const rows = Array.from({ length: 1_000 }, () => ({ ...dune, name: "x".repeat(1_000) }));
  const limitOf = (source: string, over: Partial<RenderBudget> = {}) => {
    const compiled = compile(source);
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    const result = compiled.template.render(
      { movies: rows, record: { ...dune, name: "x".repeat(100_000) } },
      { ...budget, ...over },
    );
    return result.ok ? result.html.length : result.problem.limit;
  };
  it.each([
    ["{% for a in movies %}{% for b in movies %}{% endfor %}{% endfor %}", "operations"],
    [
      "{% for a in movies %}{% for b in movies %}{% if a.year == b.year %}{% endif %}{% endfor %}{% endfor %}",
      "operations",
    ],
    ["{% for a in movies %}{% for b in movies %}{% with c=a %}{% endwith %}{% endfor %}{% endfor %}", "operations"],
    ["{% for a in movies %}{{ record.name|upper|lower|title }}{% endfor %}", "output"],
    ["{% for a in movies %}{% if record.name|upper == '' %}{% endif %}{% endfor %}", "operations"],
    [`{% for a in movies %}${"<p>static</p>".repeat(100)}{% endfor %}`, "output"],
    ["{% for a in movies %}{{ a.name }}{{ a.name }}{% endfor %}", "output"],
    [
      "{% with a=record.name + record.name %}{% with b=a+a+a+a+a+a+a+a %}{% with c=b+b+b+b+b+b+b+b %}{% with d=c+c+c+c+c+c+c+c %}{% with e=d+d+d+d+d+d+d+d %}{{ e }}{% endwith %}{% endwith %}{% endwith %}{% endwith %}{% endwith %}",
      "operations",
    ],
  ])("%#: stops, and what was not counted took no longer than what was", async (source, limit) => {
    expect(limitOf(source)).toBe(limit);
    const counted = "{% for a in movies %}{% for b in movies %}{% endfor %}{% endfor %}";
    expect(
      await timesAsLong(
        () => limitOf(source),
        () => limitOf(counted),
      ),
    ).toBeLessThan(20);
  });
  it("stops at the deadline", () => {
    let time = 0;
    expect(limitOf("{% for a in movies %}{{ a.year }}{% endfor %}", { now: () => time++, deadline: 1 })).toBe("time");
  });
  it("renders again after a stop, with nothing left of it", () => {
    const compiled = compile("{% for a in movies %}{{ a.name }}{% endfor %}");
    if (!compiled.ok) throw new Error("problems");
    expect(compiled.template.render({ movies: rows }, { ...budget, maxOutput: 10 }).ok).toBe(false);
    expect(compiled.template.render({ movies: [alien] }, budget)).toEqual({ ok: true, html: "Alien" });
  });
});

describe("reads", () => {
  const reads = (source: string) => {
    const compiled = compile(source, { "card.html": "{{ m.year }}{{ m.director.town }}" });
    if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem.message).join("\n"));
    const { record, items, paths } = compiled.template.reads;
    return {
      ...(record ? { record: plain(record) } : {}),
      ...(items ? { items: plain(items) } : {}),
      ...(paths.size ? { paths: [...paths] } : {}),
    };
  };
  const plain = (
    node: NonNullable<
      ReturnType<typeof compile> extends infer R
        ? R extends { ok: true; template: { reads: { record?: infer N } } }
          ? N
          : never
        : never
    >,
  ): unknown => ({
    ...(node.title ? { title: true } : {}),
    ...(node.whole ? { whole: true } : {}),
    ...Object.fromEntries([...node.fields].map(([name, child]) => [name, child ? plain(child) : true])),
  });
  it.each<[string, unknown]>([
    ["{{ record.name }}{{ record.id }}", { record: { name: true } }],
    ["{{ record }}", { record: { title: true } }],
    ["{{ record.director }}", { record: { director: { title: true } } }],
    ["{% if record.director %}x{% endif %}", { record: { director: {} } }],
    ["{{ record.director.town.name }}", { record: { director: { town: { name: true } } } }],
    ['{% url "movie_detail" record %}', { record: {} }],
    ['{% url "movie_detail" record.director.id %}', { record: { director: {} } }],
    [
      "{% for m in page.items %}{{ m.name|upper }}{% endfor %}{{ page.next_url }}",
      { items: { name: true }, paths: ["page.next_url"] },
    ],
    [
      '{% for m in movies %}{% include "card.html" %}{% endfor %}',
      { items: { year: true, director: { town: { title: true } } } },
    ],
    [
      "{% with d=record.director %}{% with t=d.town %}{{ t.name }}{% endwith %}{% endwith %}",
      { record: { director: { town: { name: true } } } },
    ],
    ["{{ (page.items|first).name }}{{ movies[0].year }}", { items: { name: true, year: true } }],
    ["{{ movies|length }}", { items: {} }],
    ["{% with record=1 %}{{ record }}{% endwith %}", {}],
    [
      "{% with d=record.year > 3 ? record.director : null %}{{ d.name }}{% endwith %}",
      { record: { year: true, director: { whole: true } } },
    ],
    ['{{ record.director|default:"x" }}', { record: { director: { title: true } } }],
    ["{{ user.name }}{% if request.path == '/' %}{% endif %}", { paths: ["user.name", "request.path"] }],
  ])("%s", (source, expected) => expect(reads(source)).toEqual(expected));
});
