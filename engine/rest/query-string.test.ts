import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCursor, decodeCursor, encodeCursor } from "./cursor-token.ts";
import { readPaging } from "./paging.ts";
import { parseQuery, rewriteQuery } from "./query-string.ts";

const text = fc.string({ unit: "binary", maxLength: 20 }).filter((value) => !/\p{Surrogate}/u.test(value));

describe("a query string", () => {
  it("means what URLSearchParams says it means", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 6 }), (pairs) => {
        const written = new URLSearchParams(pairs.map(([name, value]) => [name, value]));
        const { names, values } = parseQuery(written.toString());
        expect(names.map((name, index) => [name, values[index]])).toEqual([...written]);
        const again = new URLSearchParams(rewriteQuery({ names, values }, new Set(), []));
        expect([...again]).toEqual([...written]);
      }),
    );
  });
  it("refuses escapes that are none, and more parameters than anybody means", () => {
    expect(() => parseQuery("a=%zz")).toThrow("percent sign");
    expect(() => parseQuery("a&".repeat(200))).toThrow("at most 100");
  });
});

describe("a cursor", () => {
  it("restores what it was made of", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.option(text), { minLength: 1, maxLength: 4 }), (backward, values) => {
        const token = encodeCursor("sig", backward, JSON.stringify(values));
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(token)).toEqual({ signature: "sig", backward, values });
      }),
    );
  });
  it("is refused when somebody changed it", () => {
    const token = encodeCursor("sig", false, '["a","1"]');
    for (let at = 0; at < token.length; at++) {
      const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
      // Either the text is not a cursor, or it is a cursor of another position or list. It never causes a failure.
      try {
        const cursor = decodeCursor(changed);
        expect(cursor.values.every((value) => value === null || typeof value === "string")).toBe(true);
      } catch (error) {
        expect((error as { code: string }).code).toBe("invalid_cursor");
      }
    }
    expect(() => checkCursor(decodeCursor(token), "other", 2)).toThrow("another order");
    expect(() => checkCursor(decodeCursor(token), "sig", 3)).toThrow("not a cursor");
  });
});

describe("paging", () => {
  const paging = (query: string) => readPaging(parseQuery(query));
  it.each([
    ["", { limit: 25, start: { kind: "first" } }],
    ["limit=7", { limit: 7, start: { kind: "first" } }],
    ["limit=9999", { limit: 200, start: { kind: "first" } }],
    ["offset=10&limit=5", { limit: 5, start: { kind: "offset", offset: 10, by: "offset" } }],
    ["page=3&page_size=10", { limit: 10, start: { kind: "offset", offset: 20, by: "page" } }],
    ["page_size=10", { limit: 10, start: { kind: "offset", offset: 0, by: "page" } }],
  ])("%s", (query, expected) => {
    expect(paging(query)).toEqual(expected);
  });
  it.each([
    "limit=-1",
    "limit=1.5",
    "limit=",
    "offset=-1",
    "page=0",
    "limit=1&page_size=1",
    "offset=1&page=1",
    "offset=9999999",
  ])("refuses %s", (query) => {
    expect(() => paging(query)).toThrow();
  });
});
