import { describe, expect, it } from "vitest";
import type { Problem } from "../problem.ts";
import { problemGroups } from "./problem-groups.ts";

const warning = (code: string, message: string): Problem => ({ code, severity: "warning", message });

describe("problems by kind", () => {
  it("says the only one of its kind as it is", () => {
    expect(problemGroups([warning("RULE_W004", "Anyone may add rows to Book.")])).toMatchObject([
      { message: "Anyone may add rows to Book." },
    ]);
  });

  it("says eight hundred of two kinds in two sentences, with all of them behind", () => {
    const many = Array.from({ length: 200 }, (_, index) => [
      warning("RULE_W005", `Anyone may read Model ${index}.`),
      ...["add", "change", "delete"].map((doing) => warning("RULE_W004", `Anyone may ${doing} Model ${index}.`)),
    ]).flat();
    const groups = problemGroups(many);
    expect(groups.map(({ code, message, problems }) => [code, message, problems.length])).toEqual([
      ["RULE_W005", "Anyone on the internet may read every row of a model.", 200],
      ["RULE_W004", "Anyone on the internet may write to a model.", 600],
    ]);
  });

  it("takes the first sentence for a kind that has none of its own", () => {
    expect(problemGroups([warning("X_W001", "One."), warning("X_W001", "Two.")])[0]?.message).toBe("One.");
  });
});
