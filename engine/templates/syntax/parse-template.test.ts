import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growth, STEEP } from "../../../tests/support/cpu-time.ts";
import type {} from "../tags/for.ts";
import { parseTemplate } from "./parse-template.ts";
import { printTemplate } from "./print-template.ts";

const codes = (source: string) =>
  parseTemplate(source).problems.map((problem) => [problem.code.slice(9), source.slice(problem.start, problem.end)]);

const pieces = [
  "text ",
  "<p class='a'>",
  "\n",
  "{",
  "}",
  "%}",
  "}}",
  "'",
  '"',
  "\\",
  "é🎬",
  "{{ a }}",
  "{{ a.b|upper }}",
  '{{ "}}" }}',
  "{{",
  "{{ '}} }}",
  "{% if a %}",
  "{% elif b %}",
  "{% else %}",
  "{% endif %}",
  "{%if a%}",
  "{% for x in a.b %}",
  "{% empty %}",
  "{% endfor %}",
  "{% for x %}",
  "{% with a=b c=d|e:'f g' %}",
  "{% endwith %}",
  "{% block t %}",
  "{% endblock %}",
  '{% extends "b.html" %}',
  '{% include "c.html" with x=y+1 only %}',
  '{% url "r" id=x.id %}',
  '{% url "r" x.id y %}',
  "{% comment %}",
  "{% endcomment %}",
  "{% verbatim %}",
  "{% endverbatim %}",
  "{# note #}",
  "{#",
  "{% wat %}",
  "{%",
  "{%- x -%}",
];

describe("parseTemplate and printTemplate", () => {
  it("print what was parsed, byte for byte, whole or broken", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string() }),
          { maxLength: 60 },
        ),
        (parts) => {
          const source = parts.join("");
          expect(printTemplate(parseTemplate(source).tree)).toBe(source);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("reads each tag into its parts", () => {
    const source = '{% for m in page.items %}{% url "d" id=m.id slug=m.name + "x" %}{% empty %}none{% endfor %}';
    const [node] = parseTemplate(source).tree.nodes;
    expect(node).toMatchObject({
      kind: "for",
      variable: "m",
      list: { source: "page.items", start: 12 },
      empty: { body: [{ source: "none" }] },
    });
    if (node?.kind !== "for") throw new Error("not a for");
    expect(node.body[0]).toMatchObject({
      route: "d",
      arguments: [
        { name: "id", value: { source: "m.id" } },
        { name: "slug", value: { source: 'm.name + "x"' } },
      ],
    });
    const [include] = parseTemplate('{% include "a/b.html" with x=(a == b) y="only z" only %}').tree.nodes;
    expect(include).toMatchObject({
      template: "a/b.html",
      only: true,
      bindings: [
        { name: "x", value: { source: "(a == b)" } },
        { name: "y", value: { source: '"only z"' } },
      ],
    });
    expect(parseTemplate('{% url "r" a.b c %}').tree.nodes[0]).toMatchObject({
      arguments: [{ value: { source: "a.b" } }, { value: { source: "c" } }],
    });
  });

  it("does not end at braces inside a string", () => {
    expect(parseTemplate(`{{ "}}" }}`).tree.nodes).toMatchObject([{ kind: "output", expression: { source: '"}}"' } }]);
    expect(parseTemplate(`{% if a == '%}' %}x{% endif %}`).problems).toEqual([]);
  });

  it("leaves the inside of verbatim and comment alone", () => {
    expect(parseTemplate("{% verbatim %}{{ a {% if %}{% endverbatim %}").problems).toEqual([]);
    expect(parseTemplate("{% comment %}{% if {% endcomment %}{# {{ #}").problems).toEqual([]);
  });

  it.each([
    ["{{ a", [["E019", "{{"]]],
    ["a {% if", [["E019", "{%"]]],
    ["{% wat %}", [["E002", "{% wat %}"]]],
    ["{{ }}", [["E003", "{{ }}"]]],
    ["{% for x of y %}{% endfor %}", [["E003", "{% for x of y %}"]]],
    ["{% if %}{% endif %}", [["E003", "{% if %}"]]],
    ["{% include name %}", [["E003", "{% include name %}"]]],
    ["{% extends base %}", [["E003", "{% extends base %}"]]],
    ["{% with a = b %}{% endwith %}", [["E003", "{% with a = b %}"]]],
    ["{% if a %}", [["E004", "{% if a %}"]]],
    ["{% endif %}", [["E004", "{% endif %}"]]],
    ["{% if a %}{% endfor %}{% endif %}", [["E004", "{% endfor %}"]]],
    ["{% if a %}{% else %}{% elif b %}{% endif %}", [["E004", "{% elif b %}"]]],
    ["{% for x in y %}{% else %}{% endfor %}", [["E004", "{% else %}"]]],
    ["{% comment %} x", [["E004", "{% comment %}"]]],
  ])("%s", (source, expected) => expect(codes(source)).toEqual(expected));

  it.each(["{{'", "{% if a %}", "{%", "{{ '", "{# ", "{% comment %}", "{%    ", "{% include '", "{% with a=b "])(
    "reads 200,000 characters of %j in proportion to their number",
    async (piece) => {
      const repeated = (size: number) => piece.repeat(Math.floor(size / piece.length));
      const source = repeated(190_000);
      const { tree, problems } = parseTemplate(source);
      expect(await growth((size) => parseTemplate(repeated(size)), 190_000)).toBeLessThan(STEEP);
      expect(printTemplate(tree)).toBe(source);
      expect(problems.length).toBeLessThanOrEqual(100);
    },
  );
});
