import { describe, expect, it } from "vitest";
import { parseJson } from "./parse-json.ts";

describe("parseJson", () => {
  it("keeps an integer beyond 2^53 as a string", () => {
    expect(parseJson('{"a":9007199254740993,"b":-9223372036854775808,"c":9007199254740991}')).toEqual({
      a: "9007199254740993",
      b: "-9223372036854775808",
      c: 9007199254740991,
    });
  });

  it("leaves digits inside strings alone, escaped quotes included", () => {
    const text = JSON.stringify({ isbn: "12345678901234567890", quote: 'say "12345678901234567890" \\', n: 1.5 });
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});
