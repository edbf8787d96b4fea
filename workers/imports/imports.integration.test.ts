import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportProposal, ProposedColumn } from "#contract/http/imports";
import type { DraftId, ImportId } from "#contract/platform-ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { UserError } from "#engine/errors";
import { prepareAppDatabase } from "#server/app-database/prepare-app-database";
import { loadDraft } from "#server/commands/drafts/load-draft";
import { undoDraftEdit } from "#server/commands/drafts/take-back";
import { type Acceptance, acceptImport } from "#server/commands/imports/accept-import";
import { cancelImport } from "#server/commands/imports/cancel-import";
import { checkImport } from "#server/commands/imports/check-import";
import { findImportFor } from "#server/commands/imports/find-import";
import { startImport } from "#server/commands/imports/start-import";
import { reviewPlan } from "#server/commands/releases/review-plan";
import type { ServerContext } from "#server/context";
import { App } from "#server/models/app";
import { Environment } from "#server/models/environment";
import { Import } from "#server/models/import";
import { OutboxEntry } from "#server/models/outbox-entry";
import { StagedTable } from "#server/models/staged-table";
import type { Actor } from "#server/policies/actor";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { sweepImports } from "../housekeeping/sweep-imports.ts";
import { runImport } from "./run-import.ts";

let platform: TestPlatform;
let context: ServerContext;
let actor: Actor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "quintet-imports-"));
  platform = await createTestPlatform({ QUINTET_DATA: folder });
  context = platform.context;
  actor = platform.actor;
  await context.appDatabase.pool.query("DROP SCHEMA quintet CASCADE");
  await prepareAppDatabase(context.appDatabase, context.log);
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

const data = (file: string) => readFileSync(path.join("node_modules/vega-datasets/data", file));

async function upload(fileName: string, content: string | Buffer, by = actor): Promise<Import> {
  const row = await startImport(context, by, {
    fileName,
    body: Readable.from([Buffer.from(content)]),
    declaredSize: undefined,
  });
  await expect.poll(async () => (await row.reload()).state, { timeout: 20_000 }).not.toBe("analysing");
  return row;
}
async function propose(fileName: string, content: string | Buffer): Promise<{ row: Import; proposal: ImportProposal }> {
  const row = await upload(fileName, content);
  expect(row.failure).toBeNull();
  return { row, proposal: row.proposal as ImportProposal };
}
const accept = (input: Acceptance, by = actor) =>
  context.sequelize.transaction((transaction) => acceptImport(context, by, input, transaction));
const cancel = (importId: ImportId) =>
  context.sequelize.transaction((transaction) => cancelImport(context, actor, importId, transaction));
const into = (label: string): Acceptance["into"] => ({ app: "new", label });
const adjust = (proposal: ImportProposal, source: string, change: Partial<ProposedColumn>): ImportProposal => ({
  ...proposal,
  columns: proposal.columns.map((column) => (column.source === source ? { ...column, ...change } : column)),
});
const load = (draftId: DraftId) => loadDraft(context, actor, draftId);

/** The staged rows of an import, by field name. */
async function stagedRows(draftId: DraftId, order = "id"): Promise<Record<string, unknown>[]> {
  const state = await load(draftId);
  const staged = await StagedTable.findOne({ where: { appId: state.appId }, rejectOnEmpty: true });
  const { schemaName } = await Environment.findOne({ where: { appId: state.appId }, rejectOnEmpty: true });
  const fields = Object.values(state.definition.records).filter(
    (record): record is FieldRecord => record.kind === "field",
  );
  const columns = staged.columns.map(
    ({ fieldId }) => `"${fieldId}"::text AS "${fields.find(({ id }) => id === fieldId)?.name}"`,
  );
  const { rows } = await context.appDatabase.pool.query(
    `SELECT id, ${columns.join(", ")} FROM "${schemaName}"."${staged.tableName}" ORDER BY ${order}`,
  );
  return rows as Record<string, unknown>[];
}
const failed = async (work: Promise<unknown>): Promise<UserError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

