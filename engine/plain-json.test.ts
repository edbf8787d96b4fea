import { describe, expect, it } from "vitest";
import { parsePlainJson } from "./plain-json.ts";

describe("JSON that somebody else wrote", () => {
  it.each([
    ['{"__proto__": {"admin": true}}'],
    ['{"a": [{"\\u005f_proto__": 1}]}'],
    ['{"a": [{"__p\\u0072oto__": 1}]}'],
    ['{"__proto_\\u005F": 1}'],
    ["{"],
    [""],
    ["[".repeat(200_000) + "]".repeat(200_000)],
    [`${'{"a":'.repeat(70)}1${"}".repeat(70)}`],
  ])("refuses %.30s", (text) => expect(() => parsePlainJson(text)).toThrowError(/key|valid|deeper/));

  it("takes what only looks dangerous", () => {
    expect(parsePlainJson('{"label": "__proto__; drop table", "text": "[[[[\\"{{{"}')).toEqual({
      label: "__proto__; drop table",
      text: '[[[["{{{',
    });
  });
});
