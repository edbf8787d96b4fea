import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, boolean, integer, model, modelId, relation, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { type FilledForm, formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** An order is filled in with its items. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const orders = withRecords(
  app(
    model("order", text("number", { required: true }), boolean("locked", { required: true, default: false }), {
      pluralLabel: "Orders",
      rules: OPEN,
    }),
    model("product", text("name"), { pluralLabel: "Products", rules: { read: "name != 'Hidden'" } }),
    model(
      "item",
      relation("order", "order", { onDelete: "cascade", reverse: "items", required: true }),
      relation("product", "product"),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      text("note"),
      { label: "Item", pluralLabel: "Items", rules: { ...OPEN, create: "order.locked == false && quantity < 100" } },
    ),
  ),
  [
    pageRoute("new", "/orders/new/", { name: "create", modelId: modelId("order") }),
    pageRoute("edit", "/orders/<int:id>/edit/", { name: "update", modelId: modelId("order") }),
    pageRoute("list", "/orders/", { name: "list", modelId: modelId("order"), pageSize: 10 }),
  ],
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(orders);
});
beforeEach(async () => {
  await served.sql('TRUNCATE app."order", app.item, app.product RESTART IDENTITY CASCADE');
  await served.sql("INSERT INTO app.product (name) VALUES ('Pen'), ('Ink'), ('Hidden')");
});
afterAll(() => served?.close());

type Pairs = readonly (readonly [string, string])[];
const open = async (path: string) => formIn((await served.request("GET", path)).text);
const typed = (form: FilledForm, values: Readonly<Record<string, string>>): Pairs => [
  ...form.pairs.filter(([name]) => !(name in values)),
  ...Object.entries(values),
];
/** Presses a button that changes the form. */
const press = async (form: FilledForm, action: string, values: Readonly<Record<string, string>> = {}) => {
  const answer = await post(served, form.action, [...typed(form, values), ["_do", action]]);
  expect(answer.status, answer.text.slice(0, 1000)).toBe(200);
  return formIn(answer.text);
};
const save = (form: FilledForm, values: Readonly<Record<string, string>> = {}) =>
  post(served, form.action, typed(form, values));
const items = async () =>
  await served.sql<Record<string, unknown>>(
    'SELECT id::int, "order"::int, product::int, quantity::int, note FROM app.item ORDER BY id',
  );
const anOrder = async () => {
  await served.sql(`INSERT INTO app."order" (number) VALUES ('A-1'), ('A-2')`);
  await served.sql(
    "INSERT INTO app.item (\"order\", product, quantity, note) VALUES (1, 1, 2, NULL), (1, 2, 3, 'old'), (2, 1, 9, NULL)",
  );
};

