import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { visitor } from "#engine/principal";
import { changeWhereColumns } from "#engine/query/compile-change-where";
import { writeManyColumns } from "#engine/query/compile-write-many";
import { readReasons } from "#engine/query/read-many-answer";
import { sentRowsValue } from "#engine/query/sent-rows";
import { runWrite, STALE } from "#engine/runtime/execution/run-statement";
import type { LiveApp } from "#engine/runtime/releases/live-app";
import type { CompiledStatement } from "#engine/snapshot/compiled-statement";
import type { ModelUnit } from "#engine/snapshot/model-unit";
import type { SqlValue } from "#engine/sql/sql";
import {
  app,
  bigInteger,
  boolean,
  dateTime,
  decimal,
  field,
  fieldId,
  float,
  model,
  modelId,
  relation,
  text,
} from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Writes of many rows in one statement, against a real Postgres: every row judged, all of them written or none. */
const definition = app(
  model("author", text("name"), boolean("hidden"), { rules: { read: "not hidden", create: "true" }, api: true }),
  model(
    "book",
    text("sku", { unique: true }),
    text("title"),
    decimal("price"),
    boolean("is_open"),
    relation("author", "author", { onDelete: "set_null" }),
    field("updated_at", { name: "updated_at" }),
    { rules: { read: "true", create: "price > 0", update: "is_open and price > 0", delete: "is_open" }, api: true },
  ),
  model("review", text("body"), relation("book", "book", { onDelete: "cascade" }), { api: true }),
  model("sale", relation("book", "book", { onDelete: "protect" }), { api: true }),
  model(
    "thing",
    bigInteger("big"),
    decimal("exact"),
    float("float"),
    boolean("flag"),
    dateTime("at"),
    field("json", { name: "json" }),
    field("took", { name: "duration" }),
    field("on", { name: "date" }),
    field("time", { name: "time" }),
    text("words"),
    { key: "uuid", rules: { read: "true", create: "true" }, api: true },
  ),
);
const reader = readDefinition(definition);
const fieldsOf = (name: string) => reader.fields(modelId(name));
const bookField = (name: string) => fieldsOf("book").find((one) => one.name === name) as FieldRecord;

let served: ServedApp;
let live: LiveApp;
beforeAll(async () => {
  served = await serveApp(definition);
  live = (await served.apps.get(served.appId, "live")) as LiveApp;
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql("TRUNCATE app.author, app.book, app.review, app.sale, app.thing RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.author (name, hidden) VALUES ('Ursula', false), ('Secret', true)");
});

const unit = (name: string) => live.snapshot.models.get(modelId(name)) as ModelUnit;
const who = () => live.snapshot.rules.classOf(visitor);
const facts = { method: "POST", path: "/", time: "2026-01-01T00:00:00Z" };
const callOn = (on: LiveApp) => ({ live: on, data: served.data, caller: visitor, facts });
const run = (statement: CompiledStatement, slots: Record<string, SqlValue>) => runWrite(callOn(live), statement, slots);

type Values = Readonly<Record<string, SqlValue>>;
const sent = (name: string, values: Values) =>
  new Map(
    Object.entries(values).map(([key, value]) => [
      fieldsOf(name).find((one) => one.name === key) as FieldRecord,
      value,
    ]),
  );

async function many(statement: CompiledStatement, rows: string) {
  const row = await run(statement, { rows });
  if (row === STALE) return STALE;
  return {
    refused: readReasons(row[writeManyColumns.refused]),
    keys: row[writeManyColumns.keys] == null ? null : (JSON.parse(row[writeManyColumns.keys] as string) as unknown[]),
  };
}
/** Every field has a value in a create, as a body's defaults give it. */
const create = (name: string, rows: readonly Values[]) => {
  const whole = Object.fromEntries(fieldsOf(name).map((one) => [one.name, null]));
  delete whole.updated_at;
  const values = rows.map((row) => ({ values: sent(name, { ...whole, ...row }) }));
  return many(unit(name).createMany(who()), sentRowsValue(values, {}));
};
interface Change extends Record<string, unknown> {
  readonly id: SqlValue;
  readonly versions?: readonly number[];
  readonly set: Values;
}
function update(rows: readonly Change[]) {
  const named = new Set(rows.flatMap(({ set }) => Object.keys(set)));
  const fields = fieldsOf("book").filter((one) => named.has(one.name));
  const isMixed = rows.some(({ set }) => Object.keys(set).length < fields.length);
  const hasVersions = rows.some(({ versions }) => versions !== undefined);
  const values = rows.map(({ id, versions, set }) => ({
    key: id,
    values: sent("book", set),
    ...(versions ? { versions } : {}),
  }));
  return many(unit("book").updateMany(who(), { fields, isMixed, hasVersions }), sentRowsValue(values, { isMixed }));
}
const books = () =>
  served.sql("SELECT id::int, sku, title, price, author::int, _version::int AS version FROM app.book ORDER BY id");
