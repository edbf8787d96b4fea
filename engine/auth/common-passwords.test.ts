import { describe, expect, it } from "vitest";
import { passwordProblem } from "./common-passwords.ts";

describe("passwordProblem", () => {
  it.each([
    "password",
    "Password1!",
    "P4ssw0rd",
    "PASSWORD2024",
    "123456789",
    "87654321",
    "qwertyuiop",
    "poiuytrewq",
    "aaaaaaaa",
    "12121212",
    "abcabcabc",
    "iloveyou",
    "letmein123",
    "Welcome2026!",
    "19841984",
    "!!!!!!!!!!",
  ])("refuses %s", (password) => expect(passwordProblem(password)).toBeDefined());

  it.each([
    "correct horse battery",
    "tr0ubador&3x",
    "monkey eats sun dragon",
    "Gänsefüßchen7",
    "密码密碼很长的一个",
    "x7#kQ2!pLm",
  ])("takes %s", (password) => expect(passwordProblem(password)).toBeUndefined());

  it("refuses what is made of the person's own words", () => {
    expect(passwordProblem("lovelace42", ["Ada Lovelace", "ada@example.com"])).toBeDefined();
    expect(passwordProblem("quintet2026", ["quintet"])).toBeDefined();
    expect(passwordProblem("mia@example.com", ["Mia", "mia@example.com"])).toBeDefined();
    expect(passwordProblem("Mia.Example!2026", ["Mia", "mia@example.com"])).toBeDefined();
    expect(passwordProblem("premium example of nine birds", ["Mia", "mia@example.com"])).toBeUndefined();
    expect(passwordProblem("lovelace counts nine birds", ["Ada Lovelace"])).toBeUndefined();
  });
});
