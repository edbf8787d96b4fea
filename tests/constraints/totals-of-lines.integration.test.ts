import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { revokeFromPublic } from "#server/app-database/revoke-from-public";
import { app, decimal, model, modelId, relation, testId, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { type FilledForm, formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** An entry of a ledger, whose debit must equal its credit. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const MESSAGE = "Debit and credit differ.";
const balanced: ValidationRecord = {
  kind: "validation",
  id: testId("validation", "balanced"),
  modelId: modelId("entry"),
  expression: "lines.sum(l, l.debit) == lines.sum(l, l.credit)",
  message: MESSAGE,
  code: "balanced",
  order: "a",
};
const ledger = withRecords(
  app(
    model("entry", text("name", { required: true }), { pluralLabel: "Entries", rules: OPEN, api: true }),
    model(
      "line",
      relation("entry", "entry", { onDelete: "cascade", reverse: "lines", required: true }),
      decimal("debit", { default: "0.00" }),
      decimal("credit", { default: "0.00" }),
      { label: "Line", pluralLabel: "Lines", rules: OPEN, api: true },
    ),
  ),
  [
    pageRoute("new", "/entries/new/", { name: "create", modelId: modelId("entry") }),
    pageRoute("edit", "/entries/<int:id>/edit/", { name: "update", modelId: modelId("entry") }),
    pageRoute("list", "/entries/", { name: "list", modelId: modelId("entry"), pageSize: 10 }),
  ],
);
const strict = withRecords(ledger, [balanced]);
const warning = withRecords(ledger, [
  { ...balanced, severity: "warn" },
  pageRoute("remove", "/lines/<int:id>/delete/", { name: "delete", modelId: modelId("line") }),
]);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(strict);
  // As in a database that Quintet has prepared.
  const client = await served.pool.connect();
  await revokeFromPublic(client).finally(() => client.release());
});
beforeEach(async () => {
  await served.publish(strict);
  await served.sql("TRUNCATE app.entry, app.line RESTART IDENTITY CASCADE");
});
afterAll(() => served?.close());

const send = (method: string, target: string, body?: unknown) =>
  served.request(method, `/api/v1/${target}`, { body, headers: { "content-type": "application/json" } });
const open = async (path: string) => formIn((await served.request("GET", path)).text);
const fill = (form: FilledForm, values: Readonly<Record<string, string>>) => [
  ...form.pairs.filter(([name]) => !(name in values)),
  ...Object.entries(values),
];
const entry = (debit: string, credit: string) => ({ name: "rent", lines: [{ debit }, { credit }] });
const lines = () => served.sql<{ id: number; entry: number }>("SELECT id::int, entry::int FROM app.line ORDER BY id");
const amounts = () => served.sql("SELECT debit::float, credit::float FROM app.line ORDER BY id");
const twoAmounts = [
  { debit: 12.5, credit: 0 },
  { debit: 0, credit: 12.5 },
];

describe("totals in validations over REST [CON-15]", () => {
  it("refuse an entry whose debit and credit differ, whole or by one line", async () => {
    const refused = await send("POST", "entries", entry("12.50", "12.49"));
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({ code: "invalid_values", errors: [{ code: "balanced", message: MESSAGE }] });
    expect((await send("POST", "entries", entry("12.50", "12.50"))).status).toBe(201);
    const [debit, credit] = await lines();
    expect((await send("PATCH", `lines/${debit?.id}`, { debit: "13.00" })).status).toBe(422);
    expect((await send("DELETE", `lines/${debit?.id}`)).status).toBe(422);
    expect(await amounts()).toEqual(twoAmounts);
    const both = [
      { id: debit?.id, debit: "13.00" },
      { id: credit?.id, credit: "13.00" },
    ];
    expect((await send("PATCH", `entries/${debit?.entry}`, { lines: both })).status).toBe(200);
  });

  it("know the least, the greatest and the average", async () => {
    const expression = "lines.max(l, l.debit) <= 20 and lines.min(l, l.debit) >= 0 and lines.avg(l, l.debit) <= 10";
    await served.publish(withRecords(ledger, [{ ...balanced, expression }]));
    const debits = (...all: string[]) => ({ name: "x", lines: all.map((debit) => ({ debit })) });
    expect((await send("POST", "entries", debits("21.00", "0.00", "0.00"))).status).toBe(422);
    expect((await send("POST", "entries", debits("-1.00", "1.00"))).status).toBe(422);
    expect((await send("POST", "entries", debits("10.00", "11.00"))).status).toBe(422);
    expect((await send("POST", "entries", debits("20.00", "0.00"))).status).toBe(201);
    // Of no lines there is no least one: what is unknown holds.
    expect((await send("POST", "entries", { name: "empty" })).status).toBe(201);
  });
});

