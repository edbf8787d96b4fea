import { describe, expect, it } from "vitest";
import { growth, STEEP } from "../../../tests/support/cpu-time.ts";
import { findInText, replaceHits } from "./find-in-text.ts";

const query = (text: string, rest: { matchCase?: boolean; wholeWord?: boolean } = {}) => ({
  text,
  matchCase: false,
  wholeWord: false,
  ...rest,
});
const source = "<h1>Title</h1>\n{{ film.title }}\n{{ film.subtitle }} titles TITLE";

describe("finding letters in a text", () => {
  it("finds them where they are, with their line and what is around", () => {
    expect(findInText(source, query("title"))).toMatchObject([
      { start: 4, line: 1, match: "Title", before: "<h1>", after: "</h1>" },
      { line: 2, match: "title", before: "{{ film.", after: " }}" },
      { line: 3, match: "title" },
      { line: 3, before: "{{ film.subtitle }} ", after: "s TITLE" },
      { line: 3, match: "TITLE", after: "" },
    ]);
    expect(findInText(source, query("title", { matchCase: true }))).toHaveLength(3);
    expect(findInText(source, query("title", { wholeWord: true })).map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(findInText(source, query(""))).toEqual([]);
    expect(findInText(source, query("title"), 2)).toHaveLength(2);
  });
  it("takes every sign for itself", () => {
    expect(findInText("a.b|c (d) [e] {{ f* }} $&", query("(d) [e] {{ f* }} $&"))).toHaveLength(1);
    expect(findInText("axb", query("a.b"))).toEqual([]);
    expect(findInText("Größe größer", query("GRÖSSE"))).toEqual([]);
    expect(findInText("Größe größer", query("größe", { wholeWord: true }))).toHaveLength(1);
  });
  it("replaces the chosen ones and nothing else", () => {
    const hits = findInText(source, query("title", { matchCase: true }));
    expect(replaceHits(source, hits, "$1")).toBe("<h1>Title</h1>\n{{ film.$1 }}\n{{ film.sub$1 }} $1s TITLE");
    expect(replaceHits(source, hits.slice(1, 2), "")).toBe(source.replace("subtitle", "sub"));
  });
  it("takes time in proportion to long texts", async () => {
    const long = (size: number) => `${"ab ".repeat(size)}\n`;
    expect(findInText(long(60_000), query("b", { wholeWord: true }))).toEqual([]);
    expect(findInText(long(60_000), query("ab"))).toHaveLength(1_000);
    const none = (size: number) => findInText(long(size), query("b", { wholeWord: true }));
    expect(await growth(none, 60_000)).toBeLessThan(STEEP);
  });
});
