import { describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, decimal, model, text } from "../../tests/builders.ts";
import { describeDiff } from "./describe-diff.ts";

const words = (from: AppDefinition, to: AppDefinition) =>
  describeDiff(from, to).flatMap((group) =>
    group.lines.map(
      (line) =>
        `${group.title} ${line.sign} ${line.words}${line.details.length > 0 ? `: ${line.details.join("; ")}` : ""}`,
    ),
  );

describe("the difference of two versions in words", () => {
  it("says that a field was renamed, not that one went and another came", () => {
    const before = app(model("book", text("title")));
    const after = app(model("book", text("headline", { as: "title" })));
    expect(words(before, after)).toEqual([
      "Book ~ Title, short text: called Headline (was Title); identifier title → headline",
    ]);
  });

  it("tells a new model with its fields in one line", () => {
    expect(words(app(), app(model("book", text("title"), decimal("price"))))).toEqual([
      "Book + The model: Title, short text; Price, decimal 12,2",
    ]);
  });

  it("says in plain words who may read now", () => {
    const closed = app(model("book", text("title"), { rules: { read: "user != null" } }));
    const open = app(model("book", text("title"), { rules: { read: "true" } }));
    expect(words(closed, open)).toEqual(["Book ~ Who may read: anyone on the internet (was any API key)"]);
  });

  it("has nothing to say about equal versions", () => {
    const same = app(model("book", text("title", { required: true })));
    expect(describeDiff(same, same)).toEqual([]);
  });
});
