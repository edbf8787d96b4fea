import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, modelId, relation, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** What the studio's grid shows of a row's collections, and how it writes lists of linked rows. */
const drawn = app(
  model("book", text("title", { required: true }), { pluralLabel: "Books" }),
  model("tag", text("name", { required: true }), { pluralLabel: "Tags" }),
  model("review", text("words"), relation("book", "book", { reverse: "reviews" })),
  model("cover", text("file"), relation("book", "book", { unique: true, reverse: "cover" })),
);
const link = addManyToMany(
  readDefinition(drawn),
  { modelId: modelId("book"), targetModelId: modelId("tag") },
  seededRandom(5),
);
const linked = applyEdits(drawn, link.operations);
if (!linked.ok) throw new Error(linked.refusal.message);
const library = linked.definition;

let served: ServedApp;
let rows: BuilderRows;
beforeAll(async () => {
  served = await serveApp(library);
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
  await served.sql("INSERT INTO app.book (title) VALUES ('Dune'), ('Emma')");
  await served.sql("INSERT INTO app.tag (name) VALUES ('long'), ('desert'), ('Love'), ('love')");
  await served.sql("INSERT INTO app.book_tags (book, tag) VALUES (1, 1), (1, 2)");
  await served.sql("INSERT INTO app.review (words, book) VALUES ('good', 1), ('bad', 1)");
  await served.sql("INSERT INTO app.cover (file, book) VALUES ('a.png', 1)");
});
afterAll(() => served?.close());

const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Ada" } as const;
const place = () => ({ appId: served.appId, environment: "live" });
const list = async () =>
  (await rows.list(place(), builder, modelId("book"), { names: ["ordering"], values: ["id"] })).rows;
const book = async (id: number) => (await list()).find((row) => row.id === id);
const update = (version: number, tags: object) =>
  rows.update(place(), builder, modelId("book"), { id: 1, version, values: { tags: tags as never } });

describe("a row of the grid", () => {
  it("has its linked rows with titles, and the number of rows that point to it, in one statement [REL-03]", async () => {
    await list();
    const read = vi.spyOn(served.data, "read");
    const [dune, emma] = await list();
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    expect(dune?.values).toEqual({ title: "Dune", tags: [1, 2], cover: [1], "reviews.count": 2 });
    expect(dune?.lists).toEqual({
      tags: { titles: ["long", "desert"], hasMore: false },
      cover: { titles: ["a.png"], hasMore: false },
    });
    expect(emma?.values).toEqual({ title: "Emma", tags: [], cover: [], "reviews.count": 0 });
  });

  it("is written with the difference of a list, so that two people who add tags keep both [REL-14]", async () => {
    const { row, before } = await update(1, { add: [3] });
    expect(row).toMatchObject({ version: 2, values: { title: "Dune", tags: [1, 2, 3] } });
    expect(before).toMatchObject({ title: "Dune", tags: [1, 2] });
    await expect(update(1, { add: [4] })).rejects.toMatchObject({ code: "version_mismatch" });
    expect((await update(2, { add: [4], remove: [1] })).row.values.tags).toEqual([2, 3, 4]);
    await update(3, { add: [1], remove: [3, 4] });
  });

  it("is added with its links, all or none", async () => {
    const { values } = await rows.create(place(), builder, modelId("book"), { title: "Ulysses", tags: [2, 1] });
    expect(values).toMatchObject({ title: "Ulysses", tags: [1, 2] });
    const missing = rows.create(place(), builder, modelId("book"), { title: "Nothing", tags: [99] });
    await expect(missing).rejects.toMatchObject({ errors: [{ pointer: "/tags/0" }] });
    expect((await list()).map((row) => row.values.title)).toEqual(["Dune", "Emma", "Ulysses"]);
  });

  it("stops counting the rows that point to it at a thousand", async () => {
    await served.sql("INSERT INTO app.review (words, book) SELECT 'many', 2 FROM generate_series(1, 1500)");
    expect((await book(2))?.values["reviews.count"]).toBe(1001);
  });
});

describe("rows by their titles", () => {
  it("are found in any case of letters, each for the title that was asked for", async () => {
    const found = await rows.byTitle(place(), builder, modelId("tag"), ["LONG", "love", "nothing", "long\0"]);
    expect(found).toEqual([
      { id: 1, title: "LONG" },
      { id: 1, title: "long" },
      { id: 3, title: "love" },
      { id: 4, title: "love" },
    ]);
  });
});
