import { describe, expect, it } from "vitest";
import { listOf, scalar } from "../../value-types/value-type.ts";
import { shownComparisons, shownConditionIn, shownConditionSource } from "./shown-condition.ts";

describe("the condition of a part as a sentence", () => {
  it.each([
    ["record.reviews", { path: "record.reviews", comparison: "holds", value: "" }],
    ["not book.signed", { path: "book.signed", comparison: "fails", value: "" }],
    ["book.price >= 10", { path: "book.price", comparison: ">=", value: "10" }],
    ['book.title == "Dune"', { path: "book.title", comparison: "==", value: "Dune" }],
    ["book.price != null", { path: "book.price", comparison: "filled", value: "" }],
    ['contains(book.author.name, "Le")', { path: "book.author.name", comparison: "contains", value: "Le" }],
  ])("reads %s", (source, condition) => {
    expect(shownConditionIn(source)).toEqual(condition);
  });

  it.each(["a or b", "a and b", "book.price > book.cost", "items|length > 2", "a ==", "size(a) == 2", "a in b"])(
    "leaves %s as an expression",
    (source) => {
      expect(shownConditionIn(source)).toBeUndefined();
    },
  );

  it("writes back every sentence that it offers, and reads it as the same", () => {
    const values = { text: "Dune", int: "10", decimal: "9.90", date: "2026-11-30", bool: "true" } as const;
    for (const [kind, value] of Object.entries(values)) {
      const type = scalar(kind as keyof typeof values);
      for (const { comparison, takesValue } of shownComparisons(type, { isChoice: false })) {
        const condition = { path: "book.x", comparison, value: takesValue ? value : "" };
        const source = shownConditionSource(condition, type);
        expect(shownConditionIn(source ?? ""), `${kind} ${comparison}`).toEqual(condition);
      }
    }
  });

  it("writes nothing while the value is none of its type", () => {
    expect(shownConditionSource({ path: "a", comparison: ">", value: "ten" }, scalar("int"))).toBeUndefined();
  });

  it("asks of a list whether it has rows, and of a yes only whether it is one", () => {
    const words = (type: Parameters<typeof shownComparisons>[0]) =>
      shownComparisons(type, { isChoice: false }).map(({ label }) => label);
    expect(words(listOf(scalar("int")))).toEqual(["has rows", "has no rows"]);
    expect(words(scalar("bool"))).toEqual(["is yes", "is no"]);
  });
});