const open = { price: "5", is_open: true };

/** Does the work while another transaction has written and not committed, so that the work has to wait for it. */
async function whileAnotherWrites<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
  const client = await served.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(statement.replaceAll("app.", `${served.schemaName}.`));
    const waiting = work();
    for (;;) {
      const [row] = await served.sql(
        "SELECT count(*)::int AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()",
      );
      if (row?.waiting) break;
    }
    await client.query("COMMIT");
    return await waiting;
  } finally {
    client.release();
  }
}

describe("many new rows", () => {
  it("get keys in the order in which they were sent", async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ ...open, sku: `S${index}`, title: `${index}` }));
    const made = await create("book", rows);
    expect(made).toMatchObject({ refused: [] });
    const { keys } = made as { keys: number[] };
    const stored = await served.sql<{ id: string; title: string }>("SELECT id, title FROM app.book ORDER BY id");
    expect(stored.map(({ id, title }) => [Number(id), title])).toEqual(keys.map((key, index) => [key, `${index}`]));
  });

  it("keep every value to its last digit, under UUIDs too", async () => {
    const values = {
      big: "9223372036854775807",
      exact: "12345678.90",
      float: 1e-7,
      flag: false,
      at: "2026-01-31T14:30:00.123456Z",
      json: '{"a": 12345678901234567890.12, "b": null, "c": "\\"$1"}',
      took: "PT5400S",
      on: "2026-01-31",
      time: "14:30:00.5",
      words: 'it\'s "quoted" \\ $1 \u{1d54f}',
    };
    const made = await create("thing", [values, {}]);
    const { keys } = made as { keys: string[] };
    const [first, second] = await Promise.all(keys.map((key) => served.request("GET", `/api/v1/thing/${key}`)));
    expect(first?.json()).toMatchObject({
      ...values,
      json: expect.anything(),
      time: expect.stringContaining("14:30:00.5"),
    });
    expect(first?.text).toContain("12345678901234567890.12");
    expect(second?.json()).toMatchObject({ big: null, json: null, words: null });
  });

  it("are all refused when one is, each with its reason", async () => {
    await create("book", [{ ...open, sku: "old" }]);
    const refused = await create("book", [
      { ...open, sku: "new" },
      { price: "0", sku: "free" },
      { ...open, sku: "old" },
      { ...open, sku: "new" },
      { ...open, author: 2 },
      { ...open, author: 99 },
      { ...open, author: 1 },
      { price: null },
    ]);
    const taken = { kind: "taken", fieldId: fieldId("book", "sku") };
    const target = { kind: "target", fieldId: fieldId("book", "author") };
    expect(refused).toEqual({
      keys: null,
      refused: [
        [1, { kind: "denied" }],
        [2, taken],
        [3, taken],
        [4, target],
        [5, target],
        [7, { kind: "denied" }],
      ],
    });
    expect(await books()).toHaveLength(1);
  });

  it("say at most a hundred reasons", async () => {
    const refused = await create(
      "book",
      Array.from({ length: 300 }, () => ({ price: "0" })),
    );
    expect(refused !== STALE && refused.refused).toHaveLength(100);
  });

  it("do not tell the key of a row that the caller may not read", async () => {
    expect(
      await create("author", [
        { name: "A", hidden: true },
        { name: "B", hidden: false },
      ]),
    ).toEqual({
      refused: [],
      keys: [null, 4],
    });
  });
});

