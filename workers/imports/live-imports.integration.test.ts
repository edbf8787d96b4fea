import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Import as ImportBody, LiveMapping } from "#contract/http/imports";
import type { AppId, DraftId, ImportId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { UserError } from "#engine/errors";
import { arm, disarm } from "#engine/runtime/failpoints";
import { cancelImport } from "#server/commands/imports/cancel-import";
import { loadImport } from "#server/commands/imports/live/load-import";
import { type LivePlace, mapImport } from "#server/commands/imports/live/map-import";
import { takeBackRows } from "#server/commands/imports/live/take-back-rows";
import { presentImport } from "#server/commands/imports/present-import";
import { startImport } from "#server/commands/imports/start-import";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import type { ServerContext } from "#server/context";
import { AuditEntry } from "#server/models/audit-entry";
import { Environment } from "#server/models/environment";
import type { Import } from "#server/models/import";
import type { Actor } from "#server/policies/actor";
import {
  app,
  bigInteger,
  choice,
  date,
  dateTime,
  decimal,
  field,
  fieldId,
  integer,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../../tests/builders.ts";
import { withRecords } from "../../tests/support/constraints.ts";
import { createAppWith } from "../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { withId } from "../../tests/support/release-id.ts";
import { runRelease } from "../publish/run-release.ts";
import { runImport } from "./run-import.ts";

let platform: TestPlatform;
let context: ServerContext;
let actor: Actor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "quintet-live-imports-"));
  platform = await createTestPlatform({ QUINTET_DATA: folder });
  ({ context, actor } = platform);
});
afterAll(async () => {
  await platform?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => disarm());

const author = model("author", text("name", { required: true, unique: true }));
const book = (...more: Parameters<typeof model>[1][]) =>
  model(
    "book",
    text("title", { required: true }),
    text("isbn", { unique: true }),
    decimal("price"),
    choice("state", ["new", "used"], { required: true, default: "new" }),
    relation("author", "author"),
    field("made", { name: "created_at" }),
    field("touched", { name: "updated_at" }),
    ...more,
  );

/** An app that is live, with its tables by name. */
class Shop {
  readonly appId: AppId;
  readonly draftId: DraftId;
  readonly schema: string;
  constructor(appId: AppId, draftId: DraftId, schema: string) {
    this.appId = appId;
    this.draftId = draftId;
    this.schema = schema;
  }
  static async open(definition: AppDefinition = app(book(), author)): Promise<Shop> {
    const { appId, draftId } = await createAppWith(context, actor, definition);
    const { schemaName } = await Environment.findOne({ where: { appId }, rejectOnEmpty: true });
    const shop = new Shop(appId, draftId, schemaName);
    await shop.publish();
    return shop;
  }
  async publish(definition?: AppDefinition): Promise<void> {
    if (definition) {
      await context.sequelize.query("DELETE FROM platform.draft_records WHERE draft_id = $1", { bind: [this.draftId] });
      for (const record of Object.values(definition.records))
        await context.sequelize.query(
          "INSERT INTO platform.draft_records (draft_id, record_id, kind, body, revision) VALUES ($1, $2, $3, $4::jsonb, 1)",
          { bind: [this.draftId, record.id, record.kind, JSON.stringify(record)] },
        );
    }
    const plan = await reviewPlan(context, actor, { draftId: this.draftId, answers: {} });
    const input = { draftId: this.draftId, planHash: plan.planHash, answers: {}, message: "", receivedAt: new Date() };
    const { id } = await withId(publishDraft(context, actor, input));
    await runRelease(context, id);
  }
  async sql(statement: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await context.appDatabase.pool.query(statement.replaceAll("@", `"${this.schema}".`), values)).rows;
  }
  place(name: string): LivePlace {
    return { appId: this.appId, modelId: modelId(name) };
  }
  /** What of an import could be left in the app's schema. */
  leftovers(): Promise<Record<string, unknown>[]> {
    const where = "WHERE n.nspname = $1 AND c.relname LIKE '\\_import%'";
    return this.sql(`SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ${where}`, [
      this.schema,
    ]);
  }
}

