import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "./parse-json.ts";

describe("a strict JSON body", () => {
  it("reads what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        let read: unknown;
        try {
          read = parseJson(text);
        } catch (error) {
          // Keys that reach a prototype are the only part of these texts that it refuses.
          expect(text).toMatch(/"(__proto__|constructor|prototype)"/);
          expect((error as { status: number }).status).toBe(400);
          return;
        }
        expect(JSON.stringify(read)).toBe(text);
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', "twice"],
    ['{"a":{"b":1,"\\u0062":2}}', "twice"],
    ['{"__proto__":{}}', "not accepted"],
    ['{"\\u005f_proto__":{}}', "not accepted"],
    ["[1,]", "unexpected"],
    ['{"a":1,}', "double quotes"],
    ["{a:1}", "double quotes"],
    ["'a'", "unexpected"],
    ["01", "after its end"],
    ["+1", "unexpected"],
    ["NaN", "unexpected"],
    ["1e999", "loses"],
    ["12345678901234567890", "loses"],
    ["0.12345678901234567890", "loses"],
    ['"\u0001"', "control character"],
    ['"\\x"', "escape"],
    ['"\\u12"', "escape"],
    ["[", "too early"],
    ['"a', "not closed"],
    ["1 2", "after its end"],
    [`${"[".repeat(200)}${"]".repeat(200)}`, "nested"],
    ["", "too early"],
  ])("refuses %s", (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
  });

  it("keeps numbers that a float holds exactly enough", () => {
    expect(parseJson("[0.1, 1e3, -0, 9007199254740991, 0.30000000000000004, 1.50]")).toEqual([
      0.1, 1000, -0, 9007199254740991, 0.30000000000000004, 1.5,
    ]);
  });

  it("makes objects that reach no prototype", () => {
    const read = parseJson('{"toString": 1}') as object;
    expect(Object.getPrototypeOf(read)).toBe(null);
    expect("hasOwnProperty" in read).toBe(false);
  });
});

describe("a number in a body", () => {
  it.each([
    "9007199254740993",
    "9007199254740993e0",
    "0.9007199254740993E16",
    "12345678901234567890123",
    "123456789012345678901234567890",
    "123456789012345678.25e0",
    "0.00000012345678901234567",
    "-9007199254740993e0",
    "1e-400",
  ])("is refused if a float has another value: %s", (digits) => {
    expect(() => parseJson(`{"n":${digits}}`)).toThrow("whose digits a JSON number loses");
  });

  it.each([
    "0",
    "-0",
    "0e5",
    "0.000000",
    "1e21",
    "1.50E+3",
    "100000000000000000000000",
    "1.00000000000000000000",
    "5e-324",
  ])("is taken if its value is kept, however it is written: %s", (digits) => {
    expect(parseJson(`{"n":${digits}}`)).toEqual({ n: Number(digits) });
  });
});
