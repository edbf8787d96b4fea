import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editedSource, plainLines } from "./line-ends.ts";

describe("the source after an editor changed it", () => {
  it("changes the lines that were edited and no other", () => {
    expect(editedSource("a\r\nb\r\nc\r\n", "a\nB\nc\n")).toBe("a\r\nB\r\nc\r\n");
    expect(editedSource("a\r\nb\r\n", "a\nnew\nb\n")).toBe("a\r\nnew\r\nb\r\n");
    expect(editedSource("a\r\nb\nc\r\n", "a\nb\nc\nd\n")).toBe("a\r\nb\nc\r\nd\r\n");
    expect(editedSource("a\nb\n", "a\nB\n")).toBe("a\nB\n");
    expect(editedSource("a\r\nb", "a\nb")).toBe("a\r\nb");
  });

  it("is shown as the editor left it, whatever the line ends", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r", "\r\n", "😀"), maxLength: 40 });
    fc.assert(
      fc.property(texts, texts, (source, text) => {
        const edited = plainLines(text);
        expect(plainLines(editedSource(source, edited))).toBe(edited);
        if (plainLines(source) === edited) expect(editedSource(source, edited)).toBe(source);
      }),
      { numRuns: 2_000 },
    );
  });
});
