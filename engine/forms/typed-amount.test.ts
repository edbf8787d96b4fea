import { describe, expect, it } from "vitest";
import { typedAmount } from "./typed-amount.ts";

const euros = { name: "money", currency: "EUR" };
const dollars = { name: "money", currency: "USD" };

describe("an amount as it is typed", () => {
  it.each([
    [euros, "de-DE", "12,50", "12,50"],
    [euros, "de-DE", "12,50 €", "12,50"],
    [euros, "en", "€ 12.50", "12.50"],
    [euros, "en", "eur 12.50", "12.50"],
    [euros, "en", "-€5", "-5"],
    [euros, "en", "€-5", "-5"],
    [dollars, "en-GB", "US$ 3", "3"],
    [dollars, "en-GB", "$3", "3"],
    [{ name: "money", currency: "CHF" }, "de-CH", "CHF 1’250.50", "1’250.50"],
    [euros, "en", "$5", "$5"],
    [{ name: "decimal" }, "en", "€5", "€5"],
  ])("%j in %s: %s is %s", (type, locale, typed, number) => expect(typedAmount(typed, type, locale)).toBe(number));
});
