import fc from "fast-check";
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

  it("is told of every element that is not closed, and of none that is", () => {
    const names = fc.constantFrom("div", "b", "section", "span", "ul", "h2", "svg", "textarea");
    const content = fc.letrec<{ part: string }>((tie) => ({
      part: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          "x",
          "<br>",
          "<!-- <div> -->",
          "<li>y",
          "<p>z",
          '<img alt="<div>" src="/a.png">',
          "{# <div> #}",
        ),
        fc.tuple(names, fc.array(tie("part"), { maxLength: 3 })).map(([name, inside]) =>
          // The content of a text area is text.
          name === "textarea" ? "<textarea>a</textarea>" : `<${name}>${inside.join("")}</${name}>`,
        ),
      ),
    })).part;
    fc.assert(
      fc.property(content, content, names, (before, inside, name) => {
        const whole = `${before}{% if a %}${inside}<${name}>x</${name}>{% endif %}{% for y in [1] %}${inside}{% endfor %}`;
        expect(codes(whole)).toEqual([]);
        // An open text area makes the rest text, and an open <svg> changes how the rest is read: both are errors.
        if (name !== "textarea" && name !== "svg")
          expect(codes(`${before}{% if a %}${inside}<${name}>x{% endif %}`)).toContain("W003");
      }),
      { numRuns: 300 },
    );
  });
});