async function upload(content: string, fileName = "books.csv"): Promise<Import> {
  const body = Readable.from([Buffer.from(content)]);
  const row = await startImport(context, actor, { fileName, body, declaredSize: undefined });
  await expect.poll(async () => (await row.reload()).state, { timeout: 30_000 }).not.toBe("analysing");
  expect(row.failure).toBeNull();
  return row;
}
const map = async (row: Import, place: LivePlace, mapping?: LiveMapping): Promise<ImportBody> =>
  presentImport(context, await mapImport(context, actor, { importId: row.id, ...place, mapping }));
const accept = (row: Import, place: LivePlace, mapping: LiveMapping) =>
  context.sequelize.transaction((transaction) =>
    loadImport(context, actor, { importId: row.id, ...place, mapping }, transaction),
  );
const cancel = (importId: ImportId) =>
  context.sequelize.transaction((transaction) => cancelImport(context, actor, importId, transaction));
const change = (mapping: LiveMapping, name: string, entry: Partial<LiveMapping["fields"][number]>): LiveMapping => ({
  ...mapping,
  fields: mapping.fields.map((each) => (each.fieldId === fieldId("book", name) ? { ...each, ...entry } : each)),
});
/** The whole way: upload, propose, adjust, accept, run. */
async function importInto(
  place: LivePlace,
  content: string,
  adjust: (mapping: LiveMapping) => LiveMapping = (mapping) => mapping,
): Promise<Import> {
  const row = await upload(content);
  const { live } = await map(row, place);
  await accept(row, place, adjust((live as NonNullable<typeof live>).mapping));
  await runImport(context, row.id);
  return row.reload();
}
const refused = async (work: Promise<unknown>): Promise<UserError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

describe("who may write a file's rows to live", () => {
  it("no stranger, no viewer; and nobody through another person's import", async () => {
    const shop = await Shop.open();
    const row = await upload("title\nEmma\n");
    const place = shop.place("book");
    const viewer = await platform.member("viewer");
    const stranger = await platform.member("owner", "elsewhere");
    for (const [who, code] of [
      [viewer, "forbidden"],
      [stranger, "not_found"],
      [await platform.member("editor"), "not_found"],
    ] as const)
      expect((await refused(mapImport(context, who, { importId: row.id, ...place }))).code).toBe(code);
    const own = await startImport(context, stranger, {
      fileName: "a.csv",
      body: Readable.from(["title\nX\n"]),
      declaredSize: 8,
    });
    await expect.poll(async () => (await own.reload()).state).toBe("proposed");
    expect((await refused(mapImport(context, stranger, { importId: own.id, ...place }))).code).toBe("not_found");
    const mapping = (await map(row, place)).live?.mapping as LiveMapping;
    const attempt = context.sequelize.transaction((transaction) =>
      loadImport(context, stranger, { importId: own.id, ...place, mapping }, transaction),
    );
    expect((await refused(attempt)).code).toBe("not_found");
    expect(await shop.sql("SELECT FROM @book")).toEqual([]);
  });

  it.each([
    ["was made a viewer", "UPDATE platform.memberships SET role = 'viewer', data = true WHERE account_id = $1"],
    ["was removed", "DELETE FROM platform.memberships WHERE account_id = $1"],
  ])("not somebody who %s while the import waited for its turn", async (_what, statement) => {
    const shop = await Shop.open();
    const editor = await platform.member("editor");
    const upload = { fileName: "a.csv", body: Readable.from(["title\nEmma\n"]), declaredSize: 11 };
    const row = await startImport(context, editor, upload);
    await expect.poll(async () => (await row.reload()).state).toBe("proposed");
    const place = shop.place("book");
    const { analysis } = await mapImport(context, editor, { importId: row.id, ...place });
    const mapping = analysis?.live?.mapping as LiveMapping;
    await context.sequelize.transaction((transaction) =>
      loadImport(context, editor, { importId: row.id, ...place, mapping }, transaction),
    );
    await context.sequelize.query(statement, { bind: [editor.accountId] });
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({ state: "failed", failure: expect.stringContaining("may not change") });
    expect(await shop.sql("SELECT FROM @book")).toEqual([]);
    expect(await shop.leftovers()).toEqual([]);
  });
});

