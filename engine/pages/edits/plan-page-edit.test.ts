import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlPieces } from "../../../tests/arbitraries/html-pieces.ts";
import { textChanges } from "../../edits/text-changes.ts";
import { applyChanges, mapOffset } from "../map-offset.ts";
import { everyNode, pageOutline } from "../outline/page-outline.ts";
import type { PageGesture } from "./page-gesture.ts";
import { planPageEdit } from "./plan-page-edit.ts";
import { lineEnd, lineStart } from "./source-lines.ts";

/** The node whose source begins with a text. */
const at = (source: string, text: string): number => {
  const found = source.indexOf(text);
  if (found < 0) throw new Error(`${text} is not in the source.`);
  return found;
};

function edited(source: string, gesture: PageGesture): string {
  const plan = planPageEdit(pageOutline(source), gesture);
  if ("refused" in plan) throw new Error(plan.refused);
  expect(applyChanges(source, plan.changes)).toBe(plan.source);
  return plan.source;
}

const page = `<section>
  <h1>One</h1>
  <p>Two</p>
</section>
<ul>
  <li>a</li>
</ul>
`;

describe("planPageEdit", () => {
  it("inserts on lines of its own, with the indentation of what stands beside", () => {
    const place = { parent: 0, branch: 0, index: 1 };
    expect(edited(page, { kind: "insert", place, source: "<div>\n  <b>x</b>\n</div>" })).toBe(
      page.replace("  <p>", "  <div>\n    <b>x</b>\n  </div>\n  <p>"),
    );
    expect(edited(page, { kind: "insert", place: { ...place, index: 2 }, source: "<hr>" })).toBe(
      page.replace("</p>\n", "</p>\n  <hr>\n"),
    );
  });

  it.each([
    ["<div></div>", "<div>\n  <hr>\n</div>"],
    ["<div>\n</div>\n", "<div>\n  <hr>\n</div>\n"],
    ["  <div></div>\n", "  <div>\n    <hr>\n  </div>\n"],
    ["{% if a %}{% endif %}", "{% if a %}\n  <hr>\n{% endif %}"],
  ])("inserts into what is empty: %j", (source, expected) => {
    const parent = source.search(/\S/);
    expect(edited(source, { kind: "insert", place: { parent, branch: 0, index: 0 }, source: "<hr>" })).toBe(expected);
  });

  it("keeps the line ends of the source", () => {
    const source = "<div>\r\n  <p>a</p>\r\n</div>\r\n";
    const place = { parent: 0, branch: 0, index: 1 };
    expect(edited(source, { kind: "insert", place, source: "<ul>\n  <li>b</li>\n</ul>" })).toBe(
      "<div>\r\n  <p>a</p>\r\n  <ul>\r\n    <li>b</li>\r\n  </ul>\r\n</div>\r\n",
    );
  });

  it("moves whole lines and gives them the new indentation, but not inside <pre>", () => {
    const source = "<div>\n  <section>\n    <pre>\n  x\n</pre>\n    <b>y</b>\n  </section>\n</div>\n<hr>\n";
    expect(
      edited(source, {
        kind: "move",
        node: at(source, "<section>"),
        place: { parent: undefined, branch: 0, index: 2 },
      }),
    ).toBe("<div>\n</div>\n<hr>\n<section>\n  <pre>\n  x\n</pre>\n  <b>y</b>\n</section>\n");
  });

  it("selects what was moved", () => {
    const plan = planPageEdit(pageOutline(page), {
      kind: "move",
      node: at(page, "<h1>"),
      place: { parent: 0, branch: 0, index: 2 },
    });
    if ("refused" in plan) throw new Error(plan.refused);
    expect(plan.source.slice(plan.selectAt)).toMatch(/^<h1>/);
  });

  it("duplicates, removes, wraps and takes the wrapping off again", () => {
    const node = at(page, "<p>");
    expect(edited(page, { kind: "duplicate", node })).toBe(page.replace("  <p>Two</p>\n", "  <p>Two</p>\n".repeat(2)));
    expect(edited(page, { kind: "remove", node })).toBe(page.replace("  <p>Two</p>\n", ""));
    const wrapped = edited(page, { kind: "wrap", node, open: "{% if a %}", close: "{% endif %}" });
    expect(wrapped).toBe(page.replace("  <p>Two</p>\n", "  {% if a %}\n    <p>Two</p>\n  {% endif %}\n"));
    const unwrapped = edited(wrapped, { kind: "unwrap", node });
    expect(unwrapped.replace("    <p>", "  <p>")).toBe(page);
  });

  it.each([
    ['<a class="x">', "href", "/b?c=1&d", '<a class="x" href="/b?c=1&amp;d">'],
    ["<a href='/b'>", "href", "it's", "<a href='it&#39;s'>"],
    ["<a href=b>", "href", "c d", '<a href="c d">'],
    ["<a href>", "href", "c", '<a href="c">'],
    ["<a  href='/b' id=c>", "href", undefined, "<a id=c>"],
    ["<a>", "title", 'say "{{ x }}"', '<a title="say &quot;&#123;&#123; x &#125;&#125;&quot;">'],
    ["<a {% if x %}href='/b'{% endif %}>", "href", "/c", "<a href=\"/c\" {% if x %}href='/b'{% endif %}>"],
  ])("writes an attribute of %s", (source, name, value, expected) => {
    expect(edited(`${source}y</a>`, { kind: "setAttribute", node: 0, name, value })).toBe(`${expected}y</a>`);
  });

  it.each([
    ['<p class="own tone-soft big">', "tone-accent", '<p class="own tone-accent big">'],
    ['<p class="own">', "tone-accent", '<p class="own tone-accent">'],
    ["<p>", "tone-accent", '<p class="tone-accent">'],
    ['<p class="tone-soft">', undefined, "<p>"],
    ['<p class="a tone-soft b">', undefined, '<p class="a b">'],
    [
      '<p class="a{% if x %} tone-soft{% endif %}">',
      "tone-accent",
      '<p class="tone-accent a{% if x %} tone-soft{% endif %}">',
    ],
    ["<p class=own>", "tone-soft", '<p class="own tone-soft">'],
  ])("sets a class of %s", (source, token, expected) => {
    const group = ["tone-soft", "tone-accent"];
    expect(edited(`${source}y</p>`, { kind: "setClassToken", node: 0, group, token })).toBe(`${expected}y</p>`);
  });

  it.each([
    ["<p></p>", "<div></div>", "<div> cannot stand in <p>: browsers would end the <p> before it."],
    ["<ul></ul>", "<p></p>", "Only <li> can stand in <ul>."],
    ["<section></section>", "<li></li>", "<li> can stand only in <ul>, <ol> and <menu>."],
    ["<section></section>", "<b>", "The page would not be readable afterwards, so nothing was changed."],
    ["<section></section>", "{% if %}", "{% if %} is not closed. Add {% endif %} where it ends."],
  ])("refuses to insert into %s what browsers would repair: %s", (source, piece, sentence) => {
    const place = { parent: 0, branch: 0, index: 0 };
    expect(planPageEdit(pageOutline(source), { kind: "insert", place, source: piece })).toEqual({ refused: sentence });
  });

  it("refuses to move a part into itself, and to change what is no longer there", () => {
    const outline = pageOutline(page);
    expect(
      planPageEdit(outline, { kind: "move", node: 0, place: { parent: at(page, "<p>"), branch: 0, index: 0 } }),
    ).toEqual({ refused: "A part cannot be moved into itself." });
    expect(planPageEdit(outline, { kind: "remove", node: 3 })).toEqual({ refused: "This is no longer on the page." });
  });

  it("a random series of gestures changes back to the same bytes, and code keeps its own", () => {
    const gestures = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(4), fc.nat(4)), { maxLength: 8 });
    fc.assert(
      fc.property(htmlPieces, gestures, (source, series) => {
        const texts = [source];
        let now = source;
        for (const [which, into, index, kind] of series) {
          const outline = pageOutline(now);
          const nodes = [...everyNode(outline.nodes)].filter((node) => node.kind !== "code");
          const node = nodes[which % nodes.length];
          const parent = nodes.filter(({ branches }) => branches.length > 0)[into % nodes.length];
          if (!node) break;
          const code = [...everyNode(outline.nodes)].filter(({ kind }) => kind === "code");
          const place = { parent: parent?.from, branch: 0, index };
          const gesture: PageGesture =
            kind === 0
              ? { kind: "insert", place, source: "<div>\n  <p>new</p>\n</div>" }
              : kind === 1
                ? { kind: "move", node: node.from, place }
                : kind === 2
                  ? { kind: "setClassToken", node: node.from, group: ["a", "pad-1"], token: "pad-1" }
                  : { kind: "duplicate", node: node.from };
          if (kind === 2 && node.kind !== "element") continue;
          const plan = planPageEdit(outline, gesture);
          if ("refused" in plan) continue;
          // What a gesture replaces stands on the lines of the node that it names; anything else it only adds.
          for (const { from, to } of plan.changes.filter((change) => change.to > change.from)) {
            expect(from).toBeGreaterThanOrEqual(lineStart(now, node.from));
            expect(to).toBeLessThanOrEqual(lineEnd(now, node.to));
          }
          for (const { from, to } of code) expect(plan.source).toContain(now.slice(from, to));
          texts.push(plan.source);
          now = plan.source;
        }
        for (let step = texts.length - 1; step > 0; step--)
          now = applyChanges(now, textChanges(texts[step] as string, texts[step - 1] as string));
        expect(now).toBe(source);
      }),
      { numRuns: 400 },
    );
  });
});

describe("mapOffset", () => {
  const changes = [
    { from: 2, to: 4, insert: "xyz" },
    { from: 6, to: 6, insert: "!" },
  ];
  it.each([
    [0, 0],
    [2, undefined],
    [3, undefined],
    [4, 5],
    [6, 8],
    [7, 9],
  ])("takes %d to %s", (offset, expected) => {
    expect(mapOffset(changes, offset)).toBe(expected);
  });
});
