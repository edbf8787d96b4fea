import { expect, it } from "vitest";
import { normalizedLineEnds, offsetInEditor, offsetInSource } from "./line-ends.ts";

it.each(["", "a\nb", "a\r\nb\r\n\r\nc", "\r\n", "a\r\n"])("finds each place of the editor again in %j", (source) => {
  const text = normalizedLineEnds(source);
  for (let at = 0; at <= text.length; at++) {
    const inSource = offsetInSource(source, at);
    expect(offsetInEditor(source, inSource)).toBe(at);
    expect(normalizedLineEnds(source.slice(inSource))).toBe(text.slice(at));
  }
});
