import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlPieces } from "../../../tests/arbitraries/html-pieces.ts";
import type { OutlineNode } from "./outline-node.ts";
import { everyNode, pageOutline } from "./page-outline.ts";

/** `div(for(li("{{")))`: elements by name, leaves by their text. */
function drawn(source: string): string {
  const draw = (node: OutlineNode): string => {
    if (node.kind === "element" || node.kind === "branching") {
      const branches = node.branches.map(({ children }) => children.map(draw).join(" "));
      return `${node.name}(${branches.join(" | ")})`;
    }
    const text = source.slice(node.from, node.to);
    return node.kind === "text" ? `'${text}'` : `${node.kind}[${text}]`;
  };
  return pageOutline(source).nodes.map(draw).join(" ");
}

/** What stands in the leaves, tags counted as leaves, in order. */
function leaves(source: string, nodes: readonly OutlineNode[], from: number, to: number): string {
  let at = from;
  let text = "";
  for (const node of nodes) {
    expect(node.from).toBe(at);
    expect(node.to).toBeGreaterThan(node.from);
    text += source.slice(node.from, node.openTo);
    at = node.openTo;
    for (const branch of node.branches) {
      if (branch.clause) {
        expect(branch.clause.from).toBe(at);
        text += source.slice(branch.clause.from, branch.clause.to);
        at = branch.clause.to;
      }
      expect(branch.from).toBe(at);
      text += leaves(source, branch.children, branch.from, branch.to);
      at = branch.to;
    }
    expect(node.closeFrom).toBe(at);
    text += source.slice(node.closeFrom, node.to);
    at = node.to;
  }
  expect(at).toBe(to);
  return text;
}

describe("pageOutline", () => {
  it.each([
    ["<p>a<b>b</b></p>", "p('a' b('b'))"],
    [
      "<ul>{% for b in page.items %}<li>{{ b }}</li>{% empty %}no{% endfor %}</ul>",
      "ul(for(li(output[{{ b }}]) | 'no'))",
    ],
    ["<ul><li>a<li>b</ul>", "ul(li('a') li('b'))"],
    ["<p>a<div>b</div>", "p('a') div('b')"],
    ["<img alt='>'><br>x", "img() br() 'x'"],
    ['<div class="{% if a %}x{% endif %}">y</div>', "div('y')"],
    ["<script>if (a < b) {{ x }}</script>", "script(code[if (a < b) {{ x }}])"],
    ["<title>{% block title %}<b>{% endblock %}</title>", "title(block('<b>'))"],
    ["<svg><path/><g></g></svg>", "svg(path() g())"],
    [
      "{# a #}{% comment %}<div>{% endcomment %}<!-- {% if -->",
      "note[{# a #}] note[{% comment %}<div>{% endcomment %}] note[<!-- {% if -->]",
    ],
    ["{% verbatim %}<div>{% endverbatim %}", "code[{% verbatim %}<div>{% endverbatim %}]"],
    ['{% include "a.html" %}', 'include[{% include "a.html" %}]'],
  ])("reads %s", (source, expected) => {
    expect(drawn(source)).toBe(expected);
  });

  it.each([
    [
      "{% if a %}<div>{% endif %}<b>x</b>{% if a %}</div>{% endif %}",
      "code[{% if a %}] div(code[{% endif %}] b('x') code[{% if a %}]) code[{% endif %}]",
    ],
    [
      "{% block m %}{% if a %}<div>{% endif %}x{% if a %}</div>{% endif %}<i>y</i>{% endblock %}",
      "block(code[{% if a %}] div(code[{% endif %}] 'x' code[{% if a %}]) code[{% endif %}] i('y'))",
    ],
    ["<div>{% if a %}</div>{% endif %}", "div(code[{% if a %}]) code[{% endif %}]"],
    ["</div>x", "code[</div>] 'x'"],
    ["<div><b>x</div>", "div(code[<b>] 'x')"],
    ["<div {% if a %}>x{% endif %}", "code[<div {% if a %}>] 'x' code[{% endif %}]"],
    ['<div class="', 'code[<div class="]'],
    ["a{{ b", "'a' code[{{] ' b'"],
    ["{% for a in b %}{% endif %}{% endfor %}", "for(code[{% endif %}])"],
    ["{% nothing %}", "code[{% nothing %}]"],
  ])("shows what does not nest as code and the rest as it is: %s", (source, expected) => {
    expect(drawn(source)).toBe(expected);
  });

  it("holds its law for 2,000 random sources: spans nest, and the leaves are the source", () => {
    fc.assert(
      fc.property(htmlPieces, (source) => {
        const { nodes } = pageOutline(source);
        expect(leaves(source, nodes, 0, source.length)).toBe(source);
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads a page of 20,000 parts, and one that is nested too deep is code", () => {
    const wide = "<b>x</b>{{ y }}".repeat(10_000);
    expect([...everyNode(pageOutline(wide).nodes)]).toHaveLength(30_000);
    const deep = "<div>".repeat(20_000);
    expect(pageOutline(deep).nodes.map(({ kind }) => kind)).toEqual(["code"]);
  });
});