describe("rows for a live model", () => {
  it("are mapped by name, tried on every row, and written with versions, defaults and times [SER-01] [SER-06]", async () => {
    const shop = await Shop.open();
    await shop.sql("INSERT INTO @author (name) VALUES ('Jane Austen'), ('Franz Kafka')");
    const row = await upload(
      "Título;ISBN;Unit Price;Author;Notes\nEmma;111;1.234,50;Jane Austen;x\nDer Bau;222;;Franz Kafka;y\nBeowulf;333;7,00;;z\n".replace(
        "Título",
        "Titles",
      ),
    );
    const { live, badValues } = await map(row, shop.place("book"));
    expect(live).toMatchObject({ problems: [], unused: ["Notes"], outcome: { add: 3, update: 0, skip: 0, refuse: 0 } });
    expect(badValues).toBe(0);
    const takes = Object.fromEntries(live?.mapping.fields.map(({ fieldId: id, take }) => [id, take]) ?? []);
    expect(takes[fieldId("book", "author")]).toEqual({
      from: "column",
      source: "Author",
      matchBy: fieldId("author", "name"),
    });
    expect(takes[fieldId("book", "state")]).toEqual({ from: "nothing" });
    await accept(row, shop.place("book"), live?.mapping as LiveMapping);
    await runImport(context, row.id);
    await runImport(context, row.id); // the same job again changes nothing
    expect(presentImport(context, await row.reload())).toMatchObject({
      state: "done",
      result: { added: 3, updated: 0, unchanged: 0, skipped: 0, canTakeBack: true },
    });
    expect(
      await shop.sql(
        "SELECT b.id::int, title, price, state, a.name, b._version::int AS v, made = touched AS fresh FROM @book b LEFT JOIN @author a ON a.id = b.author ORDER BY b.id",
      ),
    ).toEqual([
      { id: 1, title: "Emma", price: "1234.50", state: "new", name: "Jane Austen", v: 1, fresh: true },
      { id: 2, title: "Der Bau", price: null, state: "new", name: "Franz Kafka", v: 1, fresh: true },
      { id: 3, title: "Beowulf", price: "7.00", state: "new", name: null, v: 1, fresh: true },
    ]);
    expect(await shop.leftovers()).toEqual([]);
    const lines = await AuditEntry.findAll({ where: { appId: shop.appId, action: "rows.imported" } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ actorId: actor.accountId, subject: "books.csv", after: { added: 3 } });
  });

  it("that do not fit are told with number and reason, against the file and against what is live [SER-06] [QRY-28]", async () => {
    const shop = await Shop.open();
    await shop.sql("INSERT INTO @book (title, isbn) VALUES ('Old', '999')");
    const row = await upload(
      [
        "title,isbn,price,author,state",
        "A,1,x,,new",
        "B,1,2,,new",
        "C,999,2,7,new",
        ",5,2,,new",
        "E,6,2,,torn",
        "F,7,2,,Used",
      ].join("\n"),
    );
    const { live, badRows, badValues } = await map(row, shop.place("book"));
    expect(badRows.map(({ row: number, source, message }) => `${number} ${source} ${message}`)).toEqual([
      "1 price must be a decimal number",
      "3 author points to no row: there is no Author with this id",
      "3 isbn must be unique, and the live row 1 has it",
      "4 title is required, and this row has no value",
      "5 state must be one of: new, used",
    ]);
    expect(badValues).toBe(badRows.length);
    expect(live?.outcome?.refuse).toBeGreaterThan(3);
    let mapping = live?.mapping as LiveMapping;
    // A row that is refused leaves its value to a later one: B takes the isbn.
    for (const name of ["title", "isbn", "price", "author", "state"])
      mapping = change(mapping, name, { onBadValue: "skip_row" });
    const skipping = await map(row, shop.place("book"), mapping);
    expect(skipping.live?.outcome).toMatchObject({ refuse: 0, add: 2, skip: 4 });
    await accept(row, shop.place("book"), mapping);
    await runImport(context, row.id);
    expect((await shop.sql("SELECT title FROM @book ORDER BY id")).map(({ title }) => title)).toEqual([
      "Old",
      "B",
      "F",
    ]);
  });

  it("are all or nothing: a row that is to stop the import leaves nothing [TXN-01]", async () => {
    const shop = await Shop.open();
    const row = await importInto(shop.place("book"), `title,price\n${"A,1\n".repeat(3_000)}B,many\n`);
    expect(row).toMatchObject({ state: "failed", failure: "Row 3001: “many” in price must be a decimal number." });
    expect(await shop.sql("SELECT FROM @book")).toEqual([]);
    expect(await shop.leftovers()).toEqual([]);
  });

  it("name a choice in any case, and tell how numbers were read that could be read in two ways", async () => {
    const shop = await Shop.open();
    const row = await upload("title;state;price\nEmma;USED;1.250\n");
    const { facts, live } = await map(row, shop.place("book"));
    expect(facts.find(({ source }) => source === "price")?.numberNote).toBe(
      "The point in 1.250 is read as the decimal sign.",
    );
    await accept(row, shop.place("book"), (live as NonNullable<typeof live>).mapping);
    await runImport(context, row.id);
    expect(await shop.sql("SELECT title, state, price FROM @book")).toEqual([
      { title: "Emma", state: "used", price: "1.25" },
    ]);
  });

  it("need a value for what is required: a column, one value for all rows, or a default", async () => {
    const shop = await Shop.open();
    const row = await upload("isbn\n1\n2\n");
    const { live } = await map(row, shop.place("book"));
    expect(live?.problems).toEqual([
      {
        fieldId: fieldId("book", "title"),
        message: "Title is required and has no default: choose a column or give a value for all rows.",
      },
    ]);
    expect(live?.outcome).toBeUndefined();
    const mapping = live?.mapping as LiveMapping;
    expect((await refused(accept(row, shop.place("book"), mapping))).errors?.[0]?.pointer).toBe("/mapping/fields/0");
    const wrong = await map(
      row,
      shop.place("book"),
      change(mapping, "price", { take: { from: "fixed", value: "dear" } }),
    );
    expect(wrong.live?.problems[0]?.fieldId).toBe(fieldId("book", "title"));
    const fixed = change(mapping, "title", { take: { from: "fixed", value: "Untitled" } });
    const dear = await map(row, shop.place("book"), change(fixed, "price", { take: { from: "fixed", value: "dear" } }));
    expect(dear.live?.problems).toMatchObject([{ fieldId: fieldId("book", "price") }]);
    await accept(row, shop.place("book"), fixed);
    await runImport(context, row.id);
    expect(await shop.sql("SELECT title, isbn FROM @book ORDER BY id")).toEqual([
      { title: "Untitled", isbn: "1" },
      { title: "Untitled", isbn: "2" },
    ]);
  });

  it("change the rows that match by a unique field, leave equal ones alone, and add the rest [SER-06] [QRY-27] [QRY-28]", async () => {
    const shop = await Shop.open();
    await shop.sql(
      "INSERT INTO @book (title, isbn, price, touched) VALUES ('Emma', '1', 5, '2020-01-01Z'), ('Equal', '2', 6, '2020-01-01Z')",
    );
    const row = await importInto(
      shop.place("book"),
      "isbn,title,price\n1,Emma!,5\n2,Equal,6.00\n3,New,7\n",
      (mapping) => ({
        ...mapping,
        existing: { do: "update", matchBy: fieldId("book", "isbn") },
      }),
    );
    expect(row.analysis?.result).toEqual({ added: 1, updated: 1, unchanged: 1, skipped: 0, canTakeBack: false });
    expect(
      await shop.sql(
        "SELECT isbn, title, _version::int AS v, touched > '2021-01-01' AS touched FROM @book ORDER BY isbn",
      ),
    ).toEqual([
      { isbn: "1", title: "Emma!", v: 2, touched: true },
      { isbn: "2", title: "Equal", v: 1, touched: false },
      { isbn: "3", title: "New", v: 1, touched: true },
    ]);
    expect((await refused(takeBackRows(context, actor, row.id))).message).toContain("changed rows");
  });

  it("bring their own ids, and the next id comes after them", async () => {
    const shop = await Shop.open();
    await shop.sql("INSERT INTO @book (title) VALUES ('First')");
    const taken = await upload("id,title\n1,Again\n70,Far\n");
    expect((await map(taken, shop.place("book"))).badRows).toMatchObject([
      { row: 1, source: "id", message: "is the id of a row that is live already" },
    ]);
    const row = await importInto(shop.place("book"), "id,title\n70,Far\n30,Near\n");
    expect(row.state).toBe("done");
    await shop.sql("INSERT INTO @book (title) VALUES ('Next')");
    expect((await shop.sql("SELECT id::int FROM @book ORDER BY id")).map(({ id }) => id)).toEqual([1, 30, 70, 71]);
    const changed = await importInto(shop.place("book"), "id,title\n30,Nearer\n", (mapping) => ({
      ...mapping,
      existing: { do: "update", matchBy: "key" },
    }));
    expect(changed.analysis?.result).toMatchObject({ updated: 1, added: 0 });
  });

  it("may have UUIDs for ids, and point to rows that have", async () => {
    const shop = await Shop.open(
      app(
        { ...model("tag", text("name", { unique: true })), key: "uuid" },
        model("post", text("title"), relation("tag", "tag")),
      ),
    );
    const id = "019ad2c4-7b1e-7c3a-9d52-4f0e6a8b1c37";
    await importInto(shop.place("tag"), `id,name\n${id},red\n`);
    await importInto(shop.place("tag"), "name\nblue\n");
    expect(await shop.sql("SELECT name FROM @tag ORDER BY name")).toEqual([{ name: "blue" }, { name: "red" }]);
    const row = await importInto(shop.place("post"), `title,tag\nA,${id}\nB,${id.toUpperCase()}\n`);
    expect(row).toMatchObject({ state: "done", failure: null });
    expect(await shop.sql("SELECT DISTINCT tag FROM @post")).toEqual([{ tag: id }]);
    expect((await takeBackRows(context, actor, row.id)).analysis?.result).toMatchObject({ takenBack: 2 });
  });
});

