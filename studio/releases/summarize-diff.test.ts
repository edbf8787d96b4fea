import { expect, it } from "vitest";
import { summarizeDiff } from "./summarize-diff.ts";

const line = (sign: "+" | "-" | "~", words: string) => ({ sign, words, details: [] });

it("says what was added, changed and removed, and how much more there is", () => {
  expect(
    summarizeDiff([
      { title: "Book", lines: [line("~", "Title")] },
      { title: "Author", lines: [line("+", "The model")] },
      { title: "Pages", lines: ["A", "B", "C", "D", "E"].map((name) => line("+", name)) },
      { title: "Pages", lines: [line("-", "List of Books")] },
    ]),
  ).toBe("Added the model Author, A, B, C and 2 more. Changed Title (Book). Removed List of Books.");
});

it("says that nothing changed", () => {
  expect(summarizeDiff([])).toBe("Changed nothing.");
});

it("says which settings changed", () => {
  const settings = { sign: "~" as const, words: "Settings", details: ["language en → de"] };
  expect(summarizeDiff([{ title: "App", lines: [settings] }])).toBe("Changed the settings (language en → de).");
});