describe("who may import", () => {
  it("no viewer; and nobody sees another person's import", async () => {
    const viewer = await platform.member("viewer");
    const editor = await platform.member("editor");
    const stranger = await platform.member("owner", "elsewhere");
    const body = () => Readable.from([Buffer.from("a\n1\n")]);
    expect(
      (await failed(startImport(context, viewer, { fileName: "a.csv", body: body(), declaredSize: 4 }))).code,
    ).toBe("forbidden");
    const { row, proposal } = await propose("a.csv", "a,b\n1,x\n");
    for (const other of [editor, stranger]) {
      expect((await failed(findImportFor(other, row.id))).code).toBe("not_found");
      expect((await failed(checkImport(context, other, { importId: row.id, proposal }))).code).toBe("not_found");
      expect((await failed(accept({ importId: row.id, proposal, into: into("X") }, other))).code).toBe("not_found");
    }
    const foreign = await platform.createApp("Theirs");
    const own = await upload("a.csv", "a,b\n1,x\n", stranger);
    const attempt = accept(
      {
        importId: own.id,
        proposal: own.proposal as ImportProposal,
        into: { app: "existing", draftId: foreign.draftId },
      },
      stranger,
    );
    expect((await failed(attempt)).code).toBe("not_found");
  });

  it("not more than 100 MB, nothing, or what is no such file", async () => {
    const start = (declaredSize: number | undefined, chunks: Iterable<Buffer>) =>
      startImport(context, actor, { fileName: "a.csv", body: Readable.from(chunks), declaredSize });
    expect((await failed(start(105_000_000, []))).code).toBe("too_large");
    function* endless() {
      for (;;) yield Buffer.alloc(8_000_000, "a");
    }
    expect((await failed(start(undefined, endless()))).code).toBe("too_large");
    expect((await failed(start(0, []))).message).toBe("The file is empty.");
    for (const [content, why] of [
      [Buffer.from("504b0304aaaaaaaa", "hex"), "its archive cannot be read"],
      [Buffer.from("d0cf11e0a1b11ae1", "hex"), "an old spreadsheet"],
      [Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "not text"],
      ["\n<!DOCTYPE html>\n<p>Not found, sorry", "a web page"],
      [`a,b\n${"1,2\n".repeat(80_000)}x\0y,1\n`, "a NUL character"],
      ['[{"a": "x"}, {"a": "x\\u0000y"}]', "Record 2 has a NUL character"],
      ["[[1], [2]]", "Record 1 is not an object"],
      ['[{"a": 1}', "The list has no end"],
      ['[{"a": 1} {"a": 2}]', "comma is missing"],
      ['{"a": 1}\n{"a": }', "Record 2 is not JSON"],
      ['a,b\n"open,1\n2,3', "never closed"],
      ["a,b\n", "no rows"],
      [
        Array.from({ length: 501 }, (_, index) => `c${index}`)
          .join(",")
          .concat("\n1\n"),
        "more than 500 columns",
      ],
    ] as const) {
      const row = await upload("file", content);
      expect(row).toMatchObject({ state: "failed", failure: expect.stringContaining(why) });
      await expect.poll(() => existsSync(row.filePath)).toBe(false);
    }
  });
});

