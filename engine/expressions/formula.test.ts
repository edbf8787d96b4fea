import { describe, expect, it } from "vitest";
import { app, decimal, field, fieldId, integer, model, modelId, relation, text } from "../../tests/builders.ts";
import { checkApp } from "../checks/check-app.ts";
import { readDefinition } from "../definition/reader.ts";
import { renameField, setFieldType } from "../edits/commands/fields.ts";
import { whereUsed } from "../edits/where-used.ts";
import { checkExpression } from "./check-expression.ts";
import { completeFormula } from "./complete-formula.ts";
import { resultOfFormula } from "./formula-result.ts";
import { parseExpression } from "./parse-expression.ts";
import { formulaScope, modelShapes, ruleScope } from "./scope.ts";
import { isTotal } from "./totals.ts";

const formula = (name: string, result: string, expression: string) =>
  field(name, { name: "formula", result, expression });
type Fields = Parameters<typeof model>[1][];

const shop = (order: Fields = [], line: Fields = []) =>
  app(
    model("customer", text("name"), text("city"), formula("label", "text", 'name + " " + city')),
    model("order", text("code"), relation("customer", "customer", { reverse: "orders" }), ...order),
    model(
      "line",
      relation("order", "order", { required: true, onDelete: "cascade", reverse: "lines" }),
      integer("quantity"),
      decimal("price"),
      formula("amount", "decimal", "quantity * price"),
      ...line,
    ),
  );
const problems = (...order: Fields) =>
  checkApp(shop(order))
    .filter(({ severity }) => severity === "error")
    .map(({ code }) => code);

describe("a formula field", () => {
  it.each([
    ["text", 'code + "!"'],
    ["text", "customer.name"],
    ["text", "customer.label"],
    ["decimal", "lines.sum(l, l.quantity * l.price)"],
    ["decimal", "record.lines.sum(code, code.amount)"],
    ["integer", "lines.count()"],
    ["decimal", "lines.avg(l, l.quantity)"],
    ["text", "lines.min(l, l.order.code)"],
    ["decimal", "lines.sum(l, l.quantity)"],
    ["integer", "customer.orders.count()"],
    ["boolean", "lines.exists(l, l.quantity > 3)"],
  ])("gives %s by %s", (result, expression) => expect(problems(formula("f", result, expression))).toEqual([]));

  it.each([
    ["integer", "code", "FORMULA_E003"],
    ["text", "customer", "FORMULA_E003"],
    ["text", "lines.sum(l, l.quantity)", "FORMULA_E003"],
    ["text", "f", "FORMULA_E001"],
    ["decimal", "lines.sum(l, l.price) + lines.count()", "FORMULA_E005"],
    ["integer", "customer.orders.count() + customer.orders.count()", "FORMULA_E005"],
    ["integer", "lines.sum(l, l.order.code)", "EXPR_E024"],
    ["integer", "lines.sum(l.quantity)", "EXPR_E023"],
    ["integer", "missing", "EXPR_E020"],
    ["integer", "user.id", "EXPR_E020"],
    ["text", "", "EXPR_E002"],
  ])("cannot be %s by %s", (result, expression, code) =>
    expect(problems(formula("f", result, expression))).toContain(code),
  );

  it("is refused where formulas lead back to it, or are too much", () => {
    expect(problems(formula("a", "text", "b"), formula("b", "text", 'a + "x"'))).toEqual([
      "FORMULA_E001",
      "FORMULA_E001",
    ]);
    const chain = Array.from({ length: 9 }, (_, index) =>
      formula(`f${index}`, "text", index === 0 ? "code" : `f${index - 1}`),
    );
    expect(problems(...chain)).toEqual(["FORMULA_E002"]);
    const doubled = Array.from({ length: 8 }, (_, index) =>
      formula(
        `f${index}`,
        "text",
        index === 0
          ? "code"
          : Array(4)
              .fill(`f${index - 1}`)
              .join(" + "),
      ),
    );
    expect(problems(...doubled)).toContain("FORMULA_E002");
  });

  it("is not required, unique, indexed or started with a value", () => {
    const type = { name: "formula", result: "text", expression: "code" };
    for (const rest of [{ required: true }, { unique: true }, { indexed: true }, { default: "x" }])
      expect(problems(field("f", type, rest))).toContain("FORMULA_E004");
  });

  it("is a total if it asks a list, or reads a formula that does", () => {
    const reader = readDefinition(
      shop([
        formula("total", "decimal", "lines.sum(l, l.amount)"),
        formula("twice", "decimal", "record.total * 2"),
        formula("greeting", "text", 'max(code, "x")'),
        formula("other", "text", 'code.max("x")'),
      ]),
    );
    const totals = reader.fields(modelId("order")).filter((one) => isTotal(reader, one));
    expect(totals.map(({ name }) => name)).toEqual(["total", "twice"]);
  });

  it("that is a total is read by formulas of its own row alone", () => {
    const reader = readDefinition(shop([formula("total", "decimal", "lines.sum(l, l.amount)")]));
    const shapes = modelShapes(reader);
    const codes = (source: string, scope: Parameters<typeof checkExpression>[1]) => {
      const parsed = parseExpression(source);
      const checked = parsed.ok ? checkExpression(parsed.expression, scope) : undefined;
      return checked?.ok === false ? checked.problems.map(({ code }) => code) : [];
    };
    expect(codes("total * 2", formulaScope(modelId("order"), shapes))).toEqual([]);
    expect(codes("order.total", formulaScope(modelId("line"), shapes))).toEqual(["EXPR_E030"]);
    expect(codes("total > 2", ruleScope(modelId("order"), shapes))).toEqual(["EXPR_E030"]);
    expect(codes("lines.exists(l, l.amount > 2)", ruleScope(modelId("order"), shapes))).toEqual([]);
    expect(codes("lines.sum(l, l.amount) > 2", ruleScope(modelId("order"), shapes))).toEqual(["EXPR_E030"]);
  });
});

