import { expect, it } from "vitest";
import { slugSchema } from "#engine/definition/identifiers";
import { firstFree, isReservedSlug } from "./choose-slug.ts";

it("numbers a slug that is taken, and stays a legal host name", () => {
  const taken = new Set(["shop", "shop-2"]);
  expect(firstFree("shop", (slug) => taken.has(slug))).toBe("shop-3");
  const long = `${"a".repeat(37)}-b`;
  const second = firstFree(long, (slug) => slug === long);
  expect(second).toBe(`${"a".repeat(37)}-2`);
  expect(slugSchema.safeParse(second).success).toBe(true);
});

it("gives no app a name that speaks for the installation", () => {
  for (const name of ["api", "admin", "www", "static", "status", "app", "login", "mail", "autodiscover", "wpad"]) {
    expect(firstFree(name, isReservedSlug)).toBe(`${name}-2`);
  }
  expect(firstFree("shop", isReservedSlug)).toBe("shop");
});
