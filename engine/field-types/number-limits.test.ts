import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals, outsideLimits, withinLimits } from "./number-limits.ts";
import { type AnyFieldType, fieldTypeOf } from "./registry.ts";

const cents = fc.integer({ min: -100_000, max: 100_000 });
const text = (amount: number): string => (amount / 100).toFixed(2);

describe("limits of exact numbers", () => {
  it("compare as numbers do", () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(compareDecimals(text(a), text(b))).toBe(Math.sign(a - b));
      }),
    );
  });

  it("are exact beyond what a double holds", () => {
    expect(outsideLimits("9007199254740993.1", { max: "9007199254740993" })).toMatchObject({ code: "too_large" });
    expect(outsideLimits("0.3", { step: "0.1" })).toBeUndefined();
    expect(outsideLimits("0.35", { step: "0.1" })).toMatchObject({ code: "not_a_step", limit: "0.1" });
    expect(outsideLimits("1.5", { min: "0.5", step: "1" })).toBeUndefined();
  });

  it("move a number of the documentation to where it is allowed", () => {
    const limits = fc.record({
      min: fc.option(cents, { nil: undefined }),
      span: fc.nat(1000),
      step: fc.constantFrom(undefined, "0.25", "3"),
    });
    fc.assert(
      fc.property(cents, limits, (wanted, { min, span, step }) => {
        const bounds = {
          ...(min === undefined ? {} : { min: text(min), max: text(min + span) }),
          ...(step ? { step } : {}),
        };
        expect(outsideLimits(withinLimits(text(wanted), bounds), bounds)).toBeUndefined();
      }),
    );
  });
});

it.each([
  [{ name: "integer", min: 5, max: 4 }, "largest value"],
  [{ name: "integer", step: 0 }, "step"],
  [{ name: "integer", display: "rating" }, "rating"],
  [{ name: "decimal", digits: 5, scale: 1, display: "rating", max: "11" }, "rating"],
  [{ name: "decimal", digits: 5, scale: 1, min: "a" }, "must be a number"],
  [{ name: "float", min: 2, max: 1 }, "largest value"],
  [{ name: "big_integer", max: "1.5" }, "whole number"],
])("refuses the options %j", (options, reason) => {
  const result = (fieldTypeOf(options) as AnyFieldType).options.safeParse(options);
  expect(result.error?.issues[0]?.message).toContain(reason);
});
