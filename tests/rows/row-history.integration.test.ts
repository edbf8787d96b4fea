import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { keptFields } from "#engine/query/change-lines";
import { createImportStagingSql, insertImportedSql, updateImportedSql } from "#engine/query/import-rows";
import type { ImportTable } from "#engine/query/import-table";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { printSql, type Sql } from "#engine/sql/sql";
import { app, date, decimal, field, fieldId, model, modelId, relation, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Changes of rows are kept by the statement that makes them, for models that say so, and read by the rules of today. */
const open = { read: "true", create: "true", update: "true", delete: "true" };
const definition = (read = "true") =>
  app(
    model("shelf", text("name"), { pluralLabel: "Shelves", rules: open, api: true }),
    model(
      "book",
      text("title", { required: true }),
      decimal("price", { type: { name: "decimal", digits: 12, scale: 2 } }),
      date("published"),
      field("extra", { name: "json" }),
      field("changed_at", { name: "updated_at" }),
      relation("shelf", "shelf", { onDelete: "set_null" }),
      { pluralLabel: "Books", rules: { ...open, read }, api: true, history: true },
    ),
    model("note", text("words"), { pluralLabel: "Notes", rules: open, api: true }),
  );

let served: ServedApp;
let rows: BuilderRows;
beforeAll(async () => {
  served = await serveApp(definition());
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
});
afterAll(() => served?.close());

const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Ada" } as const;
const place = () => ({ appId: served.appId, environment: "live" });
const ask = async (method: string, path: string, body?: object) => {
  const answer = await served.request(method, `/api/v1/${path}`, body ? { body } : {});
  return { status: answer.status, body: answer.text === "" ? undefined : answer.json<Record<string, unknown>>() };
};
interface Line {
  readonly id: number;
  readonly action: string;
  readonly changes: readonly { field: string; before: unknown; after: unknown }[];
}
const historyOf = async (id: number, query = "") =>
  (await ask("GET", `books/${id}/history${query}`)).body as { results: Line[]; next: string | null } | undefined;
const add = async (values: object): Promise<number> => (await ask("POST", "books", values)).body?.id as number;

describe("the history of a row [MOD-17]", () => {
  it("has what was added and changed, with values as the API writes them", async () => {
    const id = await add({ title: "Dune", price: "12.00", extra: { a: [1] } });
    await ask("PATCH", `books/${id}`, { price: "14.5", title: "Dune" });
    await ask("PATCH", `books/${id}`, { title: "Dune" });
    await ask("PATCH", `books/${id}`, { price: null, published: "1965-08-01" });
    const history = await historyOf(id);
    expect(history?.next).toBeNull();
    expect(history?.results).toMatchObject([
      {
        action: "update",
        version: 4,
        way: "api",
        by: { kind: "visitor" },
        changes: [
          { field: "price", before: "14.50", after: null },
          { field: "published", before: null, after: "1965-08-01" },
        ],
      },
      { action: "update", version: 2, changes: [{ field: "price", before: "12.00", after: "14.50" }] },
      {
        action: "create",
        version: 1,
        changes: [
          { field: "title", before: null, after: "Dune" },
          { field: "price", before: null, after: "12.00" },
          { field: "extra", before: null, after: { a: [1] } },
        ],
      },
    ]);
  });

  it("has the writes of many rows, of builders, and of relations that a delete emptied", async () => {
    const shelf = (await ask("POST", "shelves", { name: "Top" })).body?.id as number;
    const made = await ask("POST", "books", [{ title: "A", shelf }, { title: "B" }] as never);
    const [a, b] = (made.body as unknown as { id: number }[]).map(({ id }) => id) as [number, number];
    await ask("PATCH", "books", [{ id: b, price: "1.00" }] as never);
    await ask("DELETE", `shelves/${shelf}`);
    await rows.update(place(), builder, modelId("book"), { id: b, version: 2, values: { title: "C" } });
    expect((await historyOf(a))?.results.map(({ action, changes }) => [action, changes[0]?.field])).toEqual([
      ["update", "shelf"],
      ["create", "title"],
    ]);
    expect(await historyOf(b)).toMatchObject({
      results: [
        { action: "update", by: { kind: "builder" }, way: "data", changes: [{ before: "B", after: "C" }] },
        { action: "update", changes: [{ field: "price", before: null, after: "1.00" }] },
        { action: "create" },
      ],
    });
    // What a delete emptied is no second row among those that come back with it.
    const [line] = await rows.deleted(place(), builder, modelId("shelf"), { limit: 1 });
    expect(line?.others).toEqual([{ model: modelId("book"), action: "unlink", count: 1 }]);
    await rows.restore(place(), builder, modelId("shelf"), shelf);
    expect((await historyOf(a))?.results[0]).toMatchObject({ changes: [{ before: shelf, after: null }] });
  });

  it("has nothing of a write that was refused", async () => {
    const id = await add({ title: "Refused", price: "1.00" });
    expect((await ask("PATCH", `books/${id}`, { title: null })).status).toBe(422);
    expect((await historyOf(id))?.results).toHaveLength(1);
  });

  it("has what an import added and changed", async () => {
    const id = await add({ title: "Imported", price: "1.00" });
    const reader = readDefinition(definition());
    const book = reader.model(modelId("book")) as ModelRecord;
    const [title, price] = [fieldId("book", "title"), fieldId("book", "price")];
    const table: ImportTable = {
      schemaName: served.schemaName,
      stagingName: "_import_history",
      name: "book",
      keySqlType: "bigint",
      hasKeys: false,
      columns: [
        { fieldId: title, name: "title", sqlType: "text" },
        { fieldId: price, name: "price", sqlType: "numeric(12,2)" },
      ],
      touched: [{ name: "changed_at", isEmptied: false }],
      matchBy: title,
      history: { model: book, fields: keptFields({ reader }, book), accountId: builder.accountId },
    };
    const run = (statement: Sql) => served.sql<{ ids: number[][]; changed: number }>(printSql(statement).text);
    await run(createImportStagingSql(table));
    await served.sql(
      `INSERT INTO app._import_history (_row, "${title}", "${price}") VALUES (1, 'Imported', 2), (2, 'Another', 3)`,
    );
    expect(await run(updateImportedSql(table))).toEqual([{ found: 1, changed: 1 }]);
    const [added] = await run(insertImportedSql(table, 10));
    expect((await historyOf(id))?.results[0]).toMatchObject({
      action: "update",
      way: "import",
      by: { kind: "builder" },
      changes: [{ field: "price", before: "1.00", after: "2.00" }],
    });
    expect((await historyOf(added?.ids[0]?.[0] as number))?.results).toMatchObject([
      { action: "create", way: "import", changes: [{ after: "Another" }, { after: "3.00" }] },
    ]);
  });

  it("is read page by page", async () => {
    const id = await add({ title: "0" });
    for (const title of ["1", "2", "3"]) await ask("PATCH", `books/${id}`, { title });
    const first = await historyOf(id, "?limit=2");
    expect(first?.results.map(({ changes }) => changes[0]?.after)).toEqual(["3", "2"]);
    const rest = first?.next?.replace(/^.*\/api\/v1\//, "");
    const second = (await ask("GET", rest as string)).body as { results: Line[]; next: string | null };
    expect(second.results.map(({ changes }) => changes[0]?.after)).toEqual(["1", "0"]);
    expect(second.next).toBeNull();
    for (const wrong of ["?limit=0", "?limit=201", "?cursor=x", "?limit=1&limit=2", "?fields=title"]) {
      expect((await ask("GET", `books/${id}/history${wrong}`)).status).toBe(400);
    }
  });

  it("does not exist for rows that the caller may not read now, nor for models without one", async () => {
    const id = await add({ title: "Secret" });
    expect((await ask("GET", `books/${id}/history`)).status).toBe(200);
    await served.publish(definition("title != 'Secret'"));
    expect((await ask("GET", `books/${id}/history`)).status).toBe(404);
    expect((await ask("GET", "books/9999/history")).status).toBe(404);
    expect((await ask("GET", "books/x/history")).status).toBe(404);
    expect((await ask("POST", `books/${id}/history`, {})).status).toBe(405);
    const note = (await ask("POST", "notes", { words: "x" })).body?.id as number;
    expect((await ask("GET", `notes/${note}/history`)).status).toBe(404);
    expect(await served.sql("SELECT FROM app._history WHERE model_id = $1", [modelId("note")])).toEqual([]);
  });

  it("follows a field that is renamed, and leaves out one that is deleted", async () => {
    await served.publish(definition());
    const id = await add({ title: "Old", price: "3.00" });
    const renamed = definition();
    const records = Object.fromEntries(
      Object.entries(renamed.records)
        .filter(([, record]) => record.kind !== "field" || record.name !== "price")
        .map(([key, record]) => [
          key,
          record.kind === "field" && record.name === "title" ? { ...record, name: "called" } : record,
        ]),
    );
    await served.publish({ ...renamed, records } as typeof renamed);
    expect((await historyOf(id))?.results[0]?.changes).toEqual([{ field: "called", before: null, after: "Old" }]);
  });
});