describe("a release in between", () => {
  it("that swaps the names of two fields puts no value into the wrong one", async () => {
    const before = app(model("pair", text("left"), text("right")));
    const after = app(model("pair", text("right", { as: "left" }), text("left", { as: "right" })));
    const shop = await Shop.open(before);
    const row = await upload(`left,right\n${"L,R\n".repeat(5_000)}`);
    const { live } = await map(row, shop.place("pair"));
    await accept(row, shop.place("pair"), live?.mapping as LiveMapping);
    // After the rows were read by the old release, before they are written.
    arm("import.mid-copy", () => shop.publish(after));
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({ state: "done", rows: 5_000 });
    expect(await shop.sql('SELECT "left", "right", count(*)::int AS n FROM @pair GROUP BY 1, 2')).toEqual([
      { left: "R", right: "L", n: 5_000 },
    ]);
  });

  it("that the mapping does not fit any more stops the import with a sentence", async () => {
    const shop = await Shop.open();
    const row = await upload("title\nEmma\n");
    const { live } = await map(row, shop.place("book"));
    await accept(row, shop.place("book"), live?.mapping as LiveMapping);
    await shop.publish(app(book(integer("pages", { required: true }) as never), author));
    await runImport(context, row.id);
    expect((await row.reload()).failure).toContain("Pages is required and has no default");
    expect(await shop.sql("SELECT FROM @book")).toEqual([]);
  });
});

