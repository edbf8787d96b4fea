import { describe, expect, it } from "vitest";
import { samplePages } from "../../tests/support/sample-pages.ts";
import { everyNode, pageOutline } from "../pages/outline/page-outline.ts";
import { themeCss } from "../views/theme/theme.ts";
import { classChoices } from "./class-tokens.ts";
import { blockTypeOf, blockTypes, classesOf } from "./registry.ts";

const css = themeCss();
const isStyled = (token: string): boolean => new RegExp(`\\.${token}(?![\\w-])`).test(css);
const offered = [...classChoices, ...blockTypes.flatMap(({ properties }) => properties)].flatMap((choice) =>
  choice.kind === "token" ? choice.options.flatMap(({ value }) => value ?? []) : [],
);

describe("the vocabulary of classes", () => {
  it("is whole, and each class has a rule in the theme", () => {
    const numbered = ["gap", "pad", "cols"].flatMap((name) => [1, 2, 3, 4, 5, 6].map((size) => `${name}-${size}`));
    const named =
      "align-start align-center align-end justify-start justify-center justify-end justify-between width-narrow width-normal width-wide width-full tone-plain tone-soft tone-accent tone-strong text-small text-large ratio-1x1 ratio-4x3 ratio-16x9 round hide-phone hide-tablet hide-desktop cols-phone-1 cols-phone-2 stack-phone".split(
        " ",
      );
    expect(new Set(offered)).toEqual(new Set([...offered, ...numbered, ...named]));
    expect(offered.filter((token) => !isStyled(token))).toEqual([]);
  });

  it("has no class in two choices of one block", () => {
    for (const { name, properties } of blockTypes) {
      const own = properties.flatMap((one) =>
        one.kind === "token" ? one.options.flatMap(({ value }) => value ?? []) : [],
      );
      expect(own.length, name).toBe(new Set(own).size);
    }
  });
});

describe("the sample pages", () => {
  /** What stands in a block and is none itself. */
  const INSIDE = "div li dt dd strong footer".split(" ");
  it.each(samplePages.map((sample) => [sample.name, sample.source] as const))(
    "of the %s is made of blocks and classes of the theme alone",
    (_name, source) => {
      for (const node of everyNode(pageOutline(source).nodes)) {
        expect(node.kind).not.toBe("code");
        if (node.kind !== "element") continue;
        expect(blockTypeOf(node, source) !== undefined || INSIDE.includes(node.name), node.name).toBe(true);
        expect([...classesOf(node, source)].filter((token) => !isStyled(token))).toEqual([]);
      }
    },
  );
});
