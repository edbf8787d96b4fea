import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cookieNamed } from "./cookie-named.ts";

describe("cookieNamed", () => {
  it.each([
    ["the only cookie", "q_1=abc", "abc"],
    ["one among others", "a=1; q_1=abc; b=2", "abc"],
    ["the first of two", "q_1=first; q_1=second", "first"],
    ["without blanks after the semicolon", "a=1;q_1=abc;b=2", "abc"],
    ["with blanks around it", " a=1 ;  \tq_1=abc \t; b=2", "abc"],
    ["with an equals sign in its value", "q_1=a=b", "a=b"],
    ["an empty value", "q_1=; b=2", ""],
    ["not a longer name that ends so", "__Host-q_1=abc", undefined],
    ["not a longer name that begins so", "q_12=abc", undefined],
    ["not the value of another", "a=q_1=abc", undefined],
    ["not a word in the value of another", "a=x q_1=abc", undefined],
    ["not a name without a value", "q_1; b=2", undefined],
    ["nothing in an empty header", "", undefined],
  ])("finds %s", (_, cookies, found) => {
    expect(cookieNamed(cookies, "q_1")).toBe(found);
  });

  it("finds what splitting the header at its semicolons finds", () => {
    const bySplitting = (cookies: string, name: string) =>
      cookies
        .split(";")
        .map((cookie) => cookie.trimStart())
        .find((cookie) => cookie.startsWith(`${name}=`))
        ?.slice(name.length + 1)
        .trimEnd();
    const header = fc
      .array(fc.constantFrom("q", "qq", "=", ";", " ", "\t", "\u00a0", "a"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(header, fc.constantFrom("q", "qq", "qaq"), (cookies, name) => {
        expect(cookieNamed(cookies, name)).toBe(bySplitting(cookies, name));
      }),
      { numRuns: 2_000 },
    );
  });
});
