import { describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { app, model, text } from "../../../../tests/builders.ts";
import { bookshop, HOSTILE_LABELS, hostileApi } from "../../../../tests/support/open-apis.ts";
import { openApiDocument } from "../openapi-document.ts";
import type { OpenApiDocument } from "../openapi-types.ts";
import { apiDocsPage } from "./api-docs-page.ts";
import { apiDocsScript } from "./api-docs-script.ts";
import { inlineHtml } from "./markdown-html.ts";

const documentOf = (definition: AppDefinition): OpenApiDocument =>
  openApiDocument(readDefinition(definition), { serverUrl: "https://shop.quintet.test", version: "7" });
const links = { styleHref: "/style.css", scriptHref: "/script.js", documentHref: "/openapi.json" };
const pageOf = (definition: AppDefinition): string => apiDocsPage(documentOf(definition), links);

/** Every tag of the page with its attributes; a value holds no > of its own, since escaping is what is tested. */
const tagsOf = (page: string): string[] => page.match(/<[a-z][^>]*>/gi) ?? [];

describe("the page of an app's API", () => {
  it("lets no label become markup, an attribute or an address", () => {
    const page = pageOf(hostileApi());
    const tags = tagsOf(page);
    const names = new Set(tags.map((tag) => /^<([a-z0-9]+)/i.exec(tag)?.[1]));
    for (const name of ["img", "b", "iframe", "svg", "style"]) expect([...names]).not.toContain(name);
    expect(tags.filter((tag) => tag.startsWith("<script"))).toEqual(['<script src="/script.js" defer>']);
    const attributes = new Set(tags.flatMap((tag) => tag.match(/\s[a-z-]+(?==")/g) ?? []));
    expect([...attributes].filter((name) => name.trim().startsWith("on") || name.trim() === "style")).toEqual([]);
    const hrefs = [...page.matchAll(/ (?:href|src)="([^"]*)"/g)].map((match) => match[1] as string);
    for (const href of new Set(hrefs))
      expect(href).toMatch(/^(?:#[A-Za-z0-9_-]+|\/(?:style\.css|script\.js|openapi\.json)|data:,)$/);
    // What is written is still there to read.
    const read = page
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'");
    for (const label of HOSTILE_LABELS.slice(0, -1)) expect([label, read.includes(label)]).toEqual([label, true]);
  });

  it("has a place for every operation, and every link on it leads somewhere", () => {
    const document = documentOf(bookshop());
    const page = apiDocsPage(document, links);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1] as string);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const operations = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((one) => one.operationId),
    );
    expect(operations.filter((id) => !ids.includes(id))).toEqual([]);
    const targets = [...page.matchAll(/ href="#([^"]*)"/g)].map((match) => match[1] as string);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("says nothing that the document does not say", () => {
    const page = pageOf(bookshop());
    for (const secret of ["Shel", "secret_code", "Anonymous", "editors", "edger"]) {
      expect([secret, page.includes(secret)]).toEqual([secret, false]);
    }
  });

  it("shows commands that a shell takes as they are meant", () => {
    const page = pageOf(bookshop());
    const url =
      "https://shop.quintet.test/api/v1/books?title__icontains=sea&amp;price__gte=10&amp;ordering=-price&amp;limit=5";
    expect(page).toContain(`curl &#39;${url}&#39;`);
    expect(page).toContain("curl -X DELETE &#39;https://shop.quintet.test/api/v1/books/1&#39;");
  });

  it("stands also when nothing is open", () => {
    const page = pageOf(app(model("book", text("title"))));
    expect(page).toContain("has not opened anything");
    expect(page).not.toContain("<nav");
  });

  it("shows escapes of descriptions as what they stand for, and other Markdown as it is", () => {
    const shown = (source: string) =>
      inlineHtml(source)
        .map((part) => part.text)
        .join("");
    expect(shown("a \\*b\\* &lt;i&gt; `x`")).toBe("a *b* &lt;i&gt; <code>x</code>");
    expect(shown("[a](javascript:b) <i>")).toBe("[a](javascript:b) &lt;i&gt;");
  });

  it("has a script that is one, and that makes no HTML of texts", () => {
    expect(() => new Function(apiDocsScript)).not.toThrow();
    expect(apiDocsScript).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|sessionStorage/,
    );
  });
});
