import { describe, expect, it } from "vitest";
import { branchesToLookAt, withBranchShown } from "./look-at-branch.ts";
import { pageOutline } from "./outline/page-outline.ts";

const shown = (source: string, branch: number) => {
  const [node] = pageOutline(source).nodes;
  if (!node) throw new Error("Nothing is there.");
  return withBranchShown(source, node, branch);
};
const labels = (source: string) =>
  pageOutline(source)
    .nodes.flatMap((node) => branchesToLookAt(node))
    .map(({ label }) => label);

describe("a branch that is looked at", () => {
  it("of a loop is its rows, or what stands there without any", () => {
    const loop = "{% for b in page.items reversed %}<p>x</p>{% empty %}<p>none</p>{% endfor %}";
    expect(labels(loop)).toEqual(["With rows", "Without rows"]);
    expect(shown(loop, 0)).toBe(loop);
    expect(shown(loop, 1)).toBe(loop.replace("page.items", 'page.items|slice:":0"'));
    expect(labels("{% for b in page.items %}<p>x</p>{% endfor %}")).toEqual([]);
  });

  it("of a condition is each of its cases, and no where it shows nothing", () => {
    const cases = "{% if a %}1{% elif b == 2 %}2{% else %}3{% endif %}";
    expect(labels(cases)).toEqual(["Yes", "Case 2", "No"]);
    expect(shown(cases, 0)).toBe("{% if true %}1{% elif false %}2{% else %}3{% endif %}");
    expect(shown(cases, 1)).toBe("{% if false %}1{% elif true %}2{% else %}3{% endif %}");
    expect(shown(cases, 2)).toBe("{% if false %}1{% elif false %}2{% else %}3{% endif %}");
    expect(shown("{% if a %}1{% endif %}", 1)).toBe("{% if false %}1{% endif %}");
  });
});