describe("many changed rows", () => {
  beforeEach(async () => {
    await create(
      "book",
      ["A", "B", "C"].map((sku) => ({ ...open, sku, title: sku, author: 1 })),
    );
  });

  it("change in what each of them names", async () => {
    const changed = await update([
      { id: 3, set: { title: "third" } },
      { id: 1, set: { price: "7.50", author: null } },
      { id: 2, set: {} },
    ]);
    expect(changed).toEqual({ refused: [], keys: [3, 1, 2] });
    expect(await books()).toMatchObject([
      { title: "A", price: "7.50", author: null, version: 2 },
      { title: "B", price: "5.00", author: 1, version: 1 },
      { title: "third", price: "5.00", author: 1, version: 2 },
    ]);
    const times = await served.sql("SELECT FROM app.book WHERE updated_at = (SELECT max(updated_at) FROM app.book)");
    expect(times).toHaveLength(2);
  });

  it("are all left as they are when one is refused, each with its reason", async () => {
    await served.sql("UPDATE app.book SET is_open = false WHERE id = 2");
    const before = await books();
    const refused = await update([
      { id: 1, set: { title: "changed" } },
      { id: 77, set: { title: "x" } },
      { id: 2, set: { title: "x" } },
      { id: 3, set: { price: "-1" } },
    ]);
    expect(refused).toEqual({
      keys: null,
      refused: [
        [1, { kind: "absent" }],
        [2, { kind: "denied" }],
        [3, { kind: "denied" }],
      ],
    });
    expect(await update([{ id: 1, set: { author: 2 } }])).toMatchObject({ refused: [[0, { kind: "target" }]] });
    expect(await update([{ id: 1, set: { sku: "C" } }])).toMatchObject({ refused: [[0, { kind: "taken" }]] });
    expect(
      await update([
        { id: 1, set: { sku: "X" } },
        { id: 3, set: { sku: "X" } },
      ]),
    ).toMatchObject({
      refused: [[1, { kind: "taken" }]],
    });
    const kept: readonly Change[] = [
      { id: 1, set: { sku: "C" } },
      { id: 3, set: { title: "x" } },
    ];
    for (const rows of [kept, [...kept].reverse()]) {
      expect(await update(rows)).toMatchObject({ refused: [[rows.indexOf(kept[0] as Change), { kind: "taken" }]] });
    }
    expect(await books()).toEqual(before);
  });

  it("take a unique value over that another row of the same write gives up", async () => {
    await served.sql("DELETE FROM app.book WHERE id = 2");
    expect(
      await update([
        { id: 3, set: { sku: "Z" } },
        { id: 1, set: { sku: "A" } },
      ]),
    ).toMatchObject({ refused: [] });
  });

  it("are held to their versions one by one", async () => {
    const versioned = (version: number) => [
      { id: 1, versions: [1], set: { title: "x" } },
      { id: 2, versions: [version, 9], set: { title: "x" } },
      { id: 3, set: { title: "x" } },
    ];
    expect(await update(versioned(3))).toEqual({ keys: null, refused: [[1, { kind: "changed" }]] });
    expect(await update(versioned(1))).toEqual({ keys: [1, 2, 3], refused: [] });
  });

  it("are locked in the order of their keys, so that two writers never wait in a circle", async () => {
    await create(
      "book",
      Array.from({ length: 60 }, () => open),
    );
    const ids = (await books()).map((row) => row.id as number);
    const rounds = Array.from({ length: 12 }, (_, round) => (round % 2 === 0 ? ids : [...ids].reverse()));
    const done = await Promise.all(
      rounds.map((order, round) => update(order.map((id) => ({ id, set: { title: `${round}` } })))),
    );
    expect(done.every((one) => one !== STALE && one.refused.length === 0)).toBe(true);
    const rows = await books();
    expect(new Set(rows.map((row) => row.version))).toEqual(new Set([rounds.length + 1]));
    expect(new Set(rows.map((row) => row.title)).size).toBe(1);
  });

  it("are judged as a writer before them has left them", async () => {
    const waiting = whileAnotherWrites("UPDATE app.book SET price = -1, _version = _version + 1 WHERE id = 2", () =>
      update([1, 2, 3].map((id) => ({ id, versions: [1], set: { title: "x" } }))),
    );
    // The rule over the row as it was comes before its version.
    expect(await waiting).toEqual({ keys: null, refused: [[1, { kind: "denied" }]] });
    await served.sql("UPDATE app.book SET price = 5 WHERE id = 2");
    const versions = whileAnotherWrites("UPDATE app.book SET _version = _version + 1 WHERE id = 3", () =>
      update([3, 1].map((id) => ({ id, versions: [1], set: { title: "x" } }))),
    );
    expect(await versions).toEqual({ keys: null, refused: [[0, { kind: "changed" }]] });
    expect(await books()).toMatchObject([{ title: "A" }, { title: "B" }, { title: "C" }]);
  });

  it("are not touched by a statement of another release", async () => {
    const outdated = { ...live, release: "999" } as LiveApp;
    const statement = unit("book").updateMany(who(), { fields: [bookField("title")] });
    const rows = sentRowsValue([{ key: 1, values: sent("book", { title: "x" }) }], {});
    expect(await runWrite(callOn(outdated), statement, { rows })).toBe(STALE);
    const created = unit("book").createMany(who());
    const fresh = sentRowsValue([{ values: sent("book", { ...open, sku: null, title: null, author: null }) }], {});
    expect(await runWrite(callOn(outdated), created, { rows: fresh })).toBe(STALE);
    expect(await books()).toMatchObject([{ title: "A" }, { title: "B" }, { title: "C" }]);
  });
});

