import { expect, it } from "vitest";
import { dateOrderOf } from "./date-order.ts";

it.each([
  ["en", "month_first"],
  ["en-US", "month_first"],
  ["en-GB", "day_first"],
  ["de", "day_first"],
  ["fr-CA", "month_first"],
  ["ar", "day_first"],
  ["ja", "month_first"],
  ["de-1996-1996", "month_first"],
  [undefined, "month_first"],
] as const)("of %s is %s", (locale, order) => expect(dateOrderOf(locale)).toBe(order));
