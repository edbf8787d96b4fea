import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { visitor } from "#engine/principal";
import { changeWhereColumns, compileDeleteWhere, compileUpdateWhere } from "#engine/query/compile-change-where";
import { compileCreate, createColumns, createVerdictColumns } from "#engine/query/compile-create";
import { compileDelete, deleteColumns } from "#engine/query/compile-delete";
import { compileUpdate, updateColumns } from "#engine/query/compile-update";
import { compileCreateMany, compileUpdateMany, writeManyColumns } from "#engine/query/compile-write-many";
import type { Statement } from "#engine/query/guard";
import type { QueryScope } from "#engine/query/query-scope";
import type { Rider } from "#engine/query/riders";
import { sentRowsValue } from "#engine/query/sent-rows";
import { readWhere } from "#engine/rest/read-where";
import { callerView } from "#engine/rest/resource";
import { runInsert, runRead, runWrite, STALE } from "#engine/runtime/execution/run-statement";
import type { LiveApp } from "#engine/runtime/releases/live-app";
import { compiledStatement } from "#engine/snapshot/compiled-statement";
import type { ModelUnit } from "#engine/snapshot/model-unit";
import { identifier, literal, type SqlValue, sql } from "#engine/sql/sql";
import { app, decimal, model, modelId, relation, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * What is written together with a row: history by an INSERT, an event by a function that a SELECT calls, and a file that
 * must be free. Each kind of write carries them, and writes nothing of them when it writes no row.
 */
const definition = app(
  model("book", text("title"), decimal("price"), text("cover"), {
    rules: { read: "true", create: "price > 0", update: "price > 0", delete: "price > 0" },
    api: true,
  }),
  model("review", text("title"), relation("book", "book", { onDelete: "cascade" }), { api: true }),
  model("note", text("title"), relation("book", "book", { onDelete: "set_null" }), { api: true }),
);
const reader = readDefinition(definition);
const book = reader.model(modelId("book")) as NonNullable<ReturnType<typeof reader.model>>;
const fields = reader.fields(book.id);
const named = (name: string) => fields.find((field) => field.name === name) as FieldRecord;

let served: ServedApp;
let live: LiveApp;
let scope: QueryScope;

/** `action model: before → after`, by the rows' titles. */
const history: Rider = {
  write({ model: { name }, write, before, after, aliases }) {
    const line = identifier(aliases.make());
    const titles = [before, after].map((rows) => (rows ? sql`${rows}."title"` : sql`NULL::text`));
    const from =
      before && after ? sql`${before} JOIN ${after} ON ${before}.id = ${after}.id` : (before ?? after ?? sql``);
    const target = identifier(served.schemaName, "_lines");
    return {
      ctes: [
        sql`${line} AS (INSERT INTO ${target} (what, before, after) SELECT ${literal(`${write} ${name}`)}, ${titles[0] as typeof line}, ${titles[1] as typeof line} FROM ${from})`,
      ],
      counted: [],
    };
  },
};
const event: Rider = {
  write({ write, before, after, aliases }) {
    const posted = identifier(aliases.make());
    const rows = after ?? before ?? sql``;
    const post = identifier(served.schemaName, "_post");
    return {
      ctes: [sql`${posted} AS (SELECT ${post}(${literal(write)} || ' ' || ${rows}.id::text) FROM ${rows})`],
      counted: [posted],
    };
  },
};
/** The file that a row names as its cover must be free, and is the row's afterwards. */
const cover: Rider = {
  hold({ after, aliases }, lock) {
    const held = identifier(aliases.make());
    const files = identifier(served.schemaName, "_covers");
    return {
      ctes: [
        sql`${held} AS MATERIALIZED (SELECT _f.name FROM ${files} _f WHERE _f.owner IS NULL AND _f.name IN (SELECT ${after ?? sql``}."cover" FROM ${after ?? sql``})${lock})`,
      ],
      holds: (row) => {
        const name = row("cover") ?? sql`NULL`;
        return sql`${name} IS NULL OR EXISTS (SELECT 1 FROM ${held} WHERE ${held}.name = ${name})`;
      },
    };
  },
  write({ after, write, aliases }) {
    if (!after || write === "delete") return { ctes: [], counted: [] };
    const files = identifier(served.schemaName, "_covers");
    const attached = identifier(aliases.make());
    return {
      ctes: [
        sql`${attached} AS (UPDATE ${files} AS _f SET owner = ${after}.id FROM ${after} WHERE _f.name = ${after}."cover")`,
      ],
      counted: [],
    };
  },
};

beforeAll(async () => {
  served = await serveApp(definition);
  live = (await served.apps.get(served.appId, "live")) as LiveApp;
  await served.sql("CREATE TABLE app._lines (id serial, what text, before text, after text)");
  await served.sql("CREATE TABLE app._events (id serial, what text)");
  await served.sql("CREATE TABLE app._covers (name text PRIMARY KEY, owner bigint)");
  await served.sql(
    "CREATE FUNCTION app._post(_what text) RETURNS void LANGUAGE sql VOLATILE AS $$ INSERT INTO app._events (what) VALUES (_what) $$",
  );
  await served.sql(`GRANT EXECUTE ON FUNCTION app._post(text) TO ${served.roleName}`);
  const unit = live.snapshot.models.get(book.id) as ModelUnit;
  scope = {
    ...unit.scope(live.snapshot.rules.classOf(visitor)),
    // Those of an unlinked row are the riders of its update.
    riders: (modelId_, write) =>
      write === "unlink" ? [] : modelId_ === book.id ? [cover, history, event] : [history, event],
  };
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql(
    "TRUNCATE app.book, app.review, app.note, app._lines, app._events, app._covers RESTART IDENTITY CASCADE",
  );
  await served.sql("INSERT INTO app._covers (name) VALUES ('red'), ('blue')");
  await served.sql("INSERT INTO app._covers VALUES ('taken', 99)");
});

const facts = { method: "POST", path: "/", time: "2026-01-01T00:00:00Z" };
const call = () => ({ live, data: served.data, caller: visitor, facts });
const run = async (statement: Statement, slots: Record<string, SqlValue>) => {
  const row = await runWrite(call(), compiledStatement(statement, false), slots);
  if (row === STALE) throw new Error("stale");
  return row;
};
const lines = async () =>
  (await served.sql("SELECT what, before, after FROM app._lines ORDER BY id")).map(
    (line) => `${line.what}: ${line.before ?? ""} → ${line.after ?? ""}`,
  );
const events = async () => (await served.sql("SELECT what FROM app._events ORDER BY what")).map((line) => line.what);
const covers = async () =>
  Object.fromEntries(
    (await served.sql("SELECT name, owner::int FROM app._covers")).map((row) => [row.name, row.owner]),
  );

const values = (title: string, rest: { price?: string; cover?: string } = {}) =>
  new Map<FieldRecord, SqlValue>([
    [named("title"), title],
    [named("price"), rest.price ?? "5"],
    [named("cover"), rest.cover ?? null],
  ]);
const slotsOf = (given: ReadonlyMap<FieldRecord, SqlValue>) =>
  Object.fromEntries([...given].map(([field, value]) => [`v.${field.id}`, value]));
const createMany = (rows: readonly ReadonlyMap<FieldRecord, SqlValue>[]) =>
  run(compileCreateMany(scope, { model: book }), {
    rows: sentRowsValue(
      rows.map((one) => ({ values: one })),
      {},
    ),
  });
const nothingWritten = async () => {
  expect(await lines()).toEqual([]);
  expect(await events()).toEqual([]);
  expect(await covers()).toEqual({ red: null, blue: null, taken: 99 });
};
const clear = () => served.sql("TRUNCATE app._lines, app._events");

describe("riders of a write of many", () => {
  it("are written for each new row, every event of it", async () => {
    const row = await createMany([values("A", { cover: "red" }), values("B"), values("C", { cover: "blue" })]);
    expect(row[writeManyColumns.keys]).toBe("[1, 2, 3]");
    expect(await lines()).toEqual(["create book:  → A", "create book:  → B", "create book:  → C"]);
    expect(await events()).toEqual(["create 1", "create 2", "create 3"]);
    expect(await covers()).toEqual({ red: 1, blue: 3, taken: 99 });
  });

  it("are written for none when a rule or a rider refuses one", async () => {
    const rule = await createMany([values("A", { cover: "red" }), values("B", { price: "0" })]);
    expect(JSON.parse(rule[writeManyColumns.refused] as string)).toEqual([[1, "denied"]]);
    await nothingWritten();
    const held = await createMany([
      values("A", { cover: "red" }),
      values("B", { cover: "taken" }),
      values("C", { cover: "none" }),
    ]);
    expect(JSON.parse(held[writeManyColumns.refused] as string)).toEqual([
      [1, "held"],
      [2, "held"],
    ]);
    await nothingWritten();
    expect(await served.sql("SELECT id FROM app.book")).toEqual([]);
  });

  it("see changed rows before and after", async () => {
    await createMany([values("A"), values("B")]);
    await clear();
    const plan = { model: book, fields: [named("title"), named("cover")], isMixed: true };
    const change = (second: string) =>
      run(compileUpdateMany(scope, plan), {
        rows: sentRowsValue(
          [
            { key: 2, values: new Map([[named("title"), "B2"]]) },
            { key: 1, values: new Map([[named("cover"), second]]) },
          ],
          plan,
        ),
      });
    expect(JSON.parse((await change("taken"))[writeManyColumns.refused] as string)).toEqual([[1, "held"]]);
    await nothingWritten();
    expect((await change("blue"))[writeManyColumns.keys]).toBe("[2, 1]");
    expect((await lines()).sort()).toEqual(["update book: A → A", "update book: B → B2"]);
    expect(await events()).toEqual(["update 1", "update 2"]);
    expect(await covers()).toMatchObject({ blue: 1 });
  });

  it("hold a file against a writer beside them", async () => {
    const done = await Promise.all(
      Array.from({ length: 8 }, (_, at) => createMany([values(`${at}`, { cover: "red" })])),
    );
    expect(done.filter((row) => row[writeManyColumns.keys] != null)).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });
});

describe("riders of a write by condition", () => {
  const rows = {
    model: book,
    condition: (alias: string) => readWhere(callerView("api", scope), book, 'title != "keep"')(alias),
  };

  it("are written for each row that it changes, and for none beyond what was confirmed", async () => {
    await createMany([values("A"), values("B"), values("keep")]);
    await clear();
    const statement = compileUpdateWhere(scope, { ...rows, changed: [named("title")] });
    const slots = { [`v.${named("title").id}`]: "new" };
    expect((await run(statement, { ...slots, most: 1 }))[changeWhereColumns.written]).toBe("0");
    await nothingWritten();
    expect((await run(statement, { ...slots, most: 2 }))[changeWhereColumns.written]).toBe("2");
    expect((await lines()).sort()).toEqual(["update book: A → new", "update book: B → new"]);
    expect(await events()).toEqual(["update 1", "update 2"]);
  });

  it("are written for all that a delete takes along and empties", async () => {
    await createMany([values("A"), values("B"), values("keep")]);
    await served.sql("INSERT INTO app.review (title, book) VALUES ('r1', 1), ('r2', 3)");
    await served.sql("INSERT INTO app.note (title, book) VALUES ('n1', 2)");
    await clear();
    expect((await run(compileDeleteWhere(scope, rows), { most: 2 }))[changeWhereColumns.written]).toBe("3");
    expect((await lines()).sort()).toEqual([
      "delete book: A → ",
      "delete book: B → ",
      "delete review: r1 → ",
      "update note: n1 → n1",
    ]);
    expect(await events()).toEqual(["delete 1", "delete 1", "delete 2", "update 1"]);
  });
});

describe("riders of a write of one row", () => {
  const selection = { model: book, withId: true, fields: fields.map((field) => ({ field })) };
  const create = (given: ReadonlyMap<FieldRecord, SqlValue>) => {
    const { insert, verdict } = compileCreate(scope, { model: book, selection });
    const slots = slotsOf(given);
    return {
      insert: () => runInsert(call(), compiledStatement(insert, false), slots),
      verdict: () => runRead(call(), compiledStatement(verdict, false), slots),
    };
  };

  it("are written with a new row, and what refuses is said", async () => {
    const made = await create(values("A", { cover: "red" })).insert();
    expect(made?.[createColumns.id]).toBe("1");
    expect(JSON.parse(made?.[createColumns.body] as string)).toMatchObject({ title: "A", cover: "red" });
    expect(await lines()).toEqual(["create book:  → A"]);
    expect(await events()).toEqual(["create 1"]);
    const refused = create(values("B", { cover: "red" }));
    expect(await refused.insert()).toBeUndefined();
    const verdict = (await refused.verdict()) as readonly (string | null)[];
    expect(verdict[createVerdictColumns.allowed]).toBe("t");
    expect(verdict[createVerdictColumns.held]).toBe("f");
    expect(await events()).toEqual(["create 1"]);
  });

  it("are written with a change and a delete", async () => {
    await createMany([values("A")]);
    await served.sql("INSERT INTO app.review (title, book) VALUES ('r1', 1)");
    await clear();
    const changed = [named("title"), named("cover")];
    const update = compileUpdate(scope, { model: book, selection, changed, hasCondition: false, withBefore: false });
    const slots = (name: string) => ({
      id: 1,
      ...slotsOf(
        new Map([
          [named("title"), "A2"],
          [named("cover"), name],
        ]),
      ),
    });
    const refused = await run(update, slots("taken"));
    expect([refused[updateColumns.held], refused[updateColumns.version]]).toEqual(["f", null]);
    await nothingWritten();
    const row = await run(update, slots("blue"));
    expect([row[updateColumns.held], row[updateColumns.version]]).toEqual(["t", "2"]);
    expect(await lines()).toEqual(["update book: A → A2"]);
    const remove = compileDelete(scope, { model: book, hasCondition: false, withBefore: false });
    expect((await run(remove, { id: 1 }))[deleteColumns.deleted]).toBe("2");
    expect((await lines()).slice(1).sort()).toEqual(["delete book: A2 → ", "delete review: r1 → "]);
    expect(await events()).toEqual(["delete 1", "delete 1", "update 1"]);
  });
});
