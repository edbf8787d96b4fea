import { describe, expect, it } from "vitest";
import { UserError } from "#engine/errors";
import { findJsonLayout } from "./json-layout.ts";

const layoutOf = (text: string) => findJsonLayout(text, { isCut: false });

describe("an object around a list of no rows is refused with what to write instead", () => {
  it.each(['{"data":[1,2]}', '{ "data": ["a", "b"] }\n', '{"data":[[1,2],[3,4]]}', '{"data":[]}'])("%s", (text) => {
    expect(() => layoutOf(text)).toThrow(UserError);
    expect(() => layoutOf(text)).toThrow(/The list "data".*\{"data": \[\{"name": …\}, …\]\}.*one column/);
  });
});

describe("what is a row stays one", () => {
  it.each([
    '{"name":"Ada","tags":["a","b"]}',
    '{"tags":["a","b"],"name":"Ada"}',
    '{"tags":["a"]}\n{"tags":["b"]}',
    '{"place":{"at":[1,2]}}',
  ])("%s", (text) => {
    expect(layoutOf(text)).toEqual({ layout: "lines", startsAt: 0 });
  });

  it("of a list of objects, each is one", () => {
    expect(layoutOf('{"data":[{"tags":[1]}]}')).toEqual({ layout: "list", startsAt: 8 });
  });

  it.each([
    ['{"result":{"data":{"books":[{"a":1}],"authors":[{"b":1},{"b":2}]}}}', "result.data.authors", 2],
    ['{"status":"ok","result":{"items":[{"a":"]"},{"a":2}],"next":[1]}}', "result.items", undefined],
    ['{"meta":{"tags":[{"t":1},{"t":2}]},"rows":[{"a":{"list":[{"x":1}]}}]}', undefined, undefined],
  ])("of lists within inner objects too: %s", (text, list, lists) => {
    const found = layoutOf(text);
    expect([found.layout, found.list, found.lists?.length]).toEqual(["list", list, lists]);
    expect(text.slice(found.startsAt)).toMatch(/^\[\{/);
  });

  it("but not of lists within rows", () => {
    expect(layoutOf('{"a":{"b":[{"c":1}]}}\n{"a":{"b":[{"c":2}]}}')).toEqual({ layout: "lines", startsAt: 0 });
    expect(layoutOf('{"a":[[{"c":1}]],"d":1}')).toEqual({ layout: "lines", startsAt: 0 });
  });
});
