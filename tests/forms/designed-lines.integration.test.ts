import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { FormLinesRecord } from "#engine/definition/records/form";
import { app, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { type FilledForm, formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Forms of a builder's own with lines: an order with one to three items. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };

function linesOf(form: string, options: Partial<FormLinesRecord> = {}): readonly DefinitionRecord[] {
  const id = testId("formLines", form);
  const fields = ["product", "quantity", "note"].map(
    (name, index): DefinitionRecord => ({
      kind: "formField",
      id: testId("formField", `${form}.items.${name}`),
      formId: testId("form", form),
      linesId: id,
      fieldId: fieldId("item", name),
      ...(name === "note" ? { label: "Remark", initial: "'none'" } : {}),
      ...(name === "product" ? { required: true as const } : {}),
      order: `a${index}`,
    }),
  );
  const lines: FormLinesRecord = {
    kind: "formLines",
    id,
    formId: testId("form", form),
    relationFieldId: fieldId("item", "order"),
    label: "Goods",
    min: 1,
    max: 3,
    blank: 2,
    canAdd: true,
    canDelete: true,
    order: "a",
    ...options,
  };
  return [lines, ...fields];
}

const PLACED = `<!doctype html><title>x</title>{% form "change" %}{% field "number" %}
{% lines "items" %}<b class="row">Row {{ line.number }}</b>{% field "quantity" %}{% fields %}{% endlines %}
{% submit %}{% endform %}`;

const orders = withRecords(
  app(
    model("order", text("number", { required: true }), { pluralLabel: "Orders", rules: OPEN }),
    model("product", text("name"), { pluralLabel: "Products", rules: OPEN }),
    model(
      "item",
      relation("order", "order", { onDelete: "cascade", reverse: "items", required: true }),
      relation("product", "product"),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      text("note"),
      text("secret"),
      { label: "Item", pluralLabel: "Items", rules: OPEN },
    ),
  ),
  [
    ...formRecords("place", "order", { number: {} }, { success: { to: "same" } }),
    ...linesOf("place"),
    ...formRecords("change", "order", { number: {} }, { success: { to: "same" }, action: "update" }),
    ...linesOf("change", { blank: 0, canAdd: false, canDelete: false, min: 0 }),
    ...formRecords("fill", "order", { number: {} }, { success: { to: "same" }, action: "update" }),
    ...linesOf("fill"),
    pageRoute("fill", "/orders/<int:id>/fill/", {
      name: "update",
      modelId: modelId("order"),
      formId: testId("form", "fill"),
    }),
    pageTemplate("change.html", PLACED),
    pageRoute("new", "/orders/new/", { name: "create", modelId: modelId("order"), formId: testId("form", "place") }),
    pageRoute("edit", "/orders/<int:id>/edit/", {
      name: "update",
      modelId: modelId("order"),
      formId: testId("form", "change"),
      templateId: testId("template", "change.html"),
    }),
    pageRoute("list", "/orders/", { name: "list", modelId: modelId("order"), pageSize: 10 }),
    pageRoute("items", "/items/", { name: "list", modelId: modelId("item"), pageSize: 10 }),
  ],
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(orders);
});
beforeEach(async () => {
  await served.sql('TRUNCATE app."order", app.item, app.product RESTART IDENTITY CASCADE');
  await served.sql("INSERT INTO app.product (name) VALUES ('Pen'), ('Ink')");
});
afterAll(() => served?.close());

const open = async (path: string) => formIn((await served.request("GET", path)).text);
const send = (form: FilledForm, values: Readonly<Record<string, string>>) =>
  post(served, form.action, [...form.pairs.filter(([name]) => !(name in values)), ...Object.entries(values)]);
const items = () =>
  served.sql<Record<string, unknown>>("SELECT product::int, quantity::int, note, secret FROM app.item ORDER BY id");
const anOrder = async () => {
  await served.sql(`INSERT INTO app."order" (number) VALUES ('A-1'), ('A-2')`);
  await served.sql('INSERT INTO app.item ("order", product, quantity) VALUES (1, 1, 2), (1, 2, 3), (2, 1, 9)');
};

describe("lines of a designed form [FRM-13] [FRM-14]", () => {
  it("begin with their empty rows, and write those that are filled in", async () => {
    const form = await open("/orders/new/");
    expect(form.html).toContain("<legend>Goods</legend>");
    expect(form.html).toContain("Remark");
    expect(form.values).toMatchObject({ "items.n1.note": "none", "items.n2.quantity": "1" });
    expect(form.html).not.toContain("items.n1.secret");
    const answer = await send(form, {
      number: "A-1",
      "items.n2.product": "2",
      "items.n2.secret": "x",
      "items.n2.order": "9",
    });
    expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
    expect(await items()).toEqual([{ product: 2, quantity: 1, note: "none", secret: null }]);
  });

  it("let empty rows stay empty in a form that changes a row, and in browsers", async () => {
    await anOrder();
    const form = await open("/orders/2/fill/");
    expect(form.values).toMatchObject({ "items.r3.quantity": "9", "items.n1.quantity": "1", "items.n1.note": "none" });
    const required = [...form.html.matchAll(/<(?:input|select)[^>]* name="(items\.[^"]*)"[^>]* required/g)].map(
      ([, name]) => name,
    );
    expect(required).toEqual(["items.r3.product", "items.r3.quantity"]);
    const answer = await send(form, {});
    expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
    expect((await send(form, { "items.n1.product": "2" })).status).toBe(303);
    expect((await items()).at(-1)).toEqual({ product: 2, quantity: 1, note: "none", secret: null });
  });

  it("need their fewest rows and take no more than their most", async () => {
    const form = await open("/orders/new/");
    const none = await send(form, { number: "A-1" });
    expect([none.status, none.text.includes("Goods must have at least one row.")]).toEqual([422, true]);
    const rows = Object.fromEntries([1, 2, 3, 4].map((n) => [`items.n${n}.product`, "1"]));
    const four = await send(form, { number: "A-1", ...rows });
    expect([four.status, four.text.includes("Goods may have at most 3 rows.")]).toEqual([422, true]);
    expect(four.text).not.toContain('value="add:items"');
    const { "items.n4.product": _, ...three } = rows;
    expect((await send(form, { number: "A-1", ...three })).status).toBe(303);
    expect(await items()).toHaveLength(3);
  });

  it("name the row of a mistake, and nothing of the form is saved", async () => {
    const form = await open("/orders/new/");
    const refused = await send(form, {
      number: "A-1",
      "items.n1.product": "1",
      "items.n2.product": "2",
      "items.n3.product": "1",
      "items.n3.quantity": "0",
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Item 3: Quantity must be at least 1.");
    // A field that the form asks for must be there, also when its input was left out.
    const { pairs } = form;
    const without = await post(served, form.action, [
      ...pairs.filter(([name]) => !["items.n1.product", "items.n1.quantity", "number"].includes(name)),
      ["number", "A-1"],
      ["items.n1.quantity", "5"],
    ]);
    expect(without.status).toBe(422);
    expect(without.text).toContain("Item 1: Product is needed.");
    expect(await served.sql('SELECT FROM app."order"')).toEqual([]);
  });

  it("are placed by a template, with the number of each row", async () => {
    await anOrder();
    const form = await open("/orders/1/edit/");
    expect(form.html).toContain('<b class="row">Row 1</b>');
    expect(form.html).toContain('<b class="row">Row 2</b>');
    expect(form.html.indexOf("items.r1.quantity")).toBeLessThan(form.html.indexOf("items.r1.product"));
    expect(form.html.match(/name="items\.r1\.quantity"/g)).toHaveLength(1);
    expect((await send(form, { "items.r2.quantity": "7" })).status).toBe(303);
    expect((await items()).map(({ quantity }) => quantity)).toEqual([2, 7, 9]);
  });

  it("neither add nor remove rows where that is not allowed, and touch no row of another order", async () => {
    await anOrder();
    const form = await open("/orders/1/edit/");
    expect(form.html).not.toContain('value="add:items"');
    expect(form.html).not.toContain("remove:items");
    const before = await items();
    await send(form, { "items.r1._delete": "true", "items.n1.product": "1", "items.n1.quantity": "4" });
    expect(await items()).toEqual(before);
    const foreign = await send(form, { "items.r3.quantity": "1" });
    expect(foreign.status).toBe(422);
    expect(await items()).toEqual(before);
  });

  it("overwrite nothing that somebody else has changed meanwhile in a row, unless it has been seen", async () => {
    await anOrder();
    const form = await open("/orders/1/edit/");
    await served.sql("UPDATE app.item SET quantity = 50, _version = _version + 1 WHERE id = 1");
    const refused = await send(form, { "items.r1.note": "mine", "items.r2.quantity": "4" });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Item 1: Somebody else saved “50” here meanwhile. Save once more to keep yours.");
    expect((await items()).map(({ quantity }) => quantity)).toEqual([50, 3, 9]);
    const again = formIn(refused.text);
    expect(again.values["items.r1.quantity"]).toBe("2");
    expect((await send(again, { "items.r1.quantity": "51" })).status).toBe(303);
    expect((await items()).map(({ quantity, note }) => [quantity, note])).toEqual([
      [51, "mine"],
      [4, null],
      [9, null],
    ]);
  });

  it("leave a row alone that somebody else has changed, where the form does not change it", async () => {
    await anOrder();
    const form = await open("/orders/1/edit/");
    await served.sql("UPDATE app.item SET secret = 'x', _version = _version + 1 WHERE id = 1");
    expect((await send(form, { "items.r1.quantity": "8", "items.r2.quantity": "4" })).status).toBe(303);
    expect((await items()).map(({ quantity, secret }) => [quantity, secret])).toEqual([
      [8, "x"],
      [4, null],
      [9, null],
    ]);
  });
});
