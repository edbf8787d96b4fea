import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown } from "#engine/templates/markdown/parse-markdown";
import { markdownElements, renderMarkdown } from "#engine/templates/markdown/render-markdown";
import { growth, STEEP } from "../support/cpu-time.ts";

/** Markdown as pages print it [FLD-04]: the parts that it has, and that nothing else comes out of any text. */
const html = (text: string): string => renderMarkdown(parseMarkdown(text));

describe("Markdown", () => {
  it.each([
    ["# Title", "<h2>Title</h2>"],
    ["## Title ##", "<h3>Title</h3>"],
    ["###### Deep", "<h6>Deep</h6>"],
    ["one\ntwo", "<p>one<br>two</p>"],
    ["one\n\ntwo", "<p>one</p>\n<p>two</p>"],
    ["**bold** _and_ *italic* ~~gone~~", "<p><strong>bold</strong> <em>and</em> <em>italic</em> <s>gone</s></p>"],
    ["***both***", "<p><strong><em>both</em></strong></p>"],
    ["**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"],
    ["snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>"],
    ["**open", "<p>**open</p>"],
    ["\\*plain\\*", "<p>*plain*</p>"],
    ["`a <b>` and ``c ` d``", "<p><code>a &lt;b&gt;</code> and <code>c ` d</code></p>"],
    ["- one\n- two\n  - deep", "<ul><li>one</li><li>two\n<ul><li>deep</li></ul></li></ul>"],
    ["3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'],
    ["> quoted\n> more", "<blockquote><p>quoted<br>more</p></blockquote>"],
    ["```js\na < b\n```", "<pre><code>a &lt; b</code></pre>"],
    ["---", "<hr>"],
    ["[a](https://e.test/x_y_z)", '<p><a href="https://e.test/x_y_z" rel="nofollow noopener">a</a></p>'],
    ["[**a**](/b", "<p>[<strong>a</strong>](/b</p>"],
    ["**a *b**", "<p><strong>a *b</strong></p>"],
    ['[a](/b "title")', '<p><a href="/b" rel="nofollow noopener">a</a></p>'],
    ["see https://e.test/a.", '<p>see <a href="https://e.test/a" rel="nofollow noopener">https://e.test/a</a>.</p>'],
    ["![A cat](/cat.png)", '<p><img src="/cat.png" alt="A cat" loading="lazy"></p>'],
    [
      "| a | b |\n|---|--:|\n| 1 | 2 \\| 3 |",
      '<div class="table"><table><thead><tr><th>a</th><th style="text-align:end">b</th></tr></thead><tbody><tr><td>1</td><td style="text-align:end">2 | 3</td></tr></tbody></table></div>',
    ],
  ])("%j", (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it.each([
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
    ["[a](javascript:alert(1))", "<p>a</p>"],
    ["[a](JaVa\tscript:alert)", "<p>[a](JaVa    script:alert)</p>"],
    ["![x](javascript:alert)", "<p>x</p>"],
    ["![x](data:image/svg+xml,<svg>)", "<p>![x](data:image/svg+xml,&lt;svg&gt;)</p>"],
    ['[a](/"onmouseover=x)', '<p><a href="/%22onmouseover=x" rel="nofollow noopener">a</a></p>'],
    ['![" onerror="x](/a.png)', '<p><img src="/a.png" alt="&quot; onerror=&quot;x" loading="lazy"></p>'],
  ])("prints nothing that an author could run: %j", (text, expected) => {
    expect(html(text)).toBe(expected);
  });
});

const signs = fc.constantFrom(
  ..."* ** _ __ ~~ ` `` ``` [ ]( ) ]( ![ ! > - 1. # | \\ < > & \" ' ( : / http:// https://e.test javascript: data: <script> <b \n \n\n".split(
    " ",
  ),
  " ",
  "  ",
  "\n",
  "\n\n",
  "|---|",
  "a",
  "word",
);
const hostile = fc.oneof(
  fc.array(signs, { maxLength: 80 }).map((parts) => parts.join("")),
  fc.string({ maxLength: 200 }),
);

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  a: /^ href="(?!\s*(?:javascript|data|vbscript):)[^"<>]*" rel="nofollow noopener"$/i,
  img: /^ src="(?!\s*(?:javascript|data|vbscript):)[^"<>]*" alt="[^"<>]*" loading="lazy"$/i,
  ol: /^(?: start="\d{1,9}")?$/,
  th: /^(?: style="text-align:(?:start|center|end)")?$/,
  td: /^(?: style="text-align:(?:start|center|end)")?$/,
  div: /^ class="table"$/,
};

it("prints only elements of its list, closed in order, with only their attributes, whatever the text is", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const open: string[] = [];
      const rest = html(text).replace(
        /<(\/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*)>/g,
        (_tag, end, name, attributes) => {
          expect(markdownElements).toContain(name);
          if (end) expect(open.pop()).toBe(name);
          else {
            expect(attributes).toMatch(ATTRIBUTES[name] ?? /^$/);
            if (!["br", "hr", "img"].includes(name)) open.push(name);
          }
          return "";
        },
      );
      expect(open).toEqual([]);
      expect(rest).not.toMatch(/[<>]/);
    }),
    { numRuns: 1500 },
  );
});

it.each([
  ["*a"],
  ["**a _b "],
  ["["],
  ["[a]("],
  ["[a](x"],
  ["![a](<"],
  ["`"],
  ["``` `` "],
  ["> "],
  ["> > - "],
  ["- "],
  ["- a\n"],
  ["- a\n  - b\n"],
  ["1. "],
  ["|"],
  ["a|b\n"],
  ["|-|\n"],
  [" "],
  ["-  "],
  ["# "],
  ["#"],
  ["\\"],
  ["<http://a"],
  ["http://"],
  ['[a](b "c'],
  ["(((("],
  ["*_~~"],
  ["a\n\n"],
  ["_a*b"],
])(
  "takes time in proportion to the text for %j many times",
  async (part) => {
    const text = (size: number) => `|${part.repeat(Math.ceil(size / part.length))}x-`;
    const texts = new Map([6_000, 60_000].map((size) => [size, text(size)]));
    expect(await growth((size) => html(texts.get(size) as string), 60_000)).toBeLessThan(STEEP);
  },
  60_000,
);

it("reads links of the text in its own words only once", () => {
  expect(html("[see https://a.test](https://b.test)")).toBe(
    '<p><a href="https://b.test" rel="nofollow noopener">see https://a.test</a></p>',
  );
});