describe("others meanwhile", () => {
  it("write to the model while the file is read, and a value they take is told by its row", async () => {
    const shop = await Shop.open();
    const row = await upload("title,isbn\nA,1\nB,2\n");
    const { live } = await map(row, shop.place("book"));
    await accept(row, shop.place("book"), live?.mapping as LiveMapping);
    arm("import.mid-copy", async () => void (await shop.sql("INSERT INTO @book (title, isbn) VALUES ('Mine', '2')")));
    await runImport(context, row.id);
    expect((await row.reload()).failure).toMatch(/^Row 2: “2” in isbn must be unique, and the live row \d+ has it\.$/);
    expect(await shop.sql("SELECT title FROM @book")).toEqual([{ title: "Mine" }]);
  });

  it("hold a row for a while: the import waits its turn", async () => {
    const shop = await Shop.open();
    await shop.sql("INSERT INTO @book (title, isbn) VALUES ('Old', '1')");
    const holder = await context.appDatabase.pool.connect();
    await holder.query("BEGIN");
    await holder.query(`UPDATE "${shop.schema}".book SET title = 'Held'`);
    setTimeout(() => void holder.query("COMMIT").then(() => holder.release()), 1_000);
    const row = await importInto(shop.place("book"), "title,isbn\nNew,1\n", (mapping) => ({
      ...mapping,
      existing: { do: "update", matchBy: fieldId("book", "isbn") },
    }));
    expect(row.state).toBe("done");
    expect(await shop.sql("SELECT title FROM @book")).toEqual([{ title: "New" }]);
  });

  it("publish while the rows are being written: the release waits its turn, and both are done", async () => {
    const shop = await Shop.open();
    await shop.sql("INSERT INTO @book (title, isbn) VALUES ('Old', '1')");
    const holder = await context.appDatabase.pool.connect();
    await holder.query("BEGIN");
    await holder.query(`UPDATE "${shop.schema}".book SET title = 'Held'`);
    const importing = importInto(shop.place("book"), "title,isbn\nNew,1\nMore,2\n", (mapping) => ({
      ...mapping,
      existing: { do: "update", matchBy: fieldId("book", "isbn") },
    }));
    // The import has the live pointer by now and waits for the row.
    await expect
      .poll(
        async () =>
          (
            await shop.sql(
              "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'quintet-import'",
            )
          )[0]?.n,
        { timeout: 10_000 },
      )
      .toBe(1);
    const publishing = shop.publish(app(book(integer("pages") as never), author));
    await new Promise((done) => setTimeout(done, 700));
    await holder.query("COMMIT");
    holder.release();
    await publishing;
    expect((await importing).state).toBe("done");
    expect(await shop.sql("SELECT title, pages FROM @book ORDER BY isbn")).toEqual([
      { title: "New", pages: null },
      { title: "More", pages: null },
    ]);
  });
});