describe("a file becomes a model with rows", () => {
  it("draws movies.json in a new app as one batch and loads every row beside live [APP-11] [SER-01]", async () => {
    const { row, proposal } = await propose("movies.json", data("movies.json"));
    platform.emitted.length = 0;
    const accepted = await accept({ importId: row.id, proposal, into: into("Movies") });
    expect(await OutboxEntry.findOne({ where: { jobId: `import-${row.id}-1` } })).toMatchObject({
      topic: "imports",
      payload: { importId: row.id },
    });
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({ state: "done", rows: 3201, failure: null });
    expect(
      platform.emitted
        .filter(({ event }) => event === "import.progressed")
        .map(({ payload }) => (payload as { state: string }).state),
    ).toEqual(expect.arrayContaining(["importing", "done"]));
    expect(existsSync(row.filePath)).toBe(false);

    const state = await load(accepted.draftId);
    expect(state).toMatchObject({
      revision: 1,
      undoState: { undo: "Import Movie" },
      staged: [{ modelId: accepted.modelId, rows: 3201 }],
    });
    const records = Object.values(state.definition.records);
    expect(records.filter(({ kind }) => kind === "field")).toHaveLength(16);
    expect(records.filter(({ kind }) => kind === "apiResource")).toHaveLength(1);
    expect(records.flatMap((record) => (record.kind === "route" ? [`${record.path} ${record.name}`] : []))).toEqual([
      "/ movie_list",
      "/<int:id>/ movie_detail",
    ]);

    const movies = JSON.parse(data("movies.json").toString()) as Record<string, unknown>[];
    const rows = await stagedRows(accepted.draftId);
    const text = (value: unknown) => (value === null ? null : String(value));
    expect(
      rows.map(({ id, title, imdb_rating, worldwide_gross }) => [id, title, imdb_rating, worldwide_gross]),
    ).toEqual(
      movies.map((movie, index) => [
        String(index + 1),
        text(movie.Title),
        text(movie["IMDB Rating"]),
        text(movie["Worldwide Gross"]),
      ]),
    );
    expect(rows[0]).toMatchObject({ release_date: "1998-06-12", title: "The Land Girls" });

    // The same job again changes nothing.
    await runImport(context, row.id);
    expect(await stagedRows(accepted.draftId)).toHaveLength(3201);
  });

  it("cannot be published before its rows are in", async () => {
    const { row, proposal } = await propose("a.csv", "a,b\n1,x\n");
    const { draftId, modelId } = await accept({ importId: row.id, proposal, into: into("Early") });
    const problems = async () =>
      (await reviewPlan(context, actor, { draftId, answers: {} })).problems.filter(
        ({ severity }) => severity === "error",
      );
    expect(await problems()).toMatchObject([{ code: "DATA_E006", recordId: modelId }]);
    await runImport(context, row.id);
    expect(await problems()).toEqual([]);
  });

  it("goes into an app that exists, under a name that is free, and is undone as one", async () => {
    const shop = await platform.createApp("Shop");
    const target: Acceptance["into"] = { app: "existing", draftId: shop.draftId };
    for (const _ of [1, 2]) {
      const { row, proposal } = await propose("prices.csv", "name;price\nA;1,50\nB;2,25\n");
      await accept({ importId: row.id, proposal, into: target });
    }
    const { definition } = await load(shop.draftId);
    const records = Object.values(definition.records);
    expect(records.flatMap((record) => (record.kind === "model" ? [record.name] : []))).toEqual(["price", "price_2"]);
    expect(records.flatMap((record) => (record.kind === "route" ? [record.path] : []))).toEqual([
      "/",
      "/<int:id>/",
      "/prices/",
      "/prices/<int:id>/",
    ]);
    await context.sequelize.transaction((transaction) =>
      undoDraftEdit(context, actor, { draftId: shop.draftId, batchId: "undo-the-import" }, transaction),
    );
    expect(
      Object.values((await load(shop.draftId)).definition.records).filter(({ kind }) => kind === "model"),
    ).toHaveLength(1);
  });

  it("reads what spreadsheets and scripts write: marks, other encodings, lines, wrapped lists, long numbers", async () => {
    const cases: [string, string | Buffer, unknown[]][] = [
      ["bom.csv", "\ufeffcity\nKöln\n", ["Köln"]],
      ["latin.csv", Buffer.from("city\nK\xf6ln\n", "latin1"), ["Köln"]],
      ["utf16.csv", Buffer.from("\ufeffcity\tsize\r\nKöln\t1\r\n", "utf16le"), ["Köln"]],
      ["unmarked.csv", Buffer.from("city,size\r\nKöln,1\r\n", "utf16le"), ["Köln"]],
      ["markup.csv", "city,html\n<b>Köln,<p>\n", ["<b>Köln"]],
      ["escaped.json", '[{"city": "\\\\u0000"}]', ["\\u0000"]],
      [
        "late.csv",
        Buffer.concat([Buffer.from(`city\n${"x\n".repeat(200_000)}`), Buffer.from("K\xf6ln\n", "latin1")]),
        ["x"],
      ],
      ["lines.ndjson", '{"city": "Köln"}\n{"city": null, "big": 12345678901234567890}\n', ["Köln", null]],
      [
        "wrapped.json",
        '{"type": "x", "features": [{"city": "Köln"}, {"city": "a]}\\"b"}], "more": [1]}',
        ["Köln", 'a]}"b'],
      ],
      ["quoted.csv", 'city,x\n"two\nlines, and a ""quote""",1\n', ['two\nlines, and a "quote"']],
      ["tabs.csv", "city\nback\\slash\n", ["back\\slash"]],
    ];
    for (const [file, content, cities] of cases) {
      const { row, proposal } = await propose(file, content);
      const { draftId } = await accept({ importId: row.id, proposal, into: into(file) });
      await runImport(context, row.id);
      expect(await row.reload()).toMatchObject({ state: "done" });
      expect(
        (await stagedRows(draftId)).slice(0, cities.length).map(({ city }) => city),
        file,
      ).toEqual(cities);
      if (file === "lines.ndjson")
        expect((await stagedRows(draftId))[1]).toMatchObject({ big: "12345678901234567890" });
      if (file === "late.csv") expect((await stagedRows(draftId)).at(-1)).toMatchObject({ city: "Köln" });
    }
  });

  it("takes a column of UUIDs for the rows' own, in a model whose keys they are from then on", async () => {
    const id = (last: number) => `019355a0-0000-4000-8000-00000000000${last}`;
    const csv = `id,name\n${id(3).toUpperCase()},c\n${id(1)},a\n${id(2)},b\n`;
    const { row, proposal } = await propose("things.csv", csv);
    expect(proposal.columns[0]).toMatchObject({ isKey: true, type: { name: "uuid" } });
    const twice = await propose("things.csv", `${csv}${id(1)},d\n`);
    expect(twice.proposal.columns[0]).toMatchObject({ isKey: false });
    const { draftId } = await accept({ importId: row.id, proposal, into: into("Things") });
    await runImport(context, row.id);
    const { definition } = await load(draftId);
    const drawn = Object.values(definition.records);
    expect(drawn.find(({ kind }) => kind === "model")).toMatchObject({ name: "thing", key: "uuid" });
    const paths = drawn.flatMap((record) => (record.kind === "route" ? [record.path] : []));
    expect(paths.toSorted()).toEqual(["/", "/<uuid:id>/"]);
    expect(await stagedRows(draftId)).toEqual([
      { id: id(1), name: "a" },
      { id: id(2), name: "b" },
      { id: id(3), name: "c" },
    ]);
  });

  it("takes a column of ids for the rows' own, and reads local times in the app's zone", async () => {
    const { row, proposal } = await propose("visits.csv", "id,at\n70,2026-07-01 12:00\n30,2026-07-01T12:00:00Z\n");
    expect(proposal.columns[0]).toMatchObject({ isKey: true });
    const { draftId } = await accept({
      importId: row.id,
      proposal,
      into: { app: "new", label: "Visits", timeZone: "Europe/Berlin" },
    });
    await runImport(context, row.id);
    const rows = await stagedRows(draftId);
    expect(rows.map(({ id }) => id)).toEqual(["30", "70"]);
    expect(
      rows.map(({ at }) =>
        new Date(
          String(at)
            .replace(" ", "T")
            .replace(/([+-]\d\d)$/, "$1:00"),
        ).toISOString(),
      ),
    ).toEqual(["2026-07-01T12:00:00.000Z", "2026-07-01T10:00:00.000Z"]);
  });
});

