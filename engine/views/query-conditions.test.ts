import { describe, expect, it } from "vitest";
import {
  app,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  integer,
  model,
  modelId,
  relation,
  text,
} from "../../tests/builders.ts";
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

describe("conditions that follow relations and lists", () => {
  const shop = readDefinition(
    app(
      model("order", text("number"), relation("buyer", "buyer")),
      model("buyer", text("name"), boolean("regular")),
      model("product", text("name"), decimal("price")),
      model(
        "line",
        relation("order", "order", { reverse: "lines", onDelete: "cascade" }),
        relation("product", "product"),
        integer("quantity"),
      ),
    ),
  );
  const order = modelId("order");
  const lines = (asks: "some" | "none" | "count") => ({ name: "lines", asks });
  const cases: readonly (readonly [string, QueryCondition])[] = [
    ['record.buyer.name == "Ada"', { field: "buyer.name", comparison: "==", value: "Ada" }],
    ["record.buyer.regular == null", { field: "buyer.regular", comparison: "empty", value: "" }],
    [
      "record.lines.exists(one, one.quantity >= 3)",
      { field: "quantity", comparison: ">=", value: "3", list: lines("some") },
    ],
    [
      'record.lines.exists(one, contains(one.product.name, "Chair"))',
      { field: "product.name", comparison: "contains", value: "Chair", list: lines("some") },
    ],
    [
      "not record.lines.exists(one, one.product != null)",
      { field: "product", comparison: "filled", value: "", list: lines("none") },
    ],
    ["record.lines.count() >= 2", { field: "", comparison: ">=", value: "2", list: lines("count") }],
  ];
  it.each(cases)("%s", (source, condition) => {
    const both = [condition, { field: "number", comparison: "filled", value: "" }] as const;
    const whole = `${source} and record.number != null`;
    expect(conditionsSource(shop, order, both)).toBe(whole);
    expect(conditionsIn(whole)).toEqual(both);
    const parsed = parseExpression(whole);
    const scope = queryScope({ modelId: order, parameters: [] }, modelShapes(shop));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(checkExpression(parsed.expression, scope, scalar("bool")).ok).toBe(true);
  });

  it.each([
    "record.lines.exists(one, one.quantity >= 3 and one.product != null)",
    "record.lines.exists(one, record.number == null)",
    "record.lines.all(one, one.quantity >= 3)",
    "record.lines.count() >= size(record.number)",
    "not record.lines.count() >= 2",
    "not (record.number == null)",
  ])("leaves %s as an expression", (source) => expect(conditionsIn(source)).toBeUndefined());

  it("leaves out a list that is gone, and a number that is none", () => {
    const gone: QueryCondition = { field: "a", comparison: "filled", value: "", list: { name: "gone", asks: "some" } };
    const few: QueryCondition = { field: "", comparison: ">=", value: "few", list: lines("count") };
    expect(conditionsSource(shop, order, [gone, few])).toBeUndefined();
  });
});