describe("a job that dies", () => {
  const died = new Error("Connection terminated: the process was killed");
  it.each([
    ["import.mid-copy", 0],
    ["import.after-commit", 500],
  ] as const)("at %s leaves all or nothing, and the next one ends it once", async (point, rowsLeft) => {
    const shop = await Shop.open();
    const row = await upload(`title\n${"A\n".repeat(500)}`);
    const { live } = await map(row, shop.place("book"));
    await accept(row, shop.place("book"), live?.mapping as LiveMapping);
    arm(point, () => {
      throw died;
    });
    await expect(runImport(context, row.id)).rejects.toThrow("tried again");
    expect(await shop.sql("SELECT FROM @book")).toHaveLength(rowsLeft);
    expect(await shop.leftovers()).toEqual([]);
    if (rowsLeft > 0) expect((await refused(cancel(row.id))).message).toContain("live already");
    await Promise.all([runImport(context, row.id), runImport(context, row.id)]);
    expect(await row.reload()).toMatchObject({ state: "done", rows: 500 });
    expect(await shop.sql("SELECT FROM @book")).toHaveLength(500);
    expect(await AuditEntry.count({ where: { appId: shop.appId, action: "rows.imported" } })).toBe(1);
  });

  it("or is cancelled while it reads, leaves nothing", async () => {
    const shop = await Shop.open();
    const row = await upload("title\nA\n");
    const { live } = await map(row, shop.place("book"));
    await accept(row, shop.place("book"), live?.mapping as LiveMapping);
    arm("import.mid-copy", () => cancel(row.id));
    await runImport(context, row.id);
    expect((await row.reload()).state).toBe("cancelled");
    expect(await shop.sql("SELECT FROM @book")).toEqual([]);
    await runImport(context, row.id);
    expect(await shop.sql("SELECT FROM @book")).toEqual([]);
  });
});

