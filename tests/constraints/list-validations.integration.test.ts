import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRuleRecord } from "#engine/definition/records/access";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { revokeFromPublic } from "#server/app-database/revoke-from-public";
import { app, boolean, choice, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** Entries of a ledger, with lines of debit and credit; an account's lines go with it. */
const everything = { read: "true", create: "true", update: "true", delete: "true" };
const open = { rules: everything, api: true } as const;
const ledger = app(
  model("entry", text("name"), boolean("draft", { default: false }), { ...open, pluralLabel: "Entries" }),
  model("account", text("name"), { ...open, pluralLabel: "Accounts" }),
  model(
    "line",
    relation("entry", "entry", { onDelete: "cascade", reverse: "lines", required: true }),
    relation("account", "account", { onDelete: "cascade" }),
    choice("side", ["debit", "credit"]),
    integer("amount", { required: true }),
    { ...open, pluralLabel: "Lines" },
  ),
);
const validation = (name: string, expression: string, rest: Partial<ValidationRecord> = {}): ValidationRecord => ({
  kind: "validation",
  id: testId("validation", name),
  modelId: modelId("entry"),
  expression,
  message: `Not ${name}.`,
  code: name,
  order: "a",
  ...rest,
});
const balanced = validation("balanced", "lines.exists(l, l.side == 'debit') == lines.exists(l, l.side == 'credit')", {
  when: "draft == false",
});
const few = validation("few", "lines.count() <= 4");
const published = withRecords(ledger, balanced, few);

let served: ServedApp;
const send = (method: string, target: string, body?: unknown) =>
  served.request(method, `/api/v1/${target}`, { body, headers: { "content-type": "application/json" } });
const told = (answer: Answered) => [
  answer.status,
  ...(answer.status < 300
    ? []
    : answer
        .json<{ errors: { pointer: string; code: string }[] }>()
        .errors.map(({ pointer, code }) => [pointer, code])),
];
const lines = async () => (await served.sql<{ n: number }>("SELECT count(*)::int AS n FROM app.line"))[0]?.n;
const pair = [
  { side: "debit", amount: 5 },
  { side: "credit", amount: 5 },
];

beforeAll(async () => {
  served = await serveApp(published);
  // As in a database that Quintet has prepared.
  const client = await served.pool.connect();
  await revokeFromPublic(client).finally(() => client.release());
});
beforeEach(async () => {
  await served.publish(published);
  await served.sql("TRUNCATE app.entry, app.line, app.account RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.entry (name, draft) VALUES ('first', false), ('second', false), ('draft', true)");
  await served.sql("INSERT INTO app.account (name) VALUES ('cash')");
  await served.sql(
    "INSERT INTO app.line (entry, side, amount, account) VALUES (1, 'debit', 5, NULL), (1, 'credit', 5, 1)",
  );
});
afterAll(() => served?.close());

describe("validations over the lines of a row that are broken", () => {
  it("refuse the row with its lines, its lines alone, and nothing is written", async () => {
    const half = [{ side: "debit", amount: 5 }];
    expect(told(await send("POST", "entries", { name: "third", lines: half }))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("PATCH", "entries/2", { name: "new", lines: half }))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("POST", "lines", { entry: 2, ...half[0] }))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("POST", "lines", [{ entry: 2, ...half[0] }]))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("PATCH", "lines/1", { side: "credit" }))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("PATCH", "lines", [{ id: 1, side: "credit" }]))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("DELETE", "lines/1"))).toEqual([422, ["", "balanced"]]);
    expect(await served.sql("SELECT name FROM app.entry ORDER BY id")).toEqual([
      { name: "first" },
      { name: "second" },
      { name: "draft" },
    ]);
    expect(await lines()).toBe(2);
  });

  it("name the rows of a body that has many", async () => {
    const made = [{ name: "a", lines: pair }, { name: "b", lines: [pair[0]] }, { name: "c" }];
    expect(told(await send("POST", "entries", made))).toEqual([422, ["/1", "balanced"]]);
    const changed = [
      { id: 2, lines: [pair[0]] },
      { id: 1, lines: [{ id: 1, _delete: true }] },
      { id: 3, name: "x" },
    ];
    const refused = await send("PATCH", "entries", changed);
    expect(told(refused)).toEqual([422, ["/1", "balanced"], ["/0", "balanced"]]);
    expect(refused.json().detail).toBe("2 rows cannot be written. Nothing was written.");
    await served.publish(withRecords(ledger, { ...balanced, severity: "warn" }));
    const warned = await send("POST", "entries", made);
    expect([...told(warned), warned.json().code]).toEqual([422, ["/1", "balanced"], "unconfirmed_warnings"]);
    expect(await lines()).toBe(2);
    expect(told(await send("POST", "entries?confirm=true", made))).toEqual([201]);
  });

  it("are named by a dry run of a delete, which deletes nothing", async () => {
    const tried = await send("DELETE", "lines/1?dry_run=true");
    expect(tried.json()).toMatchObject({
      can_be_deleted: false,
      errors: [{ code: "balanced", message: "Not balanced." }],
    });
    expect((await send("DELETE", "accounts/1?dry_run=true")).json()).toMatchObject({ can_be_deleted: false });
    const whole = (await send("DELETE", "entries/1?dry_run=true")).json();
    expect(whole).toMatchObject({ can_be_deleted: true, deleted: { lines: 2 } });
    expect(whole).not.toHaveProperty("errors");
    expect(await lines()).toBe(2);
    await served.publish(withRecords(ledger, { ...balanced, severity: "warn" }));
    expect((await send("DELETE", "lines/1?dry_run=true")).json().can_be_deleted).toBe(false);
    expect((await send("DELETE", "lines/1?dry_run=true&confirm=true")).json().can_be_deleted).toBe(true);
    expect(await lines()).toBe(2);
  });

  it("judge the owner that a line leaves, and the one to which it goes", async () => {
    expect(told(await send("PATCH", "lines/1", { entry: 2 }))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("PATCH", "lines/1", { entry: 3 }))).toEqual([422, ["", "balanced"]]);
    expect(
      told(
        await send("PATCH", "lines", [
          { id: 1, entry: 2 },
          { id: 2, entry: 2 },
        ]),
      ),
    ).toEqual([200]);
  });

  it("judge the owners of lines that go with another row", async () => {
    expect(told(await send("DELETE", "accounts/1"))).toEqual([422, ["", "balanced"]]);
    expect(await lines()).toBe(2);
    expect((await send("DELETE", "entries/1")).status).toBe(204);
    expect(await lines()).toBe(0);
  });

  it("judge a change of the row alone, and only rows for which they hold", async () => {
    expect((await send("POST", "lines", { entry: 3, side: "debit", amount: 1 })).status).toBe(201);
    expect(told(await send("PATCH", "entries/3", { draft: false }))).toEqual([422, ["", "balanced"]]);
    expect((await send("PATCH", "entries/3", { draft: false, lines: [{ side: "credit", amount: 1 }] })).status).toBe(
      200,
    );
  });

  it("may total lines, or read a formula that does", async () => {
    await served.publish(withRecords(ledger, validation("small", "lines.sum(l, l.amount) <= 20")));
    expect((await send("POST", "lines", { entry: 1, amount: 10 })).status).toBe(201);
    expect(told(await send("POST", "lines", { entry: 1, amount: 1 }))).toEqual([422, ["", "small"]]);
    expect(told(await send("PATCH", "lines/1", { amount: 6 }))).toEqual([422, ["", "small"]]);
    const amount = readDefinition(ledger).field(fieldId("line", "amount")) as FieldRecord;
    const type = { name: "formula", expression: "lines.sum(l, l.amount)", result: "integer" };
    const id = "fld_entrytotal" as FieldRecord["id"];
    const total: FieldRecord = {
      ...amount,
      id,
      modelId: modelId("entry"),
      name: "total",
      label: "Total",
      required: false,
      type,
    };
    await served.publish(withRecords(ledger, total, validation("small", "total <= 20")));
    expect(told(await send("POST", "lines", { entry: 1, amount: 1 }))).toEqual([422, ["", "small"]]);
    expect((await send("PATCH", "entries/1", { lines: [{ id: 1, amount: 1 }, { amount: 2 }] })).json().total).toBe(18);
  });

  it("are judged for callers who may not read what they are about", async () => {
    const hidden: FieldRuleRecord = {
      kind: "fieldRule",
      id: testId("fieldRule", "draft"),
      fieldId: fieldId("entry", "draft"),
      action: "read",
      expression: "user.group == 'auditors'",
    };
    await served.publish(withRecords(published, hidden));
    const half = { side: "debit", amount: 10 };
    expect(told(await send("POST", "lines", { entry: 1, ...half }))).toEqual([201]);
    expect(told(await send("POST", "lines", { entry: 2, ...half }))).toEqual([422, ["", "balanced"]]);
    expect(told(await send("PATCH", "entries/2", { lines: [half] }))).toEqual([422, ["", "balanced"]]);
    expect((await send("POST", "lines", { entry: 3, ...half })).status).toBe(201);
  });

  it("can only warn", async () => {
    await served.publish(withRecords(ledger, { ...balanced, severity: "warn" }));
    const line = { entry: 2, side: "debit", amount: 1 };
    const warned = await send("POST", "lines", line);
    expect([...told(warned), warned.json().code]).toEqual([422, ["", "balanced"], "unconfirmed_warnings"]);
    expect((await send("POST", "lines?confirm=true", line)).status).toBe(201);
    expect((await send("PATCH", "entries/2?confirm=true", { name: "x" })).status).toBe(200);
    expect((await send("PATCH", "entries?confirm=true", [{ id: 2, name: "x" }])).status).toBe(200);
  });
});

