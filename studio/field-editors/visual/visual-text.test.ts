import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown } from "#engine/templates/markdown/parse-markdown";
import { markdownOf } from "./markdown-of-node.ts";
import { markdownSchema } from "./markdown-schema.ts";
import { nodeOfText } from "./nodes-of-markdown.ts";
import { VisualText } from "./visual-text.ts";

const pieces = [
  ..."*_`~[]()<>!#-+.|\\ \n\n\r\t1a".split(""),
  ...["**bold**", "*it*", "`code`", "[a](https://b.c)", "![p](q)", "\n\n", "\n- ", "\n1. ", "\n> ", "```js\nx\n```\n"],
  ...["# ", "| a | b |\n|---|---|\n| 1 | 2 |\n", "https://x.y", "  ", "word"],
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(""));
const kinds = (text: string) => {
  const { doc } = new VisualText(text);
  return Array.from({ length: doc.childCount }, (_, at) => doc.child(at).type.name);
};
const typed = (text: string) => markdownSchema.nodes.paragraph.create(null, markdownSchema.text(text));

describe("a formatted text that is edited as it looks", () => {
  it("is the same text to the character when nothing is edited, whatever is in it", () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: "grapheme" })), (text) => {
        const visual = new VisualText(text);
        expect(visual.textOf(visual.doc)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps the source of every block that an edit does not touch", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const visual = new VisualText(text);
        const added = visual.doc.copy(visual.doc.content.addToEnd(typed("Added.")));
        const after = visual.textOf(added);
        expect(after.endsWith("Added.")).toBe(true);
        if (parseMarkdown(text).length > 0) expect(after.startsWith(text.trimEnd())).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes an edited block so that it means what was seen", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { doc } = new VisualText(text);
        doc.forEach((node) => {
          if (node.type.name === "source" || node.content.size === 0) return;
          expect(nodeOfText(markdownOf(node))?.eq(node), markdownOf(node)).toBe(true);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [
      "# Title\nA *word*\n\n- a\n- b\n  - c\n\n> q\n\n---\n\n```\nx\n```",
      "heading paragraph bullet_list blockquote rule code_block",
    ],
    ["| a |\n|---|\n| b |", "source"],
    ["A ![picture](p.png)\n\nB", "source paragraph"],
    ['```js\nx\n```\n\n[a](b "title")', "source source"],
    ["2. a\n3. b", "ordered_list"],
    ["", "paragraph"],
  ])("%j is %s", (text, expected) => expect(kinds(text).join(" ")).toBe(expected));

  it.each([
    "1. not a list",
    "# no heading",
    "- no item",
    "a * b * c",
    "> said",
    "under_score_d",
    "[x] (y)",
    "a | b",
    "``",
  ])("takes %j as words when it is typed", (words) => {
    expect(nodeOfText(markdownOf(typed(words)))?.eq(typed(words))).toBe(true);
  });
});