describe("a rename", () => {
  const reader = readDefinition(shop([formula("total", "decimal", "lines.sum(price, price.quantity * price.price)")]));
  const changed = (command: { readonly operations: readonly unknown[] }) => JSON.stringify(command.operations);

  it("changes the fields and lists in a formula, and no name of a row", () => {
    expect(changed(renameField(reader, { fieldId: fieldId("line", "price"), name: "cost" }))).toContain(
      "lines.sum(price, price.quantity * price.cost)",
    );
    expect(changed(renameField(reader, { fieldId: fieldId("line", "price"), name: "cost" }))).toContain(
      '"expression":"quantity * cost"',
    );
    const { type } = reader.field(fieldId("line", "order")) as NonNullable<ReturnType<typeof reader.field>>;
    expect(
      changed(setFieldType(reader, { fieldId: fieldId("line", "order"), type: { ...type, reverseName: "items" } })),
    ).toContain("items.sum(price, price.quantity * price.price)");
  });

  it("is known where the field is used", () => {
    const uses = whereUsed(reader, fieldId("line", "quantity"));
    expect(JSON.stringify(uses)).toContain(fieldId("order", "total"));
  });
});

it("a field that becomes a formula loses what needs a column", () => {
  const reader = readDefinition(app(model("book", text("title", { required: true, unique: true, default: "x" }))));
  const id = fieldId("book", "title");
  const type = { name: "formula", result: "text", expression: '"a"' };
  expect(setFieldType(reader, { fieldId: id, type }).operations).toMatchObject([
    { set: { required: false, unique: false } },
  ]);
});

describe("the names that are offered in a formula", () => {
  const reader = readDefinition(shop([formula("total", "decimal", "lines.sum(l, l.amount)")]));
  const offered = (source: string) =>
    completeFormula(source, source.length, modelId("order"), modelShapes(reader)).names.map(({ text }) => text);

  it.each([
    ["", "code"],
    ["co", "code"],
    ["coal", "coalesce()"],
    ["code + record.cu", "customer"],
    ["customer.", "city"],
    ["lines.", "sum(line, line.)"],
    ["lines.cou", "count()"],
    ["lines.sum(l, l.q", "quantity"],
    ["lines.sum(l, l.order.c", "code"],
    ["tot", "total"],
  ])("at the end of %j have %s", (source, name) => expect(offered(source)).toContain(name));

  it("are none of another model", () => expect(offered("customer.q")).toEqual([]));

  it("are written in the place of the word that was begun", () => {
    const { from, names } = completeFormula("1 + lines.su", 12, modelId("order"), modelShapes(reader));
    expect([from, names[0]]).toEqual([10, expect.objectContaining({ text: "sum(line, line.)", caret: 15 })]);
  });
});

it("the result of a formula stays while it fits, and is that of the expression else", () => {
  const reader = readDefinition(shop());
  const result = (now: string, expression: string) =>
    resultOfFormula(
      reader,
      { modelId: modelId("order"), type: { name: "formula", result: now, expression: "" } },
      expression,
    );
  expect(result("text", "lines.count()")).toEqual({ result: "integer" });
  expect(result("decimal", "lines.count()")).toEqual({ result: "decimal" });
  expect(result("integer", "lines.sum(l, l.price)")).toEqual({ result: "decimal" });
  expect(result("text", "missing")).toBeUndefined();
  expect(result("text", "customer")).toBeUndefined();
});

describe("money in expressions", () => {
  const euros = { name: "money", currency: "EUR" };
  const reader = readDefinition(
    app(
      model("order", text("code"), field("net", euros), field("paid", { name: "money", currency: "USD" })),
      model("line", field("price", euros), integer("quantity"), relation("order", "order", { reverse: "lines" })),
    ),
  );
  const scope = formulaScope(modelId("order"), modelShapes(reader));
  const currency = (source: string) => {
    const parsed = parseExpression(source);
    const checked = parsed.ok ? checkExpression(parsed.expression, scope) : undefined;
    if (!checked?.ok) return checked?.problems[0]?.message;
    return checked.type.kind === "decimal" ? checked.type.currency : checked.type.kind;
  };

  it.each([
    ["net", "EUR"],
    ["net + 1", "EUR"],
    ["-net", "EUR"],
    ["net * 2", "EUR"],
    ["2 * net + paid / paid * net", "EUR"],
    ["net / paid", undefined],
    ["net / net", undefined],
    ["round(net, 1)", "EUR"],
    ["coalesce(net, 0)", "EUR"],
    ["lines.sum(l, l.quantity * l.price)", "EUR"],
    ["lines.avg(l, l.price) + net", "EUR"],
    ["net > 3", "bool"],
    ["net + paid", "EUR and USD are not one currency."],
    ["net * 2 > paid", "EUR and USD are not one currency."],
    ["max(net, paid)", "EUR and USD are not one currency."],
    ["lines.sum(l, l.price) - paid", "EUR and USD are not one currency."],
    ['code == "x" ? net : paid', "EUR and USD are not one currency."],
  ])("%s is %s", (source, expected) => expect(currency(source)).toBe(expected));

  it("makes a formula of it money", () => {
    const type = { name: "formula", result: "text", expression: "" };
    expect(resultOfFormula(reader, { modelId: modelId("order"), type }, "net * 2")).toEqual({
      result: "money",
      currency: "EUR",
    });
  });
});
