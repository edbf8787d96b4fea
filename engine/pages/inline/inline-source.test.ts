import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPageEdit } from "../edits/plan-page-edit.ts";
import { nodeAt, pageOutline } from "../outline/page-outline.ts";
import { type InlinePiece, inlinePieces, keepsLines, textRootAt } from "./inline-pieces.ts";
import { inlineSources, shownText, type WrittenPiece } from "./inline-source.ts";

const references: Readonly<Record<string, string>> = {
  "&eacute;": "é",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&#123;": "{",
  "&#125;": "}",
  "&nbsp;": "\u00a0",
};
const decode = (reference: string) => references[reference] ?? reference;

const nodeOf = (source: string) => {
  const node = nodeAt(pageOutline(source), 0);
  if (!node) throw new Error("There is no element.");
  return node;
};

/** What the canvas gives back when nothing was changed. */
function untouched(source: string, pieces: readonly InlinePiece[], isPre: boolean): readonly WrittenPiece[] {
  return pieces.map((piece) =>
    piece.kind === "text"
      ? {
          kind: "text",
          run: piece.from,
          text: shownText(source.slice(piece.from, piece.to), { decode, isPre }),
        }
      : piece.kind === "kept"
        ? { kind: "kept", from: piece.from }
        : {
            kind: "element",
            name: piece.name,
            from: piece.from,
            pieces: untouched(source, piece.pieces, isPre),
          },
  );
}

/** Types into each text that `change` changes. */
function written(source: string, change: (text: string) => string): string {
  const node = nodeOf(source);
  const pieces = untouched(source, inlinePieces(source, node) ?? [], keepsLines(node));
  const typed = (some: readonly WrittenPiece[]): readonly WrittenPiece[] =>
    some.map((piece) =>
      piece.kind === "text"
        ? { ...piece, text: change(piece.text) }
        : piece.kind === "element"
          ? { ...piece, pieces: typed(piece.pieces) }
          : piece,
    );
  const [inside = ""] = inlineSources(source, node, { parts: [typed(pieces)], decode });
  return source.slice(0, node.openTo) + inside + source.slice(node.closeFrom);
}

describe("inlineSources", () => {
  const text = "<p>Caf&eacute; &amp;\r\n   bar, <strong class='x'>open</strong>  {{ x|upper }}{# n #}</p>";

  it.each([
    ["at the start", "Café", "The Café", text.replace("Caf", "The Caf")],
    ["inside", "& bar", "& tea bar", text.replace("bar", "tea bar")],
    ["in what is bold", "open", "open now", text.replace("open", "open now")],
    [
      "as markup and tags",
      "open",
      "{{ x }} <b> 🙂 \u00a0",
      text.replace("open", "&#123;&#123; x &#125;&#125; &lt;b&gt; 🙂 &nbsp;"),
    ],
  ])("keeps all bytes but those that are typed %s", (_where, old, now, expected) => {
    expect(written(text, (one) => one.replace(old, now))).toBe(expected);
    expect(
      written(
        written(text, (one) => one.replace(old, now)),
        (one) => one.replace(now, old),
      ),
    ).toBe(text);
  });

  it("keeps the lines around a text, and writes at its end before them", () => {
    const source = "<p>\n  One\n  two\n</p>";
    expect(written(source, (one) => `${one}!`)).toBe("<p>\n  One\n  two!\n</p>");
  });

  it("keeps a note that nobody saw, and gives up a value that was deleted", () => {
    const node = nodeOf(text);
    expect(inlineSources(text, node, { parts: [[]], decode })).toEqual(["{# n #}"]);
  });

  it("wraps a part of a text and keeps the bytes on both sides", () => {
    const source = "<p>a&eacute; b c&eacute;</p>";
    const pieces: readonly WrittenPiece[] = [
      { kind: "text", run: 3, text: "aé " },
      { kind: "element", name: "strong", pieces: [{ kind: "text", run: 3, text: "b" }] },
      { kind: "text", run: 3, text: " cé" },
    ];
    expect(inlineSources(source, nodeOf(source), { parts: [pieces], decode })).toEqual([
      "a&eacute; <strong>b</strong> c&eacute;",
    ]);
  });

  it("adds links and nothing that writing does not offer", () => {
    const source = "<p>x</p>";
    const of = (name: string, href?: string): readonly WrittenPiece[] => [
      { kind: "element", name, href, pieces: [{ kind: "text", text: "x" }] },
    ];
    const parts = [[...of("a", '{% url "books" %}'), ...of("script"), ...of("strong")]];
    expect(inlineSources(source, nodeOf(source), { parts, decode })).toEqual([
      '<a href="{% url "books" %}">x</a>x<strong>x</strong>',
    ]);
  });

  it("gives untouched text back byte for byte", () => {
    const bits = [
      "a",
      " ",
      "&eacute;",
      "&amp;",
      "🙂",
      "\r\n  ",
      "\n",
      "{{ x }}",
      "{# n #}",
      "<b>c\n d</b>",
      "<br>",
      "é",
    ];
    const sources = fc.array(fc.constantFrom(...bits), { maxLength: 14 }).map((parts) => `<p>${parts.join("")}</p>`);
    fc.assert(
      fc.property(sources, (source) => {
        expect(written(source, (one) => one)).toBe(source);
      }),
    );
  });
});

describe("a text that is split", () => {
  it.each([
    [
      '<ul>\n  <li id="a" class="b">One two</li>\n</ul>\n',
      '<ul>\n  <li id="a" class="b">One</li>\n  <li class="b">two</li>\n</ul>\n',
    ],
    ["<ul><li>One two</li></ul>", "<ul><li>One</li><li>two</li></ul>"],
    ["<ul><li>One two<li>x</ul>", "<ul><li>One<li>two<li>x</ul>"],
  ])("is two elements: %j", (source, expected) => {
    const plan = planPageEdit(pageOutline(source), {
      kind: "split",
      node: source.indexOf("<li"),
      first: "One",
      second: "two",
    });
    if ("refused" in plan) throw new Error(plan.refused);
    expect(plan.source).toBe(expected);
    expect(plan.source.slice(plan.selectAt)).toMatch(/^<li[^>]*>two/);
  });
});

describe("textRootAt", () => {
  it.each([
    ["<p>a <b>c</b></p>", "<b", "p"],
    ["<div>\n<a>b</a>\n<a>c</a></div>", "<a>c", "a"],
    ["<li>{{ x }}</li>", "{{", "li"],
    ["<p></p>", "<p", "p"],
    ["<section><p>a</p></section>", "<section", undefined],
    ["<ul>\n</ul>", "<ul", undefined],
    ["<div></div>", "<div", undefined],
    ["<p>a{% if x %}s{% endif %}</p>", "<p", "p"],
    ["<p>a{% if x %}<img>{% endif %}</p>", "<p", undefined],
  ])("in %s at %s is %s", (source, at, name) => {
    expect(textRootAt(pageOutline(source), source.indexOf(at))?.name).toBe(name);
  });
});
