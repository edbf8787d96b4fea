import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "../map-offset.ts";
import { readText, textRunChange } from "./text-run.ts";

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
const typed = (source: string, text: string) =>
  applyChanges(source, [textRunChange(source, { from: 0, to: source.length }, { text, decode })]);

describe("textRunChange", () => {
  it.each([
    ["Caf&eacute; &amp;\n   bar", "Café &\n   bar!", "Caf&eacute; &amp;\n   bar!"],
    ["Caf&eacute; &amp; bar", "The Café & bar", "The Caf&eacute; &amp; bar"],
    ["a\r\nb", "a\nb c", "a\r\nb c"],
    ["x", "{{ x }} <b> 🙂 \u00a0", "&#123;&#123; x &#125;&#125; &lt;b&gt; 🙂 &nbsp;"],
    ["aaa", "aa", "aa"],
    ["", "new", "new"],
  ])("types %j into %j", (source, text, expected) => {
    expect(typed(source, text)).toBe(expected);
  });

  it("reads back as typed, and taking it back gives the same bytes", () => {
    const sources = fc
      .array(fc.constantFrom("a", "b", " ", "&eacute;", "&amp;", "🙂", "\r\n", "&nbsp;"), { maxLength: 12 })
      .map((parts) => parts.join(""));
    const texts = fc.array(fc.constantFrom("a", "b", " ", "é", "&", "<b>", "{{", "🙂", "\n"), { maxLength: 12 });
    fc.assert(
      fc.property(sources, texts, (source, parts) => {
        const text = parts.join("");
        expect(readText(typed(source, text), decode)).toBe(text);
        expect(typed(source, readText(source, decode))).toBe(source);
      }),
    );
  });
});