describe("values that do not fit", () => {
  const csv = "name,size\nA,1\nB,many\nC,3\nA,4\n";
  const start = async () => {
    const { row, proposal } = await propose("sizes.csv", csv);
    return { row, proposal: adjust(proposal, "size", { type: { name: "integer" } }) };
  };

  it("are listed with row and reason by a dry run, which keeps the adjustment", async () => {
    const { row, proposal } = await start();
    const checked = await checkImport(context, actor, {
      importId: row.id,
      proposal: adjust(proposal, "name", { unique: true }),
    });
    expect(checked.analysis).toMatchObject({
      badValues: 2,
      badRows: [
        { row: 2, source: "size", value: "many", message: "must be a whole number" },
        { row: 4, source: "name", value: "A", message: "must be unique, and row 1 has it too" },
      ],
    });
    expect((await findImportFor(actor, row.id)).proposal?.columns[1]?.type).toEqual({ name: "integer" });
  });

  it("stop the import, which then leaves nothing in the app's schema or its drawing", async () => {
    const { row, proposal } = await start();
    const { draftId, appId } = await accept({ importId: row.id, proposal, into: into("Sizes") });
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({
      state: "failed",
      failure: "Row 2: the value “many” of size must be a whole number.",
    });
    expect((await load(draftId)).definition.records).toEqual({});
    expect(await StagedTable.count({ where: { appId } })).toBe(0);
    const { schemaName } = await Environment.findOne({ where: { appId }, rejectOnEmpty: true });
    const { rows } = await context.appDatabase.pool.query(
      "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = $1 AND relname LIKE '\\_import%'",
      [schemaName],
    );
    expect(rows).toEqual([]);
  });

  it.each([
    ["blank", ["1", null, "3", "4"]],
    ["skip_row", ["1", "3", "4"]],
  ] as const)("are %s when the builder says so", async (onBadValue, sizes) => {
    const { row, proposal } = await start();
    const { draftId } = await accept({
      importId: row.id,
      proposal: adjust(proposal, "size", { onBadValue, required: false }),
      into: into("Sizes"),
    });
    await runImport(context, row.id);
    expect((await stagedRows(draftId)).map(({ size }) => size)).toEqual(sizes);
  });

  it("make a proposal that cannot be: it is refused with the place", async () => {
    const { row, proposal } = await start();
    const refuse = (adjusted: ImportProposal) =>
      failed(accept({ importId: row.id, proposal: adjusted, into: into("X") }));
    expect(
      await refuse(
        adjust(proposal, "size", {
          type: { name: "relation", targetModelId: "mdl_000000000000", onDelete: "protect" },
        }),
      ),
    ).toMatchObject({ code: "invalid_values", errors: [{ pointer: "/columns/1" }] });
    expect((await refuse(adjust(proposal, "size", { type: { name: "text", maxLength: -1 } }))).code).toBe(
      "invalid_values",
    );
    expect((await refuse(adjust(proposal, "size", { source: "other" }))).message).toContain("no such column");
    expect(
      (await refuse(adjust(adjust(proposal, "size", { isKey: true }), "name", { include: false }))).message,
    ).toContain("besides the ids");
    expect(await App.count({ where: { label: "X" } })).toBe(0);
  });
});

