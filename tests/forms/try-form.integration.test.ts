import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import { formPorts } from "#engine/runtime/forms/form-ports";
import { type FormTrial, FormTrials } from "#engine/runtime/forms/form-trials";
import { app, fieldId, integer, longText, model, relation, testId, text } from "../builders.ts";
import { formRecords, withRecords } from "../support/form-records.ts";
import { fieldRule } from "../support/grants.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** A form that is tried says what would be written, or what is wrong where, and keeps nothing. */
let served: ServedApp;
let trials: FormTrials;
const place = () => ({ appId: served.appId, environment: "live" });
const builder = { kind: "builder", accountId: "a", name: "Ada" } as const;

const ORDERS = { read: "true", create: "true", update: "true", delete: "true" };

/** One to two items in a form of orders. */
function itemsOf(form: string): readonly DefinitionRecord[] {
  const linesId = testId("formLines", form);
  const formId = testId("form", form);
  const own = { formId, linesId };
  return [
    {
      kind: "formLines",
      id: linesId,
      formId,
      relationFieldId: fieldId("item", "order"),
      min: 1,
      max: 2,
      blank: 1,
      canAdd: true,
      canDelete: true,
      order: "a",
    },
    ...["quantity", "note"].map((name, at): DefinitionRecord => {
      const id = testId("formField", `${form}.items.${name}`);
      return { kind: "formField", id, ...own, fieldId: fieldId("item", name), order: `a${at}` };
    }),
  ];
}

beforeAll(async () => {
  const drawn = app(
    model("message", text("name", { required: true }), longText("body"), text("source"), {
      rules: { read: "true", create: 'request.form == "contact"' },
    }),
    model("book", text("title", { required: true, unique: true }), integer("pages"), {
      rules: { read: "true", create: "true", update: "true" },
    }),
    model("order", text("number", { required: true }), text("secret"), { rules: ORDERS }),
    model(
      "item",
      relation("order", "order", { onDelete: "cascade", reverse: "items", required: true }),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      text("note"),
      { label: "Item", rules: ORDERS },
    ),
  );
  served = await serveApp(
    withRecords(drawn, [
      ...formRecords("contact", "message", { name: {}, body: {}, source: { fixed: "'web'" } }),
      ...formRecords("closed", "message", { name: {} }),
      ...formRecords("add", "book", { title: {}, pages: {} }),
      ...formRecords("edit", "book", { title: {}, pages: {} }, { action: "update" }),
      ...formRecords("remove", "book", {}, { action: "delete" }),
      ...formRecords("place", "order", { number: {}, secret: {} }),
      ...itemsOf("place"),
      fieldRule("order.secret", "write", { where: "false" }),
    ]),
  );
  await served.sql("INSERT INTO app.book (title, pages) VALUES ('Emma', 400), ('Persuasion', 300)");
  const { apps, data } = served;
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  trials = new FormTrials({ apps, data, clock, forms: formPorts(["a secret"], clock.monotonic) });
});
afterAll(() => served?.close());

const send = (form: string, values: Readonly<Record<string, string>>, rest: Partial<FormTrial> = {}) =>
  trials.send(place(), builder, {
    formId: testId("form", form),
    caller: { kind: "anonymous" },
    rowId: undefined,
    values: Object.entries(values),
    ...rest,
  });
const stored = async () =>
  JSON.stringify([
    await served.sql("SELECT * FROM app.message ORDER BY id"),
    await served.sql("SELECT * FROM app.book ORDER BY id"),
    await served.sql('SELECT * FROM app."order"'),
    await served.sql("SELECT * FROM app.item"),
  ]);

describe("a form that is tried", () => {
  it("says what would be written, with what the form gives by itself, and stores nothing [FRM-02]", async () => {
    const before = await stored();
    const made = await send("contact", { name: "Grace", body: "Hello" });
    expect(made).toMatchObject({ outcome: "written", values: { name: "Grace", body: "Hello", source: "web" } });
    expect(await stored()).toBe(before);
    const changed = await send("edit", { title: "Emma", pages: "401" }, { rowId: "1" });
    expect(changed).toMatchObject({ outcome: "written", values: { title: "Emma", pages: 401 } });
    expect(await stored()).toBe(before);
  });

  it("is tried with its lines, all or nothing, and without fields that the sender may not set [FRM-14]", async () => {
    const before = await stored();
    const item = (number: number, quantity: string, note = "") => ({
      [`items.n${number}.quantity`]: quantity,
      [`items.n${number}.note`]: note,
    });
    const order = { number: "A-1", secret: "no" };
    const made = await send("place", { ...order, ...item(1, "3"), ...item(2, "1", "soon") });
    expect(made).toMatchObject({ outcome: "written", values: { number: "A-1", secret: null } });
    expect(await send("place", { ...order, ...item(1, "2"), ...item(2, "0") })).toMatchObject({
      outcome: "refused",
      errors: [{ name: "items.n2.quantity", message: "Item 2: Quantity must be at least 1." }],
    });
    // Rows in which nothing was filled in are left out, and one is needed.
    expect(await send("place", { ...order, ...item(1, "1") })).toMatchObject({ outcome: "refused", errors: [] });
    expect(await stored()).toBe(before);
  });

  it("says what is wrong at which field, by the database's own judgement too [FRM-10]", async () => {
    const before = await stored();
    expect(await send("contact", { name: " " })).toMatchObject({
      outcome: "refused",
      errors: [{ name: "name", message: "Name is needed." }],
    });
    expect(await send("add", { title: "Emma", pages: "1" })).toMatchObject({
      outcome: "refused",
      errors: [{ name: "title" }],
    });
    expect(await send("edit", { title: "Persuasion", pages: "1" }, { rowId: "1" })).toMatchObject({
      outcome: "refused",
      errors: [{ name: "title" }],
    });
    expect(await stored()).toBe(before);
  });

  it("is closed to whom the rules do not admit, and knows rows and forms that are not there", async () => {
    expect(await send("closed", { name: "Eve" })).toEqual({ outcome: "closed" });
    expect(await send("closed", { name: "Eve" }, { caller: { kind: "builder" } })).toMatchObject({
      outcome: "written",
    });
    expect(await send("edit", { title: "X" }, { rowId: "99" })).toEqual({ outcome: "absent" });
    expect(await send("edit", { title: "X" }, { rowId: "nonsense" })).toEqual({ outcome: "absent" });
    expect(await send("other", {})).toEqual({ outcome: "notPublished" });
    await expect(send("remove", {}, { rowId: "1" })).rejects.toMatchObject({ code: "invalid_parameter" });
    expect(await stored()).toContain("Emma");
  });

  it("can be tried many times and leaves no transaction open", async () => {
    const before = await stored();
    for (let round = 0; round < 20; round++)
      await Promise.all([1, 2, 3].map((index) => send("add", { title: `Book ${round} ${index}` })));
    expect(await stored()).toBe(before);
    // Of this database alone: others on the same server are of other tests.
    const open = () =>
      served.sql(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
      );
    await expect.poll(open).toEqual([]);
  });
});