describe("lines of a form [FRM-14] [REL-14]", () => {
  it("are created with the row, each added by a button, and blank ones are left out", async () => {
    let form = await open("/orders/new/");
    expect(form.html).toContain("<legend>Item 1</legend>");
    form = await press(form, "add:items", { number: "A-1", "items.n1.quantity": "2", "items.n1.product": "1" });
    form = await press(form, "add:items", { "items.n2.quantity": "5" });
    expect(form.values).toMatchObject({
      number: "A-1",
      "items.n1.quantity": "2",
      "items.n2.quantity": "5",
      "items.n3.quantity": "1",
    });
    expect(await items()).toEqual([]);
    const answer = await save(form);
    expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
    expect(await items()).toEqual([
      { id: 1, order: 1, product: 1, quantity: 2, note: null },
      { id: 2, order: 1, product: null, quantity: 5, note: null },
    ]);
  });

  it("make a row without lines when nothing is filled in", async () => {
    expect((await save(await open("/orders/new/"), { number: "A-1" })).status).toBe(303);
    expect(await served.sql('SELECT id FROM app."order"')).toHaveLength(1);
    expect(await items()).toEqual([]);
  });

  it("are changed, added and removed with the row, in one version", async () => {
    await anOrder();
    let form = await open("/orders/1/edit/");
    expect(form.values).toMatchObject({ "items.r1.quantity": "2", "items.r2.note": "old" });
    form = await press(form, "remove:items.r2");
    expect(form.html).toContain("It is removed when you save.");
    form = await press(form, "add:items", { "items.r1.quantity": "4" });
    expect((await save(form, { "items.n1.product": "2", "items.n1.quantity": "7" })).status).toBe(303);
    expect(await items()).toEqual([
      { id: 1, order: 1, product: 1, quantity: 4, note: null },
      { id: 3, order: 2, product: 1, quantity: 9, note: null },
      { id: 4, order: 1, product: 2, quantity: 7, note: null },
    ]);
    const versions = await served.sql('SELECT _version::int AS v FROM app."order" ORDER BY id');
    expect(versions).toEqual([{ v: 2 }, { v: 1 }]);
  });

  it("keep a row that was to be removed, and write nothing when nothing differs", async () => {
    await anOrder();
    const form = await press(await press(await open("/orders/1/edit/"), "remove:items.r2"), "keep:items.r2");
    expect(form.values).toMatchObject({ "items.r2.quantity": "3", "items.r2.product": "2", "items.r2.note": "old" });
    expect((await save(form)).status).toBe(303);
    expect(await served.sql('SELECT _version::int AS v FROM app."order" WHERE id = 1')).toEqual([{ v: 1 }]);
  });

  it("tell a mistake at its row, with everything that was typed [FRM-10]", async () => {
    let form = await press(await open("/orders/new/"), "add:items", { number: "A-1", "items.n1.quantity": "2" });
    const refused = await save(form, { "items.n2.quantity": "0", "items.n2.note": "two" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Item 2: Quantity must be at least 1.");
    form = formIn(refused.text);
    expect(form.values).toMatchObject({ "items.n1.quantity": "2", "items.n2.quantity": "0", "items.n2.note": "two" });
    const denied = await save(form, { "items.n2.quantity": "100" });
    expect(denied.status).toBe(403);
    expect(denied.text).toContain("Item 2: You may not save this.");
    const hidden = await save(form, { "items.n2.quantity": "3", "items.n2.product": "3" });
    expect(hidden.status).toBe(422);
    expect(hidden.text).toContain("Item 2: Product names something that is not there any more.");
    expect(hidden.text).not.toContain("Hidden");
    expect(await served.sql('SELECT id FROM app."order"')).toEqual([]);
    expect((await save(form, { "items.n2.quantity": "3" })).status).toBe(303);
  });

  it("of another row, and what the form does not ask for, are never written [FRM-02]", async () => {
    await anOrder();
    const form = await open("/orders/1/edit/");
    const foreign = await save(form, { "items.r3.quantity": "5", number: "changed" });
    expect(foreign.status).toBe(422);
    expect(foreign.text).toContain("This row is not here any more.");
    const removed = await save(form, { "items.r3._delete": "true" });
    expect(removed.status).toBe(422);
    const hostile = { "items.r1.order": "2", "items.r1.id": "3", "items.r1._version": "9", "items.r1.quantity": "6" };
    expect((await save(form, hostile)).status).toBe(303);
    expect(await items()).toEqual([
      { id: 1, order: 1, product: 1, quantity: 6, note: null },
      { id: 2, order: 1, product: 2, quantity: 3, note: "old" },
      { id: 3, order: 2, product: 1, quantity: 9, note: null },
    ]);
    expect(await served.sql('SELECT number FROM app."order" WHERE id = 1')).toEqual([{ number: "A-1" }]);
  });

  it("overwrite no line that somebody else has changed meanwhile", async () => {
    await anOrder();
    const opened = await open("/orders/1/edit/");
    await served.sql("UPDATE app.item SET quantity = 60 WHERE id = 1");
    const told = await save(opened);
    expect([told.status, told.text.includes("Somebody else saved “60” here meanwhile.")]).toEqual([409, true]);
    expect((await items())[0]).toMatchObject({ quantity: 60 });
  });

  it("say that there are more than a hundred", async () => {
    await anOrder();
    expect((await open("/orders/1/edit/")).html).not.toContain("There are more");
    await served.sql('INSERT INTO app.item ("order") SELECT 1 FROM generate_series(1, 99)');
    const form = await open("/orders/1/edit/");
    expect(form.html).toContain("The first 100 are shown. There are more, which this form does not show.");
    expect((await save(form, { "items.r1.quantity": "7" })).status).toBe(303);
    expect((await items())[0]).toMatchObject({ quantity: 7 });
  });

  it("are removed already where somebody else has deleted or moved them", async () => {
    await anOrder();
    const opened = await open("/orders/1/edit/");
    await served.sql("DELETE FROM app.item WHERE id = 1");
    const refused = await save(opened, { "items.r1.quantity": "5", "items.r2.note": "typed" });
    expect([refused.status, refused.text.includes("This row is not here any more.")]).toEqual([422, true]);
    const removed = await press(formIn(refused.text), "remove:items.r1");
    const answer = await save(removed);
    expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
    expect(await items()).toEqual([
      { id: 2, order: 1, product: 2, quantity: 3, note: "typed" },
      { id: 3, order: 2, product: 1, quantity: 9, note: null },
    ]);
    const again = await press(await open("/orders/1/edit/"), "remove:items.r2");
    await served.sql('UPDATE app.item SET "order" = 2 WHERE id = 2');
    expect((await save(again)).status).toBe(303);
    expect((await items()).map(({ id }) => id)).toEqual([2, 3]);
  });

  it("are at most a hundred, and are judged by a rule that reads the row they come with [FRM-13]", async () => {
    const form = await open("/orders/new/");
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`items.n${n + 1}.note`, `n${n}`]));
    const quantities = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`items.n${n + 1}.quantity`, "1"]));
    const refused = await save(form, { number: "A-1", ...many(101), ...quantities(101) });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Items may have at most 100 rows.");
    const locked = await save(form, { number: "A-1", locked: "true", ...many(1) });
    expect(locked.status).toBe(403);
    expect(await served.sql('SELECT id FROM app."order"')).toEqual([]);
    expect((await save(form, { number: "A-1", ...many(100), ...quantities(100) })).status).toBe(303);
    expect(await items()).toHaveLength(100);
  });

  it("make one order however often they are sent, and open with one statement [FRM-01]", async () => {
    const form = await open("/orders/new/");
    const values = { number: "A-1", "items.n1.quantity": "2" };
    const answers = await Promise.all([save(form, values), save(form, values)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await items()).toHaveLength(1);
    await open("/orders/1/edit/");
    const before = served.data.statements;
    await open("/orders/1/edit/");
    expect(served.data.statements - before).toBe(1);
  });
});