describe("cancelling", () => {
  it("before it is accepted forgets the file", async () => {
    const { row } = await propose("a.csv", "a,b\n1,x\n");
    await cancel(row.id);
    expect((await row.reload()).state).toBe("cancelled");
    await expect.poll(() => existsSync(row.filePath)).toBe(false);
    await cancel(row.id);
  });

  it("while rows are loaded drops them, the drawing and the app that was made for it", async () => {
    const { row, proposal } = await propose("many.csv", `a,b\n${"1,some text here\n".repeat(400_000)}`);
    const { appId } = await accept({ importId: row.id, proposal, into: into("Many") });
    const running = runImport(context, row.id);
    await new Promise((done) => setTimeout(done, 300));
    await cancel(row.id);
    await running;
    expect((await row.reload()).state).toBe("cancelled");
    expect(await StagedTable.count({ where: { appId } })).toBe(0);
    expect((await App.findByPk(appId))?.deletedAt).not.toBeNull();
    const { schemaName } = await Environment.findOne({ where: { appId }, rejectOnEmpty: true });
    const { rows } = await context.appDatabase.pool.query("SELECT to_regclass($1) AS found", [
      `"${schemaName}"."_import_${row.id.replaceAll("-", "")}"`,
    ]);
    expect(rows[0]).toEqual({ found: null });
  });

  it("comes too late once the rows are in", async () => {
    const { row, proposal } = await propose("a.csv", "a,b\n1,x\n");
    await accept({ importId: row.id, proposal, into: into("Late") });
    await runImport(context, row.id);
    expect((await failed(cancel(row.id))).code).toBe("conflict");
    expect((await failed(accept({ importId: row.id, proposal, into: into("Again") }))).code).toBe("conflict");
  });
});