describe("taking back", () => {
  it("removes exactly the added rows that nobody has changed, once", async () => {
    const shop = await Shop.open();
    await shop.sql("INSERT INTO @book (title) VALUES ('Before')");
    const row = await importInto(shop.place("book"), "title\nA\nB\nC\n");
    await shop.sql("INSERT INTO @book (title) VALUES ('After')");
    await shop.sql("UPDATE @book SET title = 'B changed', _version = _version + 1 WHERE title = 'B'");
    expect((await takeBackRows(context, actor, row.id)).analysis?.result).toMatchObject({
      takenBack: 2,
      canTakeBack: false,
    });
    await takeBackRows(context, actor, row.id);
    expect((await shop.sql("SELECT title FROM @book ORDER BY id")).map(({ title }) => title)).toEqual([
      "Before",
      "B changed",
      "After",
    ]);
    expect(await AuditEntry.count({ where: { appId: shop.appId, action: "rows.import_taken_back" } })).toBe(1);
  });

  it("stops whole when other rows point to one of them", async () => {
    const shop = await Shop.open();
    const row = await importInto(shop.place("author"), "name\nA\nB\n");
    await shop.sql("INSERT INTO @book (title, author) VALUES ('X', 2)");
    expect((await refused(takeBackRows(context, actor, row.id))).code).toBe("protected");
    expect(await shop.sql("SELECT FROM @author")).toHaveLength(2);
  });
});

describe("a large file", () => {
  it("of 100,000 rows is written while others write, and none of them waits until it is done", async () => {
    const fields = [
      text("airport_name"),
      text("aircraft_make_model"),
      text("effect_amount_of_damage"),
      dateTime("flight_date"),
      text("aircraft_airline_operator"),
      text("origin_state"),
      text("phase_of_flight"),
      text("wildlife_size"),
      text("wildlife_species"),
      text("time_of_day"),
      bigInteger("cost_other"),
      bigInteger("cost_repair"),
      bigInteger("cost_total"),
      integer("speed_ias_in_knots"),
    ];
    const shop = await Shop.open(app(model("strike", ...fields)));
    const file = readFileSync("node_modules/vega-datasets/data/birdstrikes.csv", "utf8");
    const [header = "", ...lines] = file.trimEnd().split(/\r?\n/);
    const content = `${[header, ...Array.from({ length: 10 }, () => lines).flat()].join("\n")}\n`;
    let slowest = 0;
    let writing = true;
    const others = (async () => {
      while (writing) {
        const began = performance.now();
        await shop.sql("INSERT INTO @strike (origin_state) VALUES ('mine')");
        slowest = Math.max(slowest, performance.now() - began);
        await new Promise((done) => setTimeout(done, 20));
      }
    })();
    const row = await upload(content);
    const { live } = await map(row, shop.place("strike"));
    const triedAt = performance.now();
    expect(live?.outcome).toMatchObject({ add: 100_000, refuse: 0 });
    await accept(row, shop.place("strike"), live?.mapping as LiveMapping);
    await runImport(context, row.id);
    const endedAt = performance.now();
    writing = false;
    await others;
    expect(await row.reload()).toMatchObject({ state: "done", rows: 100_000 });
    expect(slowest / (endedAt - triedAt)).toBeLessThan(0.8);
  }, 60_000);
});