describe("totals in validations of forms [CON-15] [FRM-14]", () => {
  it("bring the form back with its lines, and save them when they are mended", async () => {
    const added = await post(served, "/entries/new/", [
      ...fill(await open("/entries/new/"), { name: "rent", "lines.n1.debit": "12.50", "lines.n1.credit": "0.00" }),
      ["_do", "add:lines"],
    ]);
    const refused = await post(
      served,
      "/entries/new/",
      fill(formIn(added.text), { "lines.n2.debit": "0.00", "lines.n2.credit": "12.00" }),
    );
    expect(refused.status, refused.text.slice(0, 1000)).toBe(422);
    expect(refused.text).toContain(MESSAGE);
    const again = formIn(refused.text);
    expect(again.values).toMatchObject({ name: "rent", "lines.n1.debit": "12.50", "lines.n2.credit": "12.00" });
    expect(await amounts()).toEqual([]);
    expect((await post(served, again.action, fill(again, { "lines.n2.credit": "12.50" }))).status).toBe(303);
    expect(await amounts()).toEqual(twoAmounts);
    const [debit] = await lines();
    const edit = await open(`/entries/${debit?.entry}/edit/`);
    const changed = await post(served, edit.action, fill(edit, { [`lines.r${debit?.id}.debit`]: "9" }));
    expect(changed.status).toBe(422);
    expect(changed.text).toContain(MESSAGE);
    expect(await amounts()).toEqual(twoAmounts);
  });
});

describe("a delete that breaks a validation that only warns [CON-15]", () => {
  beforeEach(async () => {
    await served.publish(warning);
    await served.sql("INSERT INTO app.entry (name) VALUES ('rent')");
    await served.sql("INSERT INTO app.line (entry, debit, credit) VALUES (1, 12.5, 0), (1, 0, 12.5)");
  });

  it("is done over REST when it is confirmed", async () => {
    const warned = await send("DELETE", "lines/1");
    expect(warned.status).toBe(422);
    expect(warned.json()).toMatchObject({ code: "unconfirmed_warnings", errors: [{ message: MESSAGE, pointer: "" }] });
    expect((await send("DELETE", "lines/1?confirm=false")).status).toBe(422);
    expect((await send("DELETE", "lines/1?confirm=yes")).status).toBe(400);
    expect(await amounts()).toEqual(twoAmounts);
    expect((await send("DELETE", "lines/1?confirm=true&dry_run=true")).status).toBe(200);
    expect(await amounts()).toEqual(twoAmounts);
    expect((await send("DELETE", "lines/1?confirm=true")).status).toBe(204);
    expect(await amounts()).toEqual(twoAmounts.slice(1));
  });

  it("does not pass a validation that refuses", async () => {
    await served.publish(strict);
    expect((await send("DELETE", "lines/1?confirm=true")).status).toBe(422);
    expect(await amounts()).toEqual(twoAmounts);
  });

  it("is done by a form when its box is ticked", async () => {
    const form = await open("/lines/1/delete/");
    const warned = await post(served, form.action, form.pairs);
    expect(warned.status).toBe(422);
    expect(warned.text).toContain(MESSAGE);
    expect(warned.text).toContain("Delete it all the same");
    expect(await amounts()).toEqual(twoAmounts);
    const again = formIn(warned.text);
    expect((await post(served, again.action, fill(again, { _confirm: "true" }))).status).toBe(303);
    expect(await amounts()).toEqual(twoAmounts.slice(1));
  });

  it("is described in OpenAPI for the lines, not for the entries", async () => {
    const { paths } = (await served.request("GET", "/api/openapi.json")).json<{
      paths: Record<string, { delete: { parameters: { $ref?: string }[]; responses: Record<string, unknown> } }>;
    }>();
    const of = (path: string) => paths[`/api/v1/${path}`]?.delete;
    const refs = (path: string) =>
      of(path)
        ?.parameters.flatMap(({ $ref }) => $ref ?? [])
        .join(" ");
    expect(refs("lines/{id}")).toContain("Confirm");
    expect(of("lines/{id}")?.responses).toHaveProperty("422");
  });
});
