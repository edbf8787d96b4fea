import { describe, expect, it } from "vitest";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { app, integer, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import { checkApp } from "./check-app.ts";

const shop = app(
  model("order", text("number")),
  model("line", relation("order", "order", { onDelete: "cascade", reverse: "lines" }), integer("quantity")),
  model("part", relation("line", "line", { onDelete: "cascade", reverse: "parts" })),
);
function found(of: string, expression: string, when?: string): readonly string[] {
  const validation: ValidationRecord = {
    kind: "validation",
    id: testId("validation", "one"),
    modelId: modelId(of),
    expression,
    message: "No.",
    order: "a",
    ...(when === undefined ? {} : { when }),
  };
  const definition = { ...shop, records: { ...shop.records, [validation.id]: validation } };
  const problems = checkApp(definition).filter(({ severity }) => severity === "error");
  return problems.map(({ code, property }) => `${code} ${property}`);
}

describe("validations over lists", () => {
  it.each([
    ["order", "lines.count() >= 1"],
    ["order", "record.lines.sum(l, l.quantity) < 10 and number != null"],
    ["line", "parts.exists(p, p.line.order == order)"],
  ])("of %s may be %s", (of, expression) => expect(found(of, expression)).toEqual([]));

  it("may not read lists of other rows, nor lists inside lists", () => {
    expect(found("line", "order.lines.count() < 5")).toEqual(["VALIDATION_E003 expression"]);
    expect(found("order", "lines.all(l, l.parts.count() > 0)")).toEqual(["VALIDATION_E003 expression"]);
    expect(found("line", "quantity > 0", "order.lines.count() > 1")).toEqual(["VALIDATION_E003 when"]);
  });
});
