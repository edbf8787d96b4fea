import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { app, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { pageRoute } from "../support/form-records.ts";
import { fillAndSend, formIn, post } from "../support/send-form.ts";
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
  pageRoute("sell", "/sell/", { name: "create", modelId: modelId("sale") }),
  pageRoute("sale_edit", "/sales/<int:id>/edit/", { name: "update", modelId: modelId("sale") }),
  validation("a", {
    expression: "amount <= product.stock",
    when: 'state != "draft"',
    message: "There is not so much in stock.",
    code: "out_of_stock",
    fieldId: fieldId("sale", "amount"),
  }),
  validation("c", {
    expression: "amount < 5 or amount > 5",
    message: "That is the whole stock.",
    code: "whole_stock",
    fieldId: fieldId("sale", "amount"),
    when: 'state == "asked"',
    severity: "warn",
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

const WHOLE = { pointer: "/amount", code: "whole_stock", message: "That is the whole stock." };

it("writes what only warns when it is confirmed, one row or many [CON-15]", async () => {
  const asked = { product: 1, amount: 5, state: "asked" };
  const warned = await sell(asked);
  expect([warned.status, warned.json().code, warned.json().errors]).toEqual([422, "unconfirmed_warnings", [WHOLE]]);
  const confirm = (path: string, method: string, body: unknown) =>
    served.request(method, `/api/v1/${path}?confirm=true`, { body });
  expect((await confirm("sale", "POST", asked)).status).toBe(201);
  expect((await served.request("POST", "/api/v1/sale?confirm=false", { body: asked })).status).toBe(422);

  expect((await served.request("PATCH", "/api/v1/sale/1", { body: { discount: 1 } })).json().errors).toEqual([WHOLE]);
  expect((await confirm("sale/1", "PATCH", { discount: 1 })).status).toBe(200);

  const many = await sell([sale({ amount: 1 }), asked]);
  expect([many.status, many.json().code]).toEqual([422, "unconfirmed_warnings"]);
  expect(many.json().errors).toEqual([{ ...WHOLE, pointer: "/1/amount" }]);
  expect((await confirm("sale", "POST", [sale({ amount: 1 }), asked])).status).toBe(201);
  expect((await confirm("sale", "PATCH", [{ id: 1, discount: 2 }])).status).toBe(200);
});

it("confirms no refusal, and nothing by another name [CON-15]", async () => {
  const both = { product: 1, amount: 5, discount: 5, state: "asked" };
  const DISCOUNT = "A discount is smaller than what is sold.";
  const messages = (answer: Awaited<ReturnType<typeof sell>>) => {
    const { code, errors } = answer.json<{ code: string; errors: { message: string }[] }>();
    return [code, errors.map(({ message }) => message).sort()];
  };
  expect(messages(await sell(both))).toEqual(["invalid_values", [DISCOUNT, WHOLE.message]]);
  const confirmed = await served.request("POST", "/api/v1/sale?confirm=true", { body: both });
  expect(messages(confirmed)).toEqual(["invalid_values", [DISCOUNT]]);
  const odd = await served.request("POST", "/api/v1/sale?confirm=yes", { body: both });
  expect([odd.status, odd.json().code]).toEqual([400, "invalid_parameter"]);
  const other = await served.request("POST", "/api/v1/sale?confirmed=true", { body: both });
  expect([other.status, other.json().code]).toEqual([400, "unknown_parameter"]);
  const removed = await served.request("DELETE", "/api/v1/sale/1?confirmed=true");
  expect([removed.status, removed.json().code]).toEqual([400, "unknown_parameter"]);
});

it("brings a form back with what was typed and a box that saves it all the same [CON-15]", async () => {
  const typed = { product: "1", amount: "5", discount: "", state: "asked" };
  const warned = await fillAndSend(served, "/sell/", typed);
  expect(warned.status).toBe(422);
  expect(warned.text).toContain("That is the whole stock.");
  const form = formIn(warned.text);
  expect(form.values).toMatchObject(typed);
  expect(form.html).toContain('name="_confirm"');
  expect(form.html).toContain("Save it all the same");
  // Not ticked, it warns once more.
  expect((await post(served, form.action, form.values)).status).toBe(422);
  expect(await served.sql("SELECT id FROM app.sale")).toHaveLength(0);
  expect((await post(served, form.action, { ...form.values, _confirm: "true" })).status).toBe(303);
  expect(await served.sql("SELECT id FROM app.sale")).toHaveLength(1);
  // A refusal has no box.
  const refused = await fillAndSend(served, "/sell/", { ...typed, discount: "7" });
  expect(refused.text).toContain("A discount is smaller than what is sold.");
  expect(refused.text).not.toContain('name="_confirm"');

  const changed = await fillAndSend(served, "/sales/1/edit/", { discount: "1" });
  expect(changed.status).toBe(422);
  const again = formIn(changed.text);
  expect(again.values).toMatchObject({ discount: "1" });
  expect((await post(served, again.action, { ...again.values, _confirm: "true" })).status).toBe(303);
  expect(await served.sql("SELECT discount FROM app.sale")).toEqual([{ discount: 1 }]);
});