describe("a job that dies", () => {
  const alive = { isJobAlive: async () => true };
  const gone = { isJobAlive: async () => false };

  it("is replaced while its rows are wanted, and ends the import when that keeps happening", async () => {
    const { row, proposal } = await propose("a.csv", "a,b\n1,x\n");
    const { draftId } = await accept({ importId: row.id, proposal, into: into("Interrupted") });
    await OutboxEntry.update({ deliveredAt: new Date() }, { where: {} });
    expect(await sweepImports(context, alive, 0)).toBe(0);
    expect(await sweepImports(context, gone, 0)).toBeGreaterThan(0);
    expect(await OutboxEntry.count({ where: { jobId: `import-${row.id}-2` } })).toBe(1);
    await Import.update({ attempt: 5 }, { where: { id: row.id } });
    await OutboxEntry.update({ deliveredAt: new Date() }, { where: {} });
    await sweepImports(context, gone, 0);
    expect(await row.reload()).toMatchObject({ state: "failed", failure: expect.stringContaining("interrupted") });
    expect((await load(draftId)).definition.records).toEqual({});
  });

  it("may run twice at once: the rows are there once", async () => {
    const { row, proposal } = await propose("twice.csv", `a,b\n${"1,text\n".repeat(20_000)}`);
    const { draftId } = await accept({ importId: row.id, proposal, into: into("Twice") });
    await Promise.all([runImport(context, row.id), runImport(context, row.id), runImport(context, row.id)]);
    expect(await row.reload()).toMatchObject({ state: "done", rows: 20_000 });
    expect(await stagedRows(draftId)).toHaveLength(20_000);
  });
});

describe("hostile columns", () => {
  const names = [
    '"quoted"',
    "'; drop table book; --",
    "x".repeat(200),
    "🎬",
    "select",
    "__proto__",
    "constructor",
    "a b",
    "a_b",
    "id",
    "tableoid",
    "<script>alert(1)</script>",
    "{{ x }}",
  ];

  it.each(["csv", "json"])("are labels and nothing else (%s)", async (kind) => {
    const values = names.map((_, index) => `v${index}\t\\N "${index}"`);
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const record = `{${names.map((name, index) => `${JSON.stringify(name)}: ${JSON.stringify(values[index])}`).join(", ")}}`;
    const content = kind === "csv" ? `${names.map(quote).join(",")}\n${values.map(quote).join(",")}\n` : `[${record}]`;
    const { row, proposal } = await propose(`'; drop table x; -- 🎬.${kind}`, content);
    const { draftId } = await accept({ importId: row.id, proposal, into: into("'; drop schema platform; --") });
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({ state: "done", failure: null });
    const { definition } = await load(draftId);
    const labels = Object.values(definition.records).flatMap((record) =>
      record.kind === "field" ? [record.label] : [],
    );
    expect(labels.sort()).toEqual([...names].sort());
    const [loaded] = await stagedRows(draftId);
    expect(Object.values(loaded ?? {}).slice(1)).toEqual(values);
  });
});

