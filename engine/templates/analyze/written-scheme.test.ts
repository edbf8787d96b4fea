import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { app, model, text } from "../../../tests/builders.ts";
import { readDefinition } from "../../definition/reader.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { scalar } from "../../value-types/value-type.ts";
import { compileTemplate } from "../render/compile-template.ts";
import { templateUnit } from "../syntax/template-unit.ts";

const scope = {
  variables: { a: scalar("bool"), x: scalar("text"), y: scalar("text") },
  rows: [],
  model: modelShapes(readDefinition(app(model("m", text("t"))))),
  choiceLabels: () => undefined,
  routes: compileRoutes([]),
  locale: "en",
  timeZone: "UTC",
};
const compile = (source: string) =>
  compileTemplate({ entry: templateUnit("t.html", source), lookup: () => undefined, scope });
const codes = (source: string) => {
  const compiled = compile(source);
  return compiled.ok ? [] : compiled.problems.map(({ code }) => code);
};

describe("an address that is a script", () => {
  it.each([
    '<a href="javascript:go()">x</a>',
    '<a href=" JavaScript:go({{ x }})">x</a>',
    '<a href="java&#115;cript:go()">x</a>',
    '<a href="java&#x73;cript:go()">x</a>',
    '<a href="&#106&#97;vascript:go()">x</a>',
    '<a href="java\nscript&colon;go()">x</a>',
    '<a href="java&Tab;script&#58;go()">x</a>',
    '<a href="java\tscript&NewLine;:go()">x</a>',
    '<a href="\u0001javascript:go()">x</a>',
    '<a href="&#1; javascript:go()">x</a>',
    "<a href=javascript:go()>x</a>",
    "<a href='vbscript:go'>x</a>",
    '<a href="java{% if a %}script:go(){% endif %}">x</a>',
    '<a href="{% if a %}javascript:go(){% else %}/x{% endif %}">x</a>',
    '<a href="java{% comment %}x{% endcomment %}script:go()">x</a>',
    '<a HREF="javascript:go()">x</a>',
    '<img src="javascript:go()" alt="">',
    '<form action="javascript:go()"></form>',
    '<button formaction="javascript:go()">x</button>',
    '<svg><a xlink:href="javascript:go()"><text>x</text></a></svg>',
    '<svg><set attributeName="href" to="javascript:go()"/></svg>',
    '<base href="javascript:/">',
    '<body background="javascript:go()">',
    '<a href="data:text/html,<p>x</p>">x</a>',
    '<a href="DATA:text/html;base64,AA==">x</a>',
    '<iframe src="data:text/html,x"></iframe>',
    '<object data="data:text/html,x"></object>',
  ])("is an error: %s", (source) => expect(codes(source)).toContain("TEMPLATE_E020"));

  it.each([
    '<a href="https://example.com/javascript:x">x</a>',
    '<a href="/javascript:x">x</a>',
    '<a href="?from=javascript:x">x</a>',
    '<a href="#javascript:x">x</a>',
    '<a href="mailto:a@example.com" title="javascript: a language">x</a>',
    '<a data-language="javascript:">x</a>',
    '<a href="tel:{{ x }}">x</a>',
    '<a href="page-{{ x }}">x</a>',
    '<a href="{{ x }}&amp;sort=a">x</a>',
    '<a href="{% if a %}/x{% else %}/y{% endif %}?a={{ x }}">x</a>',
    '<img src="data:image/png;base64,AA==" alt="">',
    '<link rel="icon" href="data:image/png;base64,AA==">',
    '<img srcset="/a.png 1x, /b.png 2x" src="/a.png" alt="">',
  ])("is nothing else: %s", (source) => expect(codes(source)).toEqual([]));

  it("is not put together from text and values, in however many pieces (the URL standard is the judge)", () => {
    const written = fc.constantFrom(
      "java",
      "script",
      "j",
      "javascript",
      "javascript:",
      ":",
      "&colon;",
      "&#58;",
      "&#x3a",
      "&#",
      "58",
      ";",
      "&",
      "co",
      "lon;",
      "\t",
      " ",
      "/",
      "?",
      "x",
      "&Tab;",
      "data:text/html,",
    );
    const piece = fc.oneof(
      { weight: 3, arbitrary: written },
      { weight: 2, arbitrary: fc.constantFrom("{{ x }}", "{{ y }}") },
      { weight: 2, arbitrary: written.map((text) => `{% if a %}${text}{% endif %}`) },
      { weight: 1, arbitrary: fc.constant("{% if a %}{{ x }}{% endif %}") },
    );
    const value = fc.oneof(
      fc.constantFrom(
        "javascript:alert(1)",
        "script:alert(1)",
        "java",
        "javascript",
        ":",
        "58;",
        "colon;",
        "cript&colon;",
        "&#58;",
        "\tjavascript:x",
      ),
      fc.string({ maxLength: 6 }),
    );
    let rendered = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), value, value, fc.boolean(), (pieces, x, y, a) => {
        const compiled = compile(`<a href="${pieces.join("")}">`);
        if (!compiled.ok) return;
        const budget = { maxOperations: 10_000, maxOutput: 10_000, deadline: 1, now: () => 0 };
        const result = compiled.template.render({ x, y, a }, budget);
        if (!result.ok) throw new Error(result.problem.message);
        rendered++;
        const protocol = protocolOf(asBrowsersDecode(/href="([^"]*)"/.exec(result.html)?.[1] ?? ""));
        expect(["javascript:", "vbscript:", "data:"], result.html).not.toContain(protocol);
      }),
      { numRuns: 6_000 },
    );
    expect(rendered).toBeGreaterThan(500);
  });
});

const NAMED: Readonly<Record<string, string>> = {
  "&colon;": ":",
  "&Tab;": "\t",
  "&NewLine;": "\n",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
};
const character = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
const asBrowsersDecode = (value: string) =>
  value.replace(/&#x([0-9a-f]+);?|&#(\d+);?|&\w+;/gi, (whole, hex?: string, decimal?: string) => {
    if (hex) return character(Number.parseInt(hex, 16));
    return decimal ? character(Number(decimal)) : (NAMED[whole] ?? whole);
  });
const protocolOf = (address: string) => {
  try {
    return new URL(address, "https://app.example/list/").protocol;
  } catch {
    return "none";
  }
};
