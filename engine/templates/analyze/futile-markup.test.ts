import { describe, expect, it } from "vitest";
import { app, model, text } from "../../../tests/builders.ts";
import { readDefinition } from "../../definition/reader.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { scalar } from "../../value-types/value-type.ts";
import { templateUnit } from "../syntax/template-unit.ts";
import { analyzeTemplate } from "./analyze-template.ts";

const reader = readDefinition(app(model("m", text("t"))));
const scope = {
  variables: { a: scalar("bool"), b: scalar("bool"), x: scalar("text") },
  rows: [],
  model: modelShapes(reader),
  choiceLabels: () => undefined,
  routes: compileRoutes([]),
  locale: "en",
  timeZone: "UTC",
};
const parts: Readonly<Record<string, string>> = { "open.html": "<div>", "whole.html": "<div>x</div>" };
const problems = (source: string) =>
  analyzeTemplate({
    entry: templateUnit("page.html", source),
    lookup: (name) => (parts[name] === undefined ? undefined : templateUnit(name, parts[name])),
    scope,
  }).problems;
const codes = (source: string) => problems(source).map(({ code }) => code.replace("TEMPLATE_", ""));

describe("markup that can do nothing on a page", () => {
  it.each([
    ["<script>go()</script>", ["W004"]],
    ['<script src="/x.js"></script>', ["W004"]],
    ['<script type="module">go()</script>', ["W004"]],
    ["<script type=text/javascript>go()</script>", ["W004"]],
    ['<script type="application/ld+json">{"@type":"Film"}</script>', []],
    ['<script type="text/plain">a</script>', []],
    ['<button onclick="go()">x</button>', ["W004"]],
    ["<body onload='go()'>", ["W004"]],
    ['<iframe src="https://example.com/"></iframe>', ["W004"]],
    ['<embed src="/x.pdf">', ["W004"]],
    ['<object data="/x.pdf"></object>', ["W004"]],
    ['<video src="/x.mp4" controls></video>', []],
    ['<form method="post"><button>x</button></form>', ["W005"]],
    ['<form method=" POST ">x</form>', ["W005"]],
    ['<form action="https://example.com/send">x</form>', ["W005"]],
    ['<form action="//example.com/send">x</form>', ["W005"]],
    ['<button formmethod="post">x</button>', ["W005"]],
    ['<form method="get" action="/films/"><input name="search"></form>', []],
    ["<form><input name='search'></form>", []],
    ['<form action="/x?from=https://example.com">x</form>', []],
    ['<a href="javascript:go()">x</a>', ["W006"]],
    ['<a href=" JavaScript:go({{ x }})">x</a>', ["W006"]],
    ['<a href="java&#115;cript:go()">x</a>', ["W006"]],
    ['<a href="java\nscript&colon;go()">x</a>', ["W006"]],
    ["<a href=javascript:go()>x</a>", ["W006"]],
    ['<img src="data:image/png;base64,AA==" alt="">', []],
    ['<a href="https://example.com/javascript:x">x</a>', []],
    ['<a href="mailto:a@example.com" title="javascript: a language">x</a>', []],
  ])("%s", (source, expected) => expect(codes(source)).toEqual(expected));

  it("comes with what works instead", () => {
    for (const source of ["<script></script>", "<iframe></iframe>", '<form method="post"></form>'])
      expect(problems(source)[0]).toMatchObject({ severity: "warning", hint: expect.stringMatching(/\w/) });
  });
});

describe("a branch that leaves elements open", () => {
  it.each([
    ["{% if a %}<div>{% endif %}<b>x</b>{% if a %}</div>{% endif %}", ["W003"]],
    ["<div>{% if a %}</div>{% endif %}", ["W003"]],
    ["{% for y in [1, 2] %}<div>{% endfor %}", ["W003"]],
    ['{% include "open.html" %}</div>', ["W003"]],
    ["{% block main %}<section>{% endblock %}</section>", ["W003"]],
    ["{% if a %}<div>{% elif b %}<div>{% endif %}</div>", ["W003"]],
    ["{% if a %}<div>{% else %}<section>{% endif %}</div>", ["W003"]],
    ['{% if a %}<div class="a">{% else %}<div>{% endif %}x</div>', []],
    ['{% if a %}<b>{% else %}<b class="x">{% endif %}x</b>{% if a %}<i>y</i>{% endif %}', []],
    ["{% if a %}<div><b>x</b></div>{% endif %}", []],
    ["<ul>{% for y in [1, 2] %}<li>{{ y }}{% endfor %}</ul>", []],
    ["<table>{% for y in [1] %}<tr><td>{{ y }}{% endfor %}</table>", []],
    ["{% if a %}<br><img src='/x.png' alt=''><input>{% endif %}", []],
    ["{% if a %}<svg><path d=''/></svg>{% endif %}", []],
    ['{% include "whole.html" %}{% block b %}<title>x</title>{% endblock %}', []],
    ["{% if a %}<textarea></textarea><script type='text/plain'><div></script>{% endif %}", []],
  ])("%s", (source, expected) => expect(codes(source)).toEqual(expected));

  it("says which", () => {
    const [found] = problems("<p>{% if a %}<div><b>{% endif %}");
    expect(found?.message).toContain("In one case nothing stays open, in another <div>, <b>.");
    expect(found?.at).toMatchObject({ line: 1, column: 4 });
  });
});