describe("a large file", () => {
  it("of 100,000 rows is imported to its last row", async () => {
    const [header = "", ...lines] = data("birdstrikes.csv").toString().trimEnd().split(/\r?\n/);
    const content = `${[header, ...Array.from({ length: 10 }, () => lines).flat()].join("\n")}\n`;
    const file = path.join(folder, "birdstrikes.csv");
    writeFileSync(file, content);
    const { row, proposal } = await propose("birdstrikes.csv", content);
    await accept({ importId: row.id, proposal, into: into("Birdstrikes") });
    await runImport(context, row.id);
    expect(await row.reload()).toMatchObject({ state: "done", rows: 100_000 });
  });
});

describe("dates that would be dates in both orders", () => {
  const csv = "name,on\na,03/04/2025\nb,05/06/2025\n";
  const start = async (options: { locale?: string; draftId?: DraftId; body?: Readable }): Promise<Import> => {
    const row = await startImport(context, actor, {
      fileName: "days.csv",
      body: Readable.from([Buffer.from(csv)]),
      declaredSize: undefined,
      ...options,
    });
    await expect.poll(async () => (await row.reload()).state, { timeout: 20_000 }).toBe("proposed");
    return row;
  };
  const loaded = async (row: Import, proposal: ImportProposal): Promise<unknown[]> => {
    const { draftId } = await accept({ importId: row.id, proposal, into: into("Days") });
    await runImport(context, row.id);
    return (await stagedRows(draftId)).map(({ on_value: on, on: plain }) => on ?? plain);
  };

  it.each([
    ["de-AT", "day_first", ["2025-04-03", "2025-06-05"], "read as day/month/year"],
    ["en-US", "month_first", ["2025-03-04", "2025-05-06"], "read as month/day/year"],
  ])("follow the language %s, and the reason says so", async (locale, order, days, reason) => {
    const row = await start({ locale });
    const facts = row.analysis?.facts.at(-1);
    expect(facts).toMatchObject({ openDateOrder: order, reason: expect.stringContaining(reason) });
    expect(facts?.reason).toContain("No row tells which comes first");
    expect(await loaded(row, row.proposal as ImportProposal)).toEqual(days);
  });

  it.each([
    ["fr", "float", "as the language writes numbers"],
    ["en-US", "integer", "what groups thousands"],
  ])("numbers that could be read in both ways follow the language %s", async (locale, type, reason) => {
    const row = await start({ locale, body: Readable.from(["kg\tx\n1,250\ta\n2,500\tb\n"]) });
    expect((row.proposal as ImportProposal).columns[0]?.type.name).toBe(type);
    expect(row.analysis?.facts[0]?.reason).toContain(reason);
  });

  it("are read in the other order when somebody chooses it", async () => {
    const row = await start({ locale: "de" });
    const proposal = adjust(row.proposal as ImportProposal, "on", { dateOrder: "month_first" });
    expect(await loaded(row, proposal)).toEqual(["2025-03-04", "2025-05-06"]);
  });

  it("follow the app that the file is for; of another workspace's app nothing is told", async () => {
    const { draftId } = await platform.createApp("Tage");
    await context.sequelize.query(
      `UPDATE platform.drafts SET settings = settings || '{"locale": "de"}' WHERE id = $1`,
      { bind: [draftId] },
    );
    expect((await start({ draftId, locale: "en-US" })).analysis?.openDateOrder).toBe("day_first");
    const stranger = await platform.member("owner", "elsewhere");
    const foreign = { fileName: "a.csv", draftId, body: Readable.from(["a\n1\n"]), declaredSize: 4 };
    expect((await failed(startImport(context, stranger, foreign))).code).toBe("not_found");
  });
});
