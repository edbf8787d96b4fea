import { expect, it } from "vitest";
import type { Problem } from "#engine/problem";
import { describeProblems } from "./describe-problem.ts";

const problem = (code: string, number: number): Problem => ({
  code,
  severity: code.includes("_E") ? "error" : "warning",
  message: `Number ${number}.`,
});
const many = (code: string, count: number) => Array.from({ length: count }, (_, at) => problem(code, at + 1));

it("lists every error, and of each kind of warning a few with the number of the others", () => {
  const lines = describeProblems([...many("RULE_W004", 400), ...many("FORM_E001", 9), ...many("RULE_W005", 5)]);
  expect(lines.filter((line) => line.startsWith("FORM_E001"))).toHaveLength(9);
  expect(lines[0]).toBe("FORM_E001 Number 1.");
  expect(lines.filter((line) => line.startsWith("RULE_W005"))).toHaveLength(5);
  expect(lines.filter((line) => line.startsWith("RULE_W004"))).toEqual([
    ...[1, 2, 3, 4, 5].map((number) => `RULE_W004 Number ${number}.`),
    "RULE_W004 … and 395 more like these. --json lists them all.",
  ]);
});