describe("validations over the lines of a row [CON-15]", () => {
  it("hold for what a transaction has written in the end", async () => {
    expect((await send("POST", "entries", { name: "third", lines: pair })).status).toBe(201);
    expect(
      (
        await send("PATCH", "entries/1", {
          lines: [
            { id: 1, _delete: true },
            { id: 2, _delete: true },
          ],
        })
      ).status,
    ).toBe(200);
    expect((await send("PATCH", "entries/1", { lines: pair })).status).toBe(200);
    expect(
      (
        await send(
          "POST",
          "lines",
          pair.map((line) => ({ ...line, entry: 2 })),
        )
      ).status,
    ).toBe(201);
  });

  it("let neither of two half entries pass that are sent side by side, 200 times", async () => {
    for (let round = 0; round < 200; round++) {
      const answers = await Promise.all(pair.map((line) => send("POST", "lines", { entry: 2, ...line })));
      expect(answers.map(({ status }) => status)).toEqual([422, 422]);
    }
    expect(await lines()).toBe(2);
  }, 120_000);

  it("let only as many lines pass as there may be, however many are sent side by side", async () => {
    for (let round = 0; round < 20; round++) {
      await served.sql("DELETE FROM app.line");
      await served.sql(
        "INSERT INTO app.line (entry, side, amount) VALUES (1, 'debit', 5), (1, 'credit', 5), (1, 'debit', 5)",
      );
      const answers = await Promise.all(
        [1, 2, 3, 4].map((amount) => send("POST", "lines", { entry: 1, side: "debit", amount })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
      expect(await lines()).toBe(4);
    }
  }, 120_000);
});
