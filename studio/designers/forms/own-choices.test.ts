import { describe, expect, it } from "vitest";
import { choicesOfLines, linesOfChoices } from "./own-choices.ts";

describe("the choices of a field of a form alone", () => {
  it("are lines, and a line that stays keeps its value", () => {
    const before = [
      { value: "friend", label: "By a friend" },
      { value: "other", label: "Other" },
    ];
    expect(linesOfChoices(before)).toBe("By a friend\nOther");
    expect(choicesOfLines("other\n\n By a friend \nSearch\nSearch", before)).toEqual([
      { value: "other", label: "other" },
      { value: "friend", label: "By a friend" },
      { value: "Search", label: "Search" },
    ]);
  });

  it("have values of their own, whatever was there", () => {
    const before = [{ value: "Other", label: "Something else" }];
    expect(choicesOfLines("Something else\nOther", before).map(({ value }) => value)).toEqual(["Other", "Other 2"]);
  });
});
