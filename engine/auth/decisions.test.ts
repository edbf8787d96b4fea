import { describe, expect, it } from "vitest";
import { decideSignIn } from "./decide-sign-in.ts";
import { nextPath } from "./next-path.ts";

describe("where somebody goes who has signed in", () => {
  it.each(["/", "/orders/7/", "/orders/?page=2&q=a%20b", "/accounts/profile/"])("is %s itself", (path) => {
    expect(nextPath(path)).toBe(path);
  });
  it.each([
    "//evil.example/",
    "/\\evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "/a\r\nset-cookie: x",
    "/a#b",
    "orders",
    "",
    "/accounts/sign-in/?next=/",
    "/accounts/sign-out/",
    `/${"a".repeat(3_000)}`,
    undefined,
  ])("is the front page instead of %s", (path) => {
    expect(nextPath(path)).toBe("/");
  });
});

describe("signing in", () => {
  const account = { active: true, hasPassword: true };
  it.each([
    [{ account, isRight: true }, "signedIn", undefined],
    [{ account, isRight: false }, "refused", "wrong password"],
    [{ account: { ...account, active: false }, isRight: true }, "refused", "inactive"],
    [{ account: { ...account, hasPassword: false }, isRight: false }, "refused", "no password"],
    [{ account: undefined, isRight: false }, "refused", "unknown"],
  ] as const)("%j is %s", (facts, outcome, reason) => {
    expect(decideSignIn(facts)).toEqual(reason === undefined ? { outcome } : { outcome, reason });
  });
});
