import { describe, expect, it } from "vitest";
import { app, boolean, choice, date, dateTime, decimal, integer, model, modelId, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { modelShapes, queryScope } from "../expressions/scope.ts";
import { scalar } from "../value-types/value-type.ts";
import { comparisonsOf, conditionsIn, conditionsSource, type QueryCondition } from "./query-conditions.ts";

const reader = readDefinition(
  app(
    model(
      "film",
      text("title"),
      integer("year"),
      decimal("price"),
      boolean("sold"),
      date("released"),
      dateTime("shown"),
      choice("genre", ["drama", 'a "quoted" one']),
    ),
  ),
);
const film = modelId("film");
const values: Readonly<Record<string, string>> = {
  title: 'It\'s "here" \\ there',
  year: "-7",
  price: "12.50",
  sold: "false",
  released: "2026-05-01",
  shown: "2026-05-01T10:00:00.000Z",
  genre: 'a "quoted" one',
};

describe("conditions of a query as sentences", () => {
  const all = reader.fields(film).flatMap((field) =>
    comparisonsOf(field).map(({ comparison, label }): readonly [string, QueryCondition] => {
      const value = comparison === "empty" || comparison === "filled" ? "" : (values[field.name] as string);
      return [`${field.name} ${label}`, { field: field.name, comparison, value }];
    }),
  );
  it.each(all)("%s is an expression that is right, and is read again", (_name, condition) => {
    const source = conditionsSource(reader, film, [condition, { field: "year", comparison: "passed", value: "" }]);
    const parsed = parseExpression(source ?? "");
    const scope = queryScope({ modelId: film, parameters: [{ name: "year", type: "int" }] }, modelShapes(reader));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(checkExpression(parsed.expression, scope, scalar("bool")).ok, source).toBe(true);
    expect(conditionsIn(source)).toEqual([condition, { field: "year", comparison: "passed", value: "" }]);
  });

  it.each(["year > 1 or sold", "not sold", "record.year + 1 > 2", "year > price", "size(title) > 3", "year >"])(
    "leaves %s as an expression",
    (source) => expect(conditionsIn(source)).toBeUndefined(),
  );

  it("leaves out what is no value of the field, and is nothing without conditions", () => {
    expect(conditionsSource(reader, film, [{ field: "year", comparison: ">", value: "soon" }])).toBeUndefined();
    expect(conditionsSource(reader, film, [{ field: "gone", comparison: "empty", value: "" }])).toBeUndefined();
    expect(conditionsIn(undefined)).toEqual([]);
  });
});
