import { describe, expect, it } from "vitest";
import { app, model, text } from "../../../tests/builders.ts";
import { readDefinition } from "../../definition/reader.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { scalar } from "../../value-types/value-type.ts";
import { templateUnit } from "../syntax/template-unit.ts";
import { analyzeTemplate } from "./analyze-template.ts";

const reader = readDefinition(app(model("m", text("t"))));
const scope = {
  variables: { a: scalar("bool"), b: scalar("bool"), x: scalar("text") },
  rows: [],
  model: modelShapes(reader),
  choiceLabels: () => undefined,
  routes: compileRoutes([]),
  locale: "en",
  timeZone: "UTC",
};
const problems = (source: string) =>
  analyzeTemplate({
    entry: templateUnit("page.html", source),
    lookup: () => undefined,
    scope,
  }).problems;
const codes = (source: string) => problems(source).map(({ code }) => code.replace("TEMPLATE_", ""));

describe("markup that can do nothing on a page", () => {
  it.each([
    ["<script>go()</script>", ["W004"]],
    ['<script src="/x.js"></script>', ["W004"]],
    ['<script type="module">go()</script>', ["W004"]],
    ["<script type=text/javascript>go()</script>", ["W004"]],
    ['<script type="application/ld+json">{"@type":"Film"}</script>', []],
    ['<script type="text/plain">a</script>', []],
    ['<button onclick="go()">x</button>', ["W004"]],
    ["<body onload='go()'>", ["W004"]],
    ['<iframe src="https://example.com/"></iframe>', ["W004"]],
    ['<embed src="/x.pdf">', ["W004"]],
    ['<object data="/x.pdf"></object>', ["W004"]],
    ['<video src="/x.mp4" controls></video>', []],
    ['<form method="post"><button>x</button></form>', ["FORM_E006"]],
    ['<form method=" POST ">x</form>', ["FORM_E006"]],
    ['<form action="https://example.com/send">x</form>', ["W005"]],
    ['<form action="//example.com/send">x</form>', ["W005"]],
    ['<button formmethod="post">x</button>', ["FORM_E006"]],
    ['<form method="get" action="/films/"><input name="search"></form>', []],
    ["<form><input name='search'></form>", []],
    ['<form action="/x?from=https://example.com">x</form>', []],
    ['<img src="data:image/png;base64,AA==" alt="">', []],
    ['<a href="https://example.com/javascript:x">x</a>', []],
    ['<a href="mailto:a@example.com" title="javascript: a language">x</a>', []],
  ])("%s", (source, expected) => expect(codes(source)).toEqual(expected));

  it("comes with what works instead", () => {
    const warnings = ["<script></script>", "<iframe></iframe>", '<form action="//example.com/"></form>'];
    for (const source of warnings)
      expect(problems(source)[0]).toMatchObject({ severity: "warning", hint: expect.stringMatching(/\w/) });
    // A visitor would lose what was typed, so it is not published.
    expect(problems('<form method="post"></form>')[0]).toMatchObject({
      severity: "error",
      hint: expect.stringMatching(/\w/),
    });
  });
});
