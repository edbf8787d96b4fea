import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCKED_URL, escapers, isSafeUrl, placeOfValue } from "../render/escaping.ts";
import { joinBranches, placeOfBranch } from "./html-branches.ts";
import { readHtml, startOfPage } from "./html-context.ts";

const at = (html: string) => readHtml(startOfPage, html);
const place = (html: string) => {
  const found = placeOfValue(at(html).context);
  return found.ok ? found.place : found.code;
};

describe("the place of a value", () => {
  it.each([
    ["", "text"],
    ["<p>", "text"],
    ["<p>a < b ", "text"],
    ["<!doctype html><title>", "text"],
    ["<textarea><b>", "text"],
    ["<!-- a --> ", "text"],
    ["<!-->", "text"],
    ["<!--->", "text"],
    ["<!-- a --!>", "text"],
    ["<script>a</script>", "text"],
    ["<script>a</script >", "text"],
    ['<p class="', "attribute"],
    ["<p class='a ", "attribute"],
    ["<P CLASS='", "attribute"],
    ['<img alt="x" title = "', "attribute"],
    ['<meta name="description" content="', "attribute"],
    ['<a href="', "urlStart"],
    ['<a href="/', "urlPath"],
    ['<a href="/x?q=', "urlQuery"],
    ['<a href="#', "urlQuery"],
    ['<a href=" ', "urlStart"],
    ['<a xlink:href="', "urlStart"],
    ['<p data-url="', "urlStart"],
    ['<img src="', "urlStart"],
    ['<img srcset="', "srcset"],
    ['<img srcset="/a.png 1x, ', "srcset"],
    ['<img srcset="/', "urlQuery"],
    ['<form action="', "urlStart"],
    ['<p style="width:', "styleNumber"],
    ["<svg><a href='", "urlStart"],
    ["<svg><title><b class='", "attribute"],
    ["<script>", "TEMPLATE_E014"],
    ["<SCRIPT>", "TEMPLATE_E014"],
    ["<script>var a = '</scr", "TEMPLATE_E014"],
    ["<script>a</scripts>", "TEMPLATE_E014"],
    ["<svg><script>", "TEMPLATE_E014"],
    ["<style>", "TEMPLATE_E014"],
    ["<iframe>", "TEMPLATE_E014"],
    ["<!-- ", "TEMPLATE_E014"],
    ["<!--!>", "TEMPLATE_E014"],
    ["<!-- --!", "TEMPLATE_E014"],
    ["<!---!> ", "TEMPLATE_E014"],
    ["<!----!> ", "text"],
    ["<!-- -- > ", "TEMPLATE_E014"],
    ["<!-- --!-> ", "TEMPLATE_E014"],
    ["<!-- ---> ", "text"],
    ["<!doctype ", "TEMPLATE_E014"],
    ["<?php ", "TEMPLATE_E014"],
    ["<", "TEMPLATE_E014"],
    ["</", "TEMPLATE_E014"],
    ["<p", "TEMPLATE_E014"],
    ["<p ", "TEMPLATE_E014"],
    ["<p class", "TEMPLATE_E014"],
    ["<p class ", "TEMPLATE_E014"],
    ["<p class=''", "TEMPLATE_E014"],
    ["<p class=", "TEMPLATE_E017"],
    ["<p class= ", "TEMPLATE_E017"],
    ["<p class=a", "TEMPLATE_E017"],
    ['<p onclick="', "TEMPLATE_E014"],
    ['<p ONCLICK="', "TEMPLATE_E014"],
    ['<p x-on:click="', "TEMPLATE_E014"],
    ['<p @click="', "TEMPLATE_E014"],
    ['<iframe srcdoc="', "TEMPLATE_E014"],
    ['<script src="', "TEMPLATE_E014"],
    ['<base href="', "TEMPLATE_E014"],
    ['<link rel="', "TEMPLATE_E014"],
    ['<svg><animate values="', "TEMPLATE_E014"],
    ['<meta http-equiv="refresh" content="', "TEMPLATE_E014"],
  ])("%s is %s", (html, expected) => expect(place(html)).toBe(expected));

  it("sees http-equiv after a content with a value", () => {
    const value = placeOfValue(at('<meta content="').context);
    if (!value.ok) throw new Error("refused");
    expect(readHtml(value.after, '" http-equiv="refresh"').faults).toHaveLength(1);
  });

  it("refuses a value that could choose the scheme of a link", () => {
    const value = placeOfValue(at('<a href="').context);
    if (!value.ok) throw new Error("refused");
    expect(readHtml(value.after, ':alert(1)"').faults).toHaveLength(1);
    expect(readHtml(value.after, '/a:b"').faults).toHaveLength(0);
    expect(placeOfValue(value.after)).toMatchObject({ place: "urlUnknown" });
  });

  it.each([
    "<p =a>",
    "<p a'b>",
    "<p a<b>",
    "<p a=b'c>",
    "<plaintext>",
    "<script><!--",
    "<svg><style><a",
    "<svg><![CDATA[",
  ])("finds fault with %s", (html) =>
    expect(at(html).faults.filter(({ code }) => code === "TEMPLATE_E018")).toHaveLength(1),
  );

  it("comes to the same place in one piece or many", () => {
    const bits = fc.constantFrom(
      "<",
      ">",
      "/",
      "!",
      "-",
      "--",
      " ",
      "=",
      '"',
      "'",
      "a",
      "script",
      "svg",
      "title",
      "href",
      "onx",
      "meta",
      "<!--",
      "</script>",
      "?",
      ":",
      "#",
      "<a href='",
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 30 }), (parts) => {
        const whole = at(parts.join("")).context;
        let step = startOfPage;
        for (const part of parts) step = readHtml(step, part).context;
        // The name of the current attribute is stored only at the end of a piece.
        expect({ ...step, attribute: "", attributeKind: 0 }).toEqual({ ...whole, attribute: "", attributeKind: 0 });
        if (whole.state === "value") expect(step.attributeKind).toEqual(whole.attributeKind);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("branches", () => {
  const branch = (before: string, inside: string) => {
    const start = placeOfBranch(at(before).context);
    if (typeof start === "string") return "refused";
    const joined = joinBranches(start, [readHtml(start, inside).context]);
    return typeof joined === "string" ? "differs" : joined.state;
  };
  it.each([
    ["<p>", "<b>x</b>", "text"],
    ["<p ", 'class="a"', "tag"],
    ["<option", " selected", "tagBreak"],
    ["<option ", "selected", "tagBreak"],
    ['<p class="a', " b", "value"],
    ["<script>", "a()", "rawText"],
    ["<!-- ", "a", "comment"],
    ["<p>", '<a href="', "differs"],
    ["<p>", "<a", "differs"],
    ['<a href="', '">', "differs"],
    ["<p>", "<script>", "differs"],
    ["<p>", "<!--", "differs"],
    ["<p>", "<svg>", "differs"],
    ["<script>", "</script>", "differs"],
    ["<", "p", "refused"],
    ["<a href=", '"x"', "refused"],
    ["<a href=x", "y", "refused"],
  ])("in a branch: %s, %s → %s", (before, inside, expected) => expect(branch(before, inside)).toBe(expected));

  it("finds fault with a name put together from pieces", () => {
    const start = placeOfBranch(at("<p ").context);
    if (typeof start === "string") throw new Error(start);
    const after = joinBranches(start, [readHtml(start, "on").context]);
    if (typeof after === "string") throw new Error(after);
    expect(readHtml(after, "click=").faults).toHaveLength(1);
    expect(readHtml(after, " click=").faults).toHaveLength(0);
  });

  it("does not trust an address that began in a branch", () => {
    const start = placeOfBranch(at('<a href="').context);
    if (typeof start === "string") throw new Error(start);
    const after = joinBranches(start, [readHtml(start, "/x").context]);
    if (typeof after === "string") throw new Error(after);
    expect(placeOfValue(after)).toMatchObject({ place: "urlUnknown" });
    expect(escapers.urlUnknown("javascript:alert(1)")).toBe("javascript%3Aalert(1)");
  });
});

describe("escapers", () => {
  it.each([
    "javascript:alert(1)",
    " JavaScript:x",
    "java\nscript:x",
    "\u0001javascript:x",
    "data:text/html,x",
    "vbscript:x",
    "blob:x",
    "file:///etc",
    "x:y",
  ])("block %j as an address", (url) => expect(escapers.urlStart(url)).toBe(BLOCKED_URL));
  it.each([
    ["/a b?q=1&r='2'", "/a%20b?q=1&amp;r=%272%27"],
    ["https://a.example/ü?x=%20#y", "https://a.example/%C3%BC?x=%20#y"],
    ["page/2:3", "page/2:3"],
    ["mailto:a@b.example", "mailto:a@b.example"],
    ['"><script>', "%22%3E%3Cscript%3E"],
    ["50%", "50%25"],
  ])("leave %j as %s", (url, expected) => expect(escapers.urlStart(url)).toBe(expected));
  it("encode a whole component in a query", () =>
    expect(escapers.urlQuery("a&b='c' d?/")).toBe("a%26b%3D%27c%27%20d%3F%2F"));
  it("keep slashes and escapes in a path, and no ? or #", () =>
    expect(escapers.urlPath("a/b?c#d%20e")).toBe("a/b%3Fc%23d%20e"));
  it("pass only numbers into CSS", () =>
    expect(["12.5", "-3", "red", "1;x", "1e3"].map(escapers.styleNumber)).toEqual(["12.5", "-3", "0", "0", "0"]));
  it("check every address of a srcset", () => {
    expect(escapers.srcset("/a.png 1x, javascript:x 2x, /b c.png")).toBe(`/a.png 1x, ${BLOCKED_URL}, ${BLOCKED_URL}`);
  });
  it("never let a character through that ends an attribute or begins a tag", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom(...(Object.keys(escapers) as (keyof typeof escapers)[])),
        (text, name) => {
          expect(escapers[name](text)).not.toMatch(/[<>"']/);
        },
      ),
      { numRuns: 2_000 },
    );
  });
  it("treat as unsafe whatever the URL parser reads with another scheme", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("javascript", "data", "http", ":", "/", "\\", "\t", "\n", " ", "\u0000", "x", "?", "#", "//"),
          { maxLength: 8 },
        ),
        (parts) => {
          const text = parts.join("");
          fc.pre(isSafeUrl(text) && URL.canParse(text, "https://base.example/"));
          expect(["http:", "https:", "mailto:", "tel:", "sms:"]).toContain(
            new URL(text, "https://base.example/").protocol,
          );
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
