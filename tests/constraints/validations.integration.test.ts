import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { app, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Validations over several fields and over the rows that a row points to, against a real Postgres. */
const everything = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;

const validation = (
  name: string,
  rest: Omit<ValidationRecord, "kind" | "id" | "modelId" | "order">,
): ValidationRecord => ({
  kind: "validation",
  id: testId("validation", name),
  modelId: modelId("sale"),
  ...rest,
  order: name,
});

const definition = withRecords(
  app(
    model("product", text("name"), integer("stock"), everything),
    model("sale", relation("product", "product"), integer("amount"), integer("discount"), text("state"), everything),
  ),
  validation("a", {
    expression: "amount <= product.stock",
    when: 'state != "draft"',
    message: "There is not so much in stock.",
    code: "out_of_stock",
    fieldId: fieldId("sale", "amount"),
  }),
  validation("b", { expression: "discount < amount", message: "A discount is smaller than what is sold." }),
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql("TRUNCATE app.sale, app.product RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.product (name, stock) VALUES ('Tea', 5)");
});

const sell = (body: unknown) => served.request("POST", "/api/v1/sale", { body });
const sale = (more: Record<string, unknown>) => ({ product: 1, state: "sold", ...more });
const STOCK = { pointer: "/amount", code: "out_of_stock", message: "There is not so much in stock." };

it("refuses a new row with the builder's words at its field, reading the row it points to [CON-15] [CON-16]", async () => {
  const refused = await sell(sale({ amount: 6 }));
  expect([refused.status, refused.json().code, refused.json().errors]).toEqual([422, "invalid_values", [STOCK]]);
  expect((await sell(sale({ amount: 5 }))).status).toBe(201);
  expect((await sell(sale({ amount: 6, state: "draft" }))).status).toBe(201);
  // Unknown passes: no amount, no product.
  expect((await sell(sale({}))).status).toBe(201);
  expect((await sell({ amount: 9, state: "sold" })).status).toBe(201);
});

it("says it of the whole row where it is shown at no field [CON-16]", async () => {
  const refused = await sell(sale({ amount: 2, discount: 2 }));
  expect(refused.json().errors).toEqual([
    { pointer: "", code: "not_valid", message: "A discount is smaller than what is sold." },
  ]);
});

it("judges a change by the row as it would be, and leaves rows alone that nobody changes [CON-15]", async () => {
  expect((await sell(sale({ amount: 6, state: "draft" }))).status).toBe(201);
  const change = (body: unknown) => served.request("PATCH", "/api/v1/sale/1", { body });
  expect((await change({ state: "sold" })).json().errors).toEqual([STOCK]);
  expect((await change({ state: "sold", amount: 5 })).status).toBe(200);
  await served.sql("UPDATE app.product SET stock = 1");
  expect((await change({})).status).toBe(200);
  expect((await change({ discount: 1 })).json().errors).toEqual([STOCK]);
});

it("names the rows of an array that break it, and writes none [CON-15]", async () => {
  const refused = await sell([sale({ amount: 1 }), sale({ amount: 7 }), sale({ amount: 1, discount: 3 })]);
  expect(refused.status).toBe(422);
  expect(refused.json().errors).toEqual([
    { ...STOCK, pointer: "/1/amount" },
    { pointer: "/2", code: "not_valid", message: "A discount is smaller than what is sold." },
  ]);
  expect(await served.sql("SELECT id FROM app.sale")).toHaveLength(0);
  await sell([sale({ amount: 1 }), sale({ amount: 2 })]);
  const changed = await served.request("PATCH", "/api/v1/sale", {
    body: [
      { id: 1, amount: 3 },
      { id: 2, amount: 8 },
    ],
  });
  expect(changed.json().errors).toEqual([{ ...STOCK, pointer: "/1/amount" }]);
});
