import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expressionProblemCodes } from "./expression-problem.ts";
import { expressionFunctions } from "./functions/registry.ts";

describe("docs/expressions.md", () => {
  const text = readFileSync(new URL("../../docs/expressions.md", import.meta.url), "utf8");

  it("has every function as it is written", () => {
    for (const { signature, summary } of expressionFunctions) expect(text).toContain(`| \`${signature}\` | ${summary}`);
  });

  it("has every problem's code", () => {
    for (const code of Object.values(expressionProblemCodes)) expect(text).toContain(`| ${code} |`);
  });
});
