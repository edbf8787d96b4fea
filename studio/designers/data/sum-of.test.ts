import fc from "fast-check";
import { expect, it } from "vitest";
import { sumOf } from "./sum-of.ts";

it.each([
  [["0.1", "0.2"], "0.3"],
  [["10", "-2.50"], "7.50"],
  [["-0.05", "0.01"], "-0.04"],
  [["9007199254740993", "1"], "9007199254740994"],
] as const)("adds %j to %s", (numbers, text) => {
  expect(sumOf(numbers)).toEqual({ text, count: 2 });
});

it("adds nothing to one number, or to one with an exponent", () => {
  expect(sumOf(["1"])).toBeUndefined();
  expect(sumOf(["1", "1e30"])).toBeUndefined();
});

it("adds cents as whole numbers do", () => {
  const cents = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(cents, (amounts) => {
      const written = amounts.map(
        (amount) =>
          `${amount < 0 ? "-" : ""}${Math.floor(Math.abs(amount) / 100)}.${String(Math.abs(amount) % 100).padStart(2, "0")}`,
      );
      const sum = sumOf(written)?.text ?? "";
      expect(Number(sum.replace(".", ""))).toBe(amounts.reduce((total, amount) => total + amount, 0));
    }),
  );
});
