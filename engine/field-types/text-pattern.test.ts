import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { browserPattern, jsonPattern } from "./ecmascript-pattern.ts";
import { fieldTypes } from "./field-types.ts";
import { compilePattern, matchesPattern } from "./text-pattern.ts";

const plate = { name: "text" as const, maxLength: 20, pattern: "[A-Z]{1,2}-[0-9]{1,5}" };

describe("the pattern of a text", () => {
  it.each([
    ["W-123", true],
    ["GR-1", true],
    ["xW-123", false],
    ["W-123 ", false],
    ["W-123\n", false],
  ])("is about the whole of %j", (text, isFine) => {
    expect(fieldTypes.text.parseJson(text, plate, { choices: [] }).ok).toBe(isFine);
    expect(fieldTypes.text.parseText(text, plate, { choices: [] }).ok).toBe(isFine);
  });

  it("lets empty text pass, as a form does that is not required", () => {
    expect(fieldTypes.text.parseJson("", plate, { choices: [] }).ok).toBe(true);
  });

  it("judges what would be stored: without blanks, in capitals", () => {
    const options = { ...plate, trim: true, case: "upper" as const };
    expect(fieldTypes.text.parseText(" w-1 ", options, { choices: [] })).toEqual({ ok: true, value: "W-1" });
  });

  it("says the builder's sentence", () => {
    const options = { ...plate, patternMessage: "A plate is written W-12345." };
    expect(fieldTypes.text.parseText("no", options, { choices: [] })).toEqual({
      ok: false,
      code: "pattern_mismatch",
      message: "does not match its pattern. A plate is written W-12345",
    });
  });

  it("narrows email addresses, links and slugs", () => {
    const of = { pattern: String.raw`.+@acme\.com` };
    expect(fieldTypes.email.parseJson("a@acme.com", { name: "email", ...of }, { choices: [] }).ok).toBe(true);
    expect(fieldTypes.email.parseJson("a@acme.org", { name: "email", ...of }, { choices: [] }).ok).toBe(false);
    const link = { name: "link" as const, pattern: "https://.*" };
    expect(fieldTypes.link.parseJson("http://a.at", link, { choices: [] }).ok).toBe(false);
    const slug = { name: "slug" as const, pattern: "[a-z-]+" };
    expect(fieldTypes.slug.parseJson("A-b", slug, { choices: [] }).ok).toBe(false);
  });

  it.each([
    ["(?=a)b", "look ahead or behind"],
    ["(?<!a)b", "look ahead or behind"],
    [String.raw`(a)\1`, "refer back"],
    ["[a", "missing closing ]"],
    ["a**", "cannot be read"],
    ["a".repeat(201), "at most 200 characters"],
    ["((abcdefghij){100}){5}", "repeats too much"],
  ])("refuses %s with a sentence", (pattern, sentence) => {
    const read = fieldTypes.text.options.safeParse({ ...plate, pattern });
    expect(read.error?.issues[0]?.message).toContain(sentence);
  });

  it("leaves out an example that does not match", () => {
    expect(fieldTypes.text.example(plate, { choices: [] })).toBeUndefined();
    expect(fieldTypes.text.example({ ...plate, pattern: "[A-Z].*" }, { choices: [] })).toBe("An example");
  });
});

describe("the pattern that a browser is given", () => {
  it.each([
    ["[A-Z]{1,2}-[0-9]+", "[A-Z]{1,2}-[0-9]+"],
    [String.raw`.+@acme\.com`, String.raw`[^\n]+@acme\.com`],
    [String.raw`\s[\s-]`, String.raw`[\t\n\f\r ][\t\n\f\r \-]`],
    ["[a&&b]", String.raw`[a\x26\x26b]`],
  ])("of %s is %s", (pattern, own) => {
    expect(browserPattern(pattern)).toBe(own);
  });

  it.each([String.raw`\p{L}+`, "(?i)ab", "[[:alpha:]]+", String.raw`\Qa.b\E`, String.raw`a\z`, "a{,3}", "[]a]", "^*a"])(
    "is none where it is not certain that it means the same: %s",
    (pattern) => {
      expect(compilePattern(pattern).ok).toBe(true);
      expect(browserPattern(pattern)).toBeUndefined();
    },
  );

  const pieces = [
    ...["a", "B", "7", " ", "-", "&", "/", "ä", "~", ".", "|", "^", "$", "(?:", "(", ")", "*", "+", "?", "{2}", "{1,}"],
    ...[String.raw`\d`, String.raw`\W`, String.raw`\s`, String.raw`\S`, String.raw`\.`, String.raw`\-`, String.raw`\/`],
    ...["[a-z]", "[^a]", "[-&&]", "[a.$]", String.raw`[\w-]`, String.raw`[^\s(]`, "[!--]", String.raw`[\]\\]`],
  ];
  const texts = fc.string({
    unit: fc.constantFrom("a", "B", "7", " ", "-", "&", "/", "ä", "~", ".", "(", "\n", "\r", "\u2028", "😀", "]", "\\"),
    maxLength: 6,
  });

  it("says the same of every text, in a form and in JSON Schema", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }), texts, (parts, text) => {
        const pattern = parts.join("");
        fc.pre(compilePattern(pattern).ok);
        const own = browserPattern(pattern);
        fc.pre(own !== undefined);
        const expected = matchesPattern(pattern, text);
        expect(text === "" || new RegExp(`^(?:${own})$`, "v").test(text)).toBe(expected);
        expect(new RegExp(jsonPattern({ pattern }).pattern ?? "", "u").test(text)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });
});
