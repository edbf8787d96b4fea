import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeParts, mergeText } from "./merge-text.ts";

const texts = fc.array(fc.constantFrom("a", "b", "c", "", "\r"), { maxLength: 8 }).map((lines) => lines.join("\n"));

describe("mergeText", () => {
  it.each([
    ["changes apart", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"],
    ["an insertion and a deletion", "a\nb\nc\n", "a\nnew\nb\nc\n", "a\nb\n", "a\nnew\nb\n"],
    ["the same change", "a\nb\n", "a\nB\n", "a\nB\n", "a\nB\n"],
    ["a text without an end of line", "a\nb", "A\nb", "a\nb\nc", undefined],
    ["the same line in two ways", "a\nb\n", "a\nmine\n", "a\ntheirs\n", undefined],
    ["two insertions at one place", "a\n", "a\nmine\n", "a\ntheirs\n", undefined],
  ])("%s", (_what, base, mine, theirs, text) => {
    expect(mergeText({ base, mine, theirs })).toEqual(text === undefined ? { ok: false } : { ok: true, text });
  });

  it("gives the other's text when only one changed it, and is the same from both sides", () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        expect(mergeText({ base, mine: base, theirs })).toEqual({ ok: true, text: theirs });
        expect(mergeText({ base, mine, theirs: base })).toEqual({ ok: true, text: mine });
        expect(mergeText({ base, mine, theirs: mine })).toEqual({ ok: true, text: mine });
        expect(mergeText({ base, mine, theirs })).toEqual(mergeText({ base, mine: theirs, theirs: mine }));
      }),
      { numRuns: 500 },
    );
  });

  it("tells the clashes apart from what both agree on", () => {
    expect(mergeParts({ base: "a\nb\nc\nd\n", mine: "a\nmine\nc\nD\n", theirs: "A\n.\ntheirs\nc\nd\n" })).toEqual([
      { kind: "clash", base: "a\nb\n", mine: "a\nmine\n", theirs: "A\n.\ntheirs\n" },
      { kind: "agreed", text: "c\nD\n" },
    ]);
  });

  it("gives each of the two texts when one side is taken of every clash, but for what only the other changed", () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        const parts = mergeParts({ base, mine, theirs });
        const clashes = parts.filter((part) => part.kind === "clash");
        expect(clashes.length === 0).toBe(mergeText({ base, mine, theirs }).ok);
        for (const clash of clashes) expect(clash.mine).not.toBe(clash.theirs);
        if (theirs === base) expect(parts.map((part) => (part.kind === "agreed" ? part.text : "")).join("")).toBe(mine);
      }),
    );
  });
});