describe("dates that would be dates in both orders", () => {
  const days = app(model("day", text("name"), date("on"), dateTime("at")));
  const shopIn = (locale: string) => Shop.open({ ...days, settings: { ...days.settings, locale } });
  const csv = "name,on,at\na,03/04/2025,2025-01-02 10:15:00+02\nb,05.06.2025,05/06/2025 10:00\n";
  const written = (shop: Shop) =>
    shop.sql(`SELECT name, "on"::text, at::text FROM @day ORDER BY name`).then((rows) => rows.map(Object.values));

  it.each([
    ["de", "2025-04-03", "2025-06-05 10:00:00+00"],
    ["en-US", "2025-03-04", "2025-05-06 10:00:00+00"],
  ])("are read as the language %s of the app writes them, and say so", async (locale, on, at) => {
    const shop = await shopIn(locale);
    const row = await upload(csv, "days.csv");
    const { live, facts } = await map(row, shop.place("day"));
    expect(live?.dateOrder).toBe(locale === "de" ? "day_first" : "month_first");
    expect(facts.map(({ openDateOrder }) => openDateOrder !== undefined)).toEqual([false, true, true]);
    await accept(row, shop.place("day"), live?.mapping as LiveMapping);
    await runImport(context, row.id);
    expect(await written(shop)).toEqual([
      ["a", on, "2025-01-02 08:15:00+00"],
      ["b", "2025-06-05", at],
    ]);
  });

  it("are read in the other order when somebody chooses it", async () => {
    const shop = await shopIn("de");
    const row = await upload(csv, "days.csv");
    const { live } = await map(row, shop.place("day"));
    const mapping = live?.mapping as LiveMapping;
    const fields = mapping.fields.map((entry) => ({ ...entry, dateOrder: "month_first" as const }));
    await accept(row, shop.place("day"), { ...mapping, fields });
    await runImport(context, row.id);
    expect(await written(shop)).toEqual([
      ["a", "2025-03-04", "2025-01-02 08:15:00+00"],
      // A dot means that the day comes first, whatever is chosen.
      ["b", "2025-06-05", "2025-05-06 10:00:00+00"],
    ]);
  });
});

describe("rows that break validations and checks of the model", () => {
  const rule = (record: object) => ({ modelId: modelId("book"), order: "a", ...record }) as never;
  const CHEAP = rule({
    kind: "constraint",
    id: testId("constraint", "cheap"),
    type: { kind: "check", expression: 'price > 1 or state == "used"' },
    message: "New books cost more than 1.",
  });
  const ALIVE = rule({
    kind: "validation",
    id: testId("validation", "alive"),
    expression: 'author.name != "Nobody"',
    message: "Nobody writes no books.",
    fieldId: fieldId("book", "author"),
  });
  const FILE = "title,price,isbn,author\nEmma,5,a,1\nFree,0.5,b,1\nEmpty,,c,\nBy nobody,3,d,2\nUsed,0.5,x,1\n";
  const open = async () => {
    const drawn = app(book(), author);
    const shop = await Shop.open(withRecords(drawn, CHEAP, ALIVE));
    await shop.sql("INSERT INTO @author (name) VALUES ('Austen'), ('Nobody')");
    await shop.sql("INSERT INTO @book (title, isbn, price, state, author) VALUES ('Used before', 'x', 4, 'used', 1)");
    return shop;
  };
  const matched = (mapping: LiveMapping): LiveMapping => ({
    ...mapping,
    existing: { do: "update", matchBy: fieldId("book", "isbn") },
  });

  it("are among the values that do not fit, row by row, and stop the import", async () => {
    const shop = await open();
    const row = await upload(FILE);
    const { live } = await map(row, shop.place("book"));
    const mapping = matched(live?.mapping as LiveMapping);
    const tried = await map(row, shop.place("book"), mapping);
    // The row that is there already is used, so what it costs is allowed.
    expect(tried.live?.outcome).toEqual({ add: 2, update: 1, skip: 0, refuse: 2 });
    expect(tried.badRows).toEqual([
      { row: 2, source: "price", value: "0.5", message: "breaks a rule: New books cost more than 1" },
      { row: 4, source: "author", value: "2", message: "breaks a rule: Nobody writes no books" },
    ]);
    await accept(row, shop.place("book"), mapping);
    await runImport(context, row.id);
    const { state, failure } = await row.reload();
    expect([state, failure]).toEqual(["failed", "Row 2: “0.5” in price breaks a rule: New books cost more than 1."]);
    expect(await shop.sql("SELECT title FROM @book")).toEqual([{ title: "Used before" }]);
  });

  it("are left out where the column says so", async () => {
    const shop = await open();
    const done = await importInto(shop.place("book"), FILE, (mapping) =>
      change(change(matched(mapping), "price", { onBadValue: "skip_row" }), "author", { onBadValue: "skip_row" }),
    );
    expect([done.state, done.failure]).toEqual(["done", null]);
    expect(await shop.sql("SELECT title FROM @book ORDER BY title")).toEqual(
      ["Emma", "Empty", "Used"].map((title) => ({ title })),
    );
  });
});
