import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import {
  app,
  boolean,
  date,
  dateTime,
  decimal,
  field,
  fieldId,
  integer,
  longText,
  model,
  modelId,
  relation,
  text,
} from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Deleted rows can be restored, with all that the same statement deleted or emptied, exactly as they were. */

const open = { read: "true", create: "true", update: "true", delete: "true" };
const definition = app(
  model("author", text("name", { required: true }), { pluralLabel: "Authors", rules: open, api: true }),
  model(
    "book",
    text("title", { required: true, unique: true }),
    decimal("price", { type: { name: "decimal", digits: 12, scale: 4 } }),
    date("published"),
    dateTime("sold_at"),
    boolean("in_stock"),
    longText("about"),
    field("extra", { name: "json" }),
    field("tags", { name: "list", of: "text" }),
    field("years", { name: "list", of: "integer" }),
    relation("author", "author", { onDelete: "cascade" }),
    { pluralLabel: "Books", rules: open, api: true },
  ),
  model("chapter", integer("number", { required: true }), relation("book", "book", { onDelete: "cascade" }), {
    pluralLabel: "Chapters",
    rules: open,
    api: true,
  }),
  model(
    "note",
    text("text"),
    relation("book", "book", { onDelete: "set_null" }),
    relation("other", "book", { onDelete: "set_null" }),
    {
      pluralLabel: "Notes",
      rules: open,
      api: true,
    },
  ),
);

let served: ServedApp;
let rows: BuilderRows;
beforeAll(async () => {
  served = await serveApp(definition);
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
});
afterAll(() => served?.close());

const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Ada" } as const;
const place = () => ({ appId: served.appId, environment: "live" });
const deleted = (name: string) => rows.deleted(place(), builder, modelId(name), { limit: 50 });
const restore = (name: string, id: number | string) => rows.restore(place(), builder, modelId(name), id);
const post = async (path: string, body: object) => {
  const answer = await served.request("POST", `/api/v1/${path}`, { body });
  expect(answer.status).toBe(201);
  return answer.json<{ id: number }>().id;
};
const contentOf = async (table: string) =>
  (await served.sql<{ row: string }>(`SELECT t::text AS row FROM ${served.schemaName}."${table}" t ORDER BY id`)).map(
    ({ row }) => row,
  );

