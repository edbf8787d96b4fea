import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TextChange, textChanges } from "./text-changes.ts";

const apply = (text: string, changes: readonly TextChange[]): string =>
  changes.toReversed().reduce((done, { from, to, insert }) => done.slice(0, from) + insert + done.slice(to), text);
const texts = fc
  .array(fc.constantFrom("a", "bc", "", "\r", "🙂", "🙃x"), { maxLength: 9 })
  .map((lines) => lines.join("\n"));

describe("textChanges", () => {
  it.each([
    ["a word in a line", "a\nred house\nc\n", "a\nblue house\nc\n", [{ from: 2, to: 5, insert: "blue" }]],
    ["a new line", "a\nc\n", "a\nb\nc\n", [{ from: 2, to: 2, insert: "b\n" }]],
    [
      "two places",
      "a\nb\nc\n",
      "A\nb\nC\n",
      [
        { from: 0, to: 1, insert: "A" },
        { from: 4, to: 5, insert: "C" },
      ],
    ],
    ["a character of two halves, whole", "🙂", "🙃", [{ from: 0, to: 2, insert: "🙃" }]],
    ["nothing", "a", "a", []],
  ])("%s", (_what, before, after, changes) => {
    expect(textChanges(before, after)).toEqual(changes);
  });

  it("turns the one into the other", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const changes = textChanges(before, after);
        expect(apply(before, changes)).toBe(after);
        for (const [index, { from, to }] of changes.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          expect(from).toBeGreaterThanOrEqual(changes[index - 1]?.to ?? 0);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
