import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, date, decimal, longText, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { samplePageHtml, samplePages } from "../../../tests/support/sample-pages.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import type { View } from "../../view-types/registry.ts";
import { PagePreview } from "../../views/preview/preview-page.ts";
import { markPage } from "../mark-page.ts";
import { checkPage } from "./check-page.ts";
import { pageFindingCodes } from "./page-finding.ts";

const token = "abcdefghijklmnop";
/** What is found in a body that has a main heading. */
const found = (body: string): readonly string[] =>
  checkPage({ html: `<!doctype html><body><h1>Books</h1>${body}</body>`, token, theme: undefined }).map(
    ({ code, mark }) => (mark === undefined ? code : `${code} ${mark}`),
  );
const at = (from: number): string => ` data-${token}="0.${from}"`;

describe("the checks of a page", () => {
  it.each([
    ["a picture without a description", `<img${at(7)} src="a.png">`, ["PAGE_W001 0.7"]],
    ["a picture that decorates", `<img src="a.png" alt="">`, []],
    ["a picture that nobody hears of", `<p aria-hidden="true"><img src="a.png"></p>`, []],
    ["a second main heading", `<h1${at(9)}>More</h1>`, ["PAGE_W002 0.9"]],
    ["a level that is left out", `<h2>A</h2><h4${at(3)}>B</h4>`, ["PAGE_W003 0.3"]],
    ["levels in order", "<h2>A</h2><h3>B</h3><h2>C</h2>", []],
    ["a link without words", `<a${at(5)} href="/"><i></i></a>`, ["PAGE_W004 0.5"]],
    ["a link with a picture that has words", `<a href="/"><img src="a.png" alt="Home"></a>`, []],
    ["a link with a picture that has none", `<a${at(5)} href="/"><img src="a.png" alt=""></a>`, ["PAGE_W004 0.5"]],
    ["a button with a label alone", `<button aria-label="Close"></button>`, []],
    ["an anchor that is no link", `<a id="x"></a>`, []],
    ["a control without a label", `<input${at(2)} name="q">`, ["PAGE_W005 0.2"]],
    [
      "labels in all their forms",
      `<label>A <input></label><label for="b">B</label><select id="b"></select><textarea title="C"></textarea><input type="hidden"><input type="submit">`,
      [],
    ],
    ["an id that stands twice", `<p id="a"></p><p${at(1)} id="a"></p>`, ["PAGE_W006 0.1"]],
    [
      "a light part in a dark one",
      `<section class="band tone-strong"><div${at(4)} class="card tone-soft">x</div></section>`,
      ["PAGE_W007 0.4"],
    ],
    [
      "a dark part in a light one",
      `<section class="band tone-soft"><div class="card tone-strong">x</div></section>`,
      [],
    ],
    ["many elements", "<b>x</b>".repeat(1_600), ["PAGE_W009"]],
    ["much text", `<p>${"x".repeat(120_000)}</p>`, ["PAGE_W009"]],
  ])("judge %s", (_name, body, codes) => {
    expect(found(body)).toEqual(codes);
  });

  it("say once what a loop does many times, and where what has no mark stands", () => {
    expect(found(`<img${at(7)}>`.repeat(50))).toEqual(["PAGE_W001 0.7"]);
    expect(found(`<div${at(8)}><p><img></p></div>`)).toEqual(["PAGE_W001 0.8"]);
  });

  it("miss a main heading where there is none", () => {
    const [finding] = checkPage({ html: "<body><p>x</p></body>", token, theme: undefined });
    expect(finding).toMatchObject({ code: "PAGE_W002", mark: undefined });
  });

  it("are documented in docs/pages.md", () => {
    const documented = readFileSync(new URL("../../../docs/pages.md", import.meta.url), "utf8");
    for (const [code, meaning] of Object.entries(pageFindingCodes))
      expect(documented).toContain(`| \`${code}\` | ${meaning} |`);
  });

  it("never throw on what a browser would repair", () => {
    for (const html of ["", "<", "</p></p>", "<table>x<tr>", "{{ a }}{% if %}", "<a href=<a>", `<p ${at(1)}`])
      checkPage({ html, token, theme: undefined });
  });

  it.each(samplePages.map((sample) => [sample.name, sample] as const))(
    "have nothing to say of the %s",
    (_name, sample) => {
      expect(checkPage({ html: samplePageHtml(sample), token, theme: sample.theme })).toEqual([]);
    },
  );

  it.each([
    ["list", "/"],
    ["detail", "/<int:id>/"],
    ["create", "/"],
  ])("have nothing to say of the default page %s", (name, path) => {
    const made = app(
      model("author", text("name")),
      model("book", text("title"), decimal("price"), date("released"), longText("about"), relation("author", "author")),
    );
    const id = testId("route", "page");
    const view = { name, modelId: modelId("book"), ...(name === "list" ? { pageSize: 3 } : {}) } as View;
    const route = { kind: "route", id, name: "page", label: "Books", path, view, access: "true", order: "i" };
    const definition = { ...made, records: { ...made.records, [id]: route } } as AppDefinition;
    const marked = markPage(definition, { routeId: id, token, random: seededRandom(7) });
    const preview = new PagePreview(marked.definition, undefined, { monotonic: () => 0, markToken: "m".repeat(16) });
    const ask = {
      routeId: id,
      as: { kind: "builder" },
      rows: "sample",
      origin: "https://x.example",
      time: "2026-11-30T00:00:00Z",
    } as const;
    const step = preview.step({ ...ask, address: path === "/" ? "/" : "/1/" }, undefined);
    if (step.kind !== "page") throw new Error(JSON.stringify(step));
    expect(checkPage({ html: step.html, token, theme: undefined })).toEqual([]);
  });
});