describe("a deleted row", () => {
  it("comes back with every value, and with what was deleted or emptied with it", async () => {
    const lem = await post("authors", { name: "Lem" });
    const book = await post("books", {
      title: 'Solaris "☃" \\ {}',
      price: "12345678.1200",
      published: "1961-01-01",
      sold_at: "2026-03-29T01:30:00.123456Z",
      in_stock: false,
      about: "a\r\nb",
      extra: { a: [1, null, "x"], big: 12345678901234567890n.toString() },
      author: lem,
    });
    const empty = await post("books", { title: "Empty", author: lem, extra: null });
    const chapter = await post("chapters", { number: 1, book });
    const note = await post("notes", { text: "n", book, other: empty });
    const kept = await post("books", { title: "Kept" });
    const pointing = await post("notes", { text: "m", book: kept, other: book });
    const before = await Promise.all(["author", "book", "chapter"].map(contentOf));

    expect((await served.request("DELETE", `/api/v1/authors/${lem}`)).status).toBe(204);
    expect(await contentOf("chapter")).toEqual([]);

    const [line] = await deleted("author");
    expect(line).toMatchObject({ row: String(lem), title: "Lem", account: null, key: null });
    expect(line?.others).toEqual(
      expect.arrayContaining([
        { model: modelId("book"), action: "delete", count: 2 },
        { model: modelId("chapter"), action: "delete", count: 1 },
        { model: modelId("note"), action: "unlink", count: 2 },
      ]),
    );

    expect(await restore("chapter", chapter)).toBe(4);
    const raised = (content: string[]) => content.map((row) => row.replace(/\((\d+),(\d+),/, "($1,_,"));
    const after = await Promise.all(["author", "book", "chapter"].map(contentOf));
    expect(after.map(raised)).toEqual(before.map(raised));
    expect((await served.request("GET", `/api/v1/notes/${note}`)).json()).toMatchObject({ book, other: empty });
    expect((await served.request("GET", `/api/v1/notes/${pointing}`)).json()).toMatchObject({
      book: kept,
      other: book,
    });
    expect(await deleted("author")).toEqual([]);
    expect(await deleted("book")).toEqual([]);
  });

  it("has its lists of values again, in their order", async () => {
    const lists = { tags: ["b", 'a, "x"'], years: [2, 1] };
    for (const [title, values] of [
      ["Listed", lists],
      ["Unlisted", {}],
    ] as const) {
      const id = await post("books", { title, ...values });
      await served.request("DELETE", `/api/v1/books/${id}`);
      await restore("book", id);
      const book = (await served.request("GET", `/api/v1/books/${id}`)).json();
      expect(book).toMatchObject({ title, tags: null, years: null, ...values });
    }
  });

  it("is there once: of several who restore it one does, and the others are told", async () => {
    const id = await post("books", { title: "Once" });
    await served.request("DELETE", `/api/v1/books/${id}`);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => restore("book", id)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of tries) if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "not_found" });
    expect((await served.request("GET", `/api/v1/books/${id}`)).status).toBe(200);
    await expect(restore("book", 999_999)).rejects.toMatchObject({ code: "not_found" });
  });

  it("says who deleted it", async () => {
    const id = await post("books", { title: "By a builder" });
    await rows.delete(place(), builder, modelId("book"), { id, version: 1 });
    expect((await deleted("book"))[0]).toMatchObject({ row: String(id), account: builder.accountId });
  });

  it("stays deleted, and in the list, while something stands in its way, which is named", async () => {
    const taken = await post("books", { title: "Taken" });
    await served.request("DELETE", `/api/v1/books/${taken}`);
    const other = await post("books", { title: "Taken" });
    await expect(restore("book", taken)).rejects.toMatchObject({
      code: "not_unique",
      message: expect.stringContaining("Another row has this Title by now"),
    });
    await served.request("DELETE", `/api/v1/books/${other}`);
    expect(await restore("book", taken)).toBe(1);

    const parent = await post("books", { title: "Parent" });
    const child = await post("chapters", { number: 1, book: parent });
    await served.request("DELETE", `/api/v1/chapters/${child}`);
    await served.request("DELETE", `/api/v1/books/${parent}`);
    await expect(restore("chapter", child)).rejects.toMatchObject({
      message: expect.stringContaining("Book names a row that is deleted"),
    });
    expect(await deleted("chapter")).toHaveLength(1);
    await restore("book", parent);
    expect(await restore("chapter", child)).toBe(1);
  });

  it("does not empty or overwrite what was set since", async () => {
    const book = await post("books", { title: "Linked" });
    const second = await post("books", { title: "Second" });
    const note = await post("notes", { text: "n", book });
    await served.request("DELETE", `/api/v1/books/${book}`);
    await served.request("PATCH", `/api/v1/notes/${note}`, { body: { book: second } });
    await restore("book", book);
    expect((await served.request("GET", `/api/v1/notes/${note}`)).json()).toMatchObject({ book: second });
  });

  it("is not restored by a delete that is refused, and leaves no line", async () => {
    const lines = async () =>
      (await served.sql<{ n: string }>(`SELECT count(*) AS n FROM ${served.schemaName}._history`))[0]?.n;
    const before = await lines();
    const id = await post("books", { title: "Changed" });
    const answer = await served.request("DELETE", `/api/v1/books/${id}`, { headers: { "if-match": '"99"' } });
    expect(answer.status).toBe(412);
    expect(await lines()).toBe(before);
  });

  it("comes back under today's names and types, with the default of a field that is newer", async () => {
    const id = await post("books", { title: "Renamed later", price: "3.5" });
    await served.request("DELETE", `/api/v1/books/${id}`);
    const next = structuredClone(definition) as typeof definition;
    const records = { ...next.records };
    const price = records[fieldId("book", "price")];
    if (price?.kind !== "field") throw new Error("no price");
    records[fieldId("book", "price")] = { ...price, name: "cost" };
    const made = app(model("book", text("title"), integer("pages", { required: true, default: 7 })));
    const pages = made.records[fieldId("book", "pages")];
    if (pages?.kind !== "field") throw new Error("no pages");
    records[pages.id] = { ...pages, modelId: modelId("book"), order: "z" };
    await served.publish({ ...next, records });
    expect(await restore("book", id)).toBe(1);
    expect((await served.request("GET", `/api/v1/books/${id}`)).json()).toMatchObject({ cost: "3.5000", pages: 7 });
  });
});
