import { describe, expect, it } from "vitest";
import { testId } from "../../tests/builders.ts";
import { samplePages } from "../../tests/support/sample-pages.ts";
import type { TemplateRecord } from "../definition/records/template.ts";
import { checkPageSource } from "./check-page-source.ts";

const template = (source: string, name = "page.html"): TemplateRecord =>
  ({ kind: "template", id: testId("template", name), name, source, order: "i" }) as TemplateRecord;
/** `code at what stands there`. */
const found = (source: string, name?: string): readonly string[] =>
  checkPageSource(template(source, name)).map(({ code, at }) => `${code} ${source.slice(at?.start, at?.end)}`);

describe("the source of a page", () => {
  it.each([
    ["a block in a paragraph", "<p>x<div>y</div></p>", ["PAGE_E001 </p>"]],
    ["a list in a paragraph", "<p>x\n<ul><li>y</li></ul>\n</p>", ["PAGE_E001 </p>"]],
    ["a link in a link", '<a href="/"><b><a href="/x">y</a></b></a>', ['PAGE_E001 <a href="/x">']],
    ["a form in a form", "<form><div><form></form></div></form>", ["PAGE_E001 <form>"]],
    ["text in a table", "<table>\n  Hello\n  <tr><td>x</td></tr></table>", ["PAGE_E001 \n  Hello\n  "]],
    ["a value in a row", "<table><tr>{{ a }}<td>x</td></tr></table>", ["PAGE_E001 {{ a }}"]],
    ["an end without a start", "<div>x</div></section>", ["PAGE_W008 </section>"]],
    ["a start without an end", "<div>x", ["PAGE_W008 <div>"]],
    ["two of them, said once", "<div><span>x", ["PAGE_W008 <div>"]],
  ])("with %s is a problem", (_name, source, problems) => {
    expect(found(source)).toEqual(problems);
  });

  it.each([
    ["paragraphs without their ends", "<p>a<p>b<div>c</div>"],
    ["an end of a paragraph that nothing ended", "{% if a %}<p>x</p>{% endif %}"],
    [
      "a table with tags between its rows",
      "<table>{% for a in b %}<tr><td>{{ a }}</td></tr>{% empty %}<tr></tr>{% endfor %}</table>",
    ],
    ["scripts, styles and notes", "<style>p > a {}</style><!-- <div> -->{# <div> #}<table><script></script></table>"],
    ["items without their ends", "<ul><li>a<li>b</ul>"],
    ["a select and a definition list", "<select><option>a<option>b</select><dl><div><dt>a<dd>b</div></dl>"],
    ["a part that is a row", "<tr><td>{{ a }}</td></tr>"],
    ["a block in a link", '<a href="/"><div>x</div></a>'],
  ])("with %s is none", (_name, source) => {
    expect(found(source)).toEqual([]);
  });

  it("is judged in pages alone, not in feeds and texts", () => {
    expect(found("<channel><item>", "feed.xml")).toEqual([]);
    expect(found("</p>", "robots.txt")).toEqual([]);
  });

  it("has no problem in the sample pages", () => {
    for (const { source } of samplePages) expect(found(source)).toEqual([]);
  });
});
