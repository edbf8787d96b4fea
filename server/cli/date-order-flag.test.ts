import { expect, it } from "vitest";
import { dateOrderFlag, dateOrderNotes, numberNotes } from "./date-order-flag.ts";

const facts = [
  { source: "on", samples: ["03/04/2025"], empty: 0, reason: "", openDateOrder: "day_first" as const },
  { source: "made", samples: ["2025-03-04"], empty: 0, reason: "" },
];

it("says how dates were read that would be dates in both orders, and how to read them otherwise", () => {
  expect(dateOrderNotes(facts, (_source, guess) => guess)).toEqual([
    "on: 03/04/2025 is read as day/month/year. It would be a date as month/day/year too: --dates month-first.",
  ]);
  expect(dateOrderNotes(facts, () => "month_first")[0]).toContain("--dates day-first");
});

it("says how numbers were read that could be read in two ways", () => {
  const numberNote = "The comma in 1,250 is read as the decimal sign.";
  const read = { source: "kg", samples: ["1,250"], empty: 0, reason: "", numberNote };
  expect(numberNotes([read, ...facts])).toEqual([`kg: ${numberNote}`]);
});

it("takes the two orders and nothing else", () => {
  expect([dateOrderFlag("day-first"), dateOrderFlag("month-first"), dateOrderFlag(undefined)]).toEqual([
    "day_first",
    "month_first",
    undefined,
  ]);
  expect(() => dateOrderFlag("toString")).toThrow("--dates is day-first or month-first");
});