describe("a change of all rows that a condition means", () => {
  const priceSlot = `v.${fieldId("book", "price")}`;
  const setPrice = (where: string) => unit("book").updateWhere(who(), { where, changed: [bookField("price")] });
  async function where(statement: CompiledStatement, slots: Record<string, SqlValue>) {
    const row = await run(statement, slots);
    if (row === STALE) return STALE;
    return {
      matched: Number(row[changeWhereColumns.matched]),
      refused: readReasons(row[changeWhereColumns.refused]),
      protectedBy: row[changeWhereColumns.protectedBy],
      written: Number(row[changeWhereColumns.written]),
    };
  }
  const nothing = { refused: [], protectedBy: null, written: 0 };
  beforeEach(async () => {
    await create(
      "book",
      ["A", "B", "C", "D"].map((sku, at) => ({ ...open, sku, title: sku, price: `${at + 1}`, author: 1 })),
    );
    await served.sql("INSERT INTO app.review (body, book) VALUES ('a', 1), ('b', 1), ('c', 3)");
  });

  it("writes as many rows as were confirmed, and none when there are more", async () => {
    const few = setPrice('price <= 2 and not (title == "D")');
    expect(setPrice('price <= 2 and not (title == "D")')).toBe(few);
    expect(await where(few, { [priceSlot]: "9", most: 1 })).toEqual({ ...nothing, matched: 2 });
    expect(await books()).toMatchObject([{ version: 1 }, { version: 1 }, { version: 1 }, { version: 1 }]);
    expect(await where(few, { [priceSlot]: "9", most: 2 })).toEqual({ ...nothing, matched: 2, written: 2 });
    expect(await books()).toMatchObject([
      { price: "9.00", version: 2 },
      { price: "9.00", version: 2 },
      { price: "3.00", version: 1 },
      { price: "4.00", version: 1 },
    ]);
  });

  it("writes none when the rule refuses one, before or after", async () => {
    await served.sql("UPDATE app.book SET is_open = false WHERE id = 3");
    expect(await where(setPrice("price > 1"), { [priceSlot]: "9", most: 10 })).toEqual({
      ...nothing,
      matched: 3,
      refused: [[3, { kind: "denied" }]],
    });
    expect(await where(setPrice("price < 3"), { [priceSlot]: "-9", most: 10 })).toMatchObject({
      refused: [
        [1, { kind: "denied" }],
        [2, { kind: "denied" }],
      ],
    });
    const sku = unit("book").updateWhere(who(), { where: "price < 3", changed: [bookField("sku")] });
    expect(await where(sku, { [`v.${fieldId("book", "sku")}`]: "C", most: 10 })).toMatchObject({ written: 0 });
    expect((await books()).map((row) => row.version)).toEqual([1, 1, 1, 1]);
  });

  it("means the rows that still match when a writer before it is done", async () => {
    const waiting = whileAnotherWrites("UPDATE app.book SET price = 50 WHERE id = 2", () =>
      where(setPrice("price < 4"), { [priceSlot]: "9", most: 10 }),
    );
    expect(await waiting).toEqual({ ...nothing, matched: 2, written: 2 });
    expect((await books()).map((row) => row.price)).toEqual(["9.00", "50.00", "9.00", "4.00"]);
  });

  it("deletes with what depends on the rows, all or none", async () => {
    const remove = unit("book").deleteWhere(who(), { where: "price <= 3" });
    expect(await where(remove, { most: 2 })).toEqual({ ...nothing, matched: 3 });
    await served.sql("INSERT INTO app.sale (book) VALUES (2)");
    const protectedBy = fieldId("sale", "book");
    expect(await where(remove, { most: 3 })).toEqual({ ...nothing, matched: 3, protectedBy });
    expect(await books()).toHaveLength(4);
    await served.sql("DELETE FROM app.sale");
    expect(await where(remove, { most: 3 })).toEqual({ ...nothing, matched: 3, written: 6 });
    expect(await books()).toMatchObject([{ sku: "D" }]);
    expect(await served.sql("SELECT id FROM app.review")).toEqual([]);
  });
});
