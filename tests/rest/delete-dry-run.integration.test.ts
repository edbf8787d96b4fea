import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, boolean, model, relation, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** What a delete would do, told to the API as far as the caller may read it, and the rows that stop one. */
const open = { read: "true", create: "true", update: "true", delete: "true" };
const definition = app(
  model("book", text("title"), { pluralLabel: "Books", rules: { ...open, delete: "title != 'Kept'" }, api: true }),
  model("chapter", text("name"), relation("book", "book", { onDelete: "cascade" }), {
    pluralLabel: "Chapters",
    rules: open,
    api: true,
  }),
  model("note", text("name"), boolean("secret"), relation("book", "book", { onDelete: "set_null" }), {
    pluralLabel: "Notes",
    rules: { ...open, read: "secret == false" },
    api: true,
  }),
  model("order", text("name"), boolean("secret"), relation("book", "book", { onDelete: "protect" }), {
    pluralLabel: "Orders",
    rules: { ...open, read: "secret == false" },
    api: true,
  }),
  model("log", text("name"), relation("book", "book", { onDelete: "cascade" })),
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition);
  await served.sql("INSERT INTO app.book (title) VALUES ('Dune'), ('Emma'), ('Kept')");
  await served.sql("INSERT INTO app.chapter (name, book) VALUES ('a', 1), ('b', 1), ('c', 2)");
  await served.sql("INSERT INTO app.note (name, secret, book) VALUES ('a', false, 1), ('b', true, 1)");
  await served.sql(`INSERT INTO app."order" (name, secret, book) VALUES ('First', false, 2), ('Hidden', true, 2)`);
  await served.sql("INSERT INTO app.log (name, book) VALUES ('x', 1)");
});
afterAll(() => served?.close());

const remove = async (path: string) => {
  const answer = await served.request("DELETE", `/api/v1/${path}`);
  return { status: answer.status, body: answer.text === "" ? undefined : answer.json<Record<string, unknown>>() };
};

describe("a dry run of a delete [REL-08] [REL-19]", () => {
  it("counts what would go and be emptied, as far as the caller may read it, and deletes nothing", async () => {
    expect(await remove("books/1?dry_run=true")).toEqual({
      status: 200,
      body: { can_be_deleted: true, deleted: { chapters: 2 }, emptied: { "notes.book": 1 }, others: 1, blocked_by: {} },
    });
    expect((await served.request("GET", "/api/v1/books/1")).status).toBe(200);
  });

  it("names the rows that stop it, and so does the refusal of the delete", async () => {
    expect((await remove("books/2?dry_run=true")).body).toMatchObject({
      can_be_deleted: false,
      blocked_by: { "orders.book": { count: 1, rows: [{ id: 1, title: "First" }] } },
    });
    const refused = await remove("books/2");
    expect(refused).toMatchObject({ status: 409, body: { code: "protected" } });
    expect(refused.body?.errors).toMatchObject([{ code: "protected", message: expect.stringContaining("First") }]);
    expect(JSON.stringify(refused.body)).not.toContain("Hidden");
  });

  it("is refused as the delete would be", async () => {
    expect((await remove("books/99?dry_run=true")).status).toBe(404);
    expect((await remove("books/3?dry_run=true")).status).toBe((await remove("books/3")).status);
    expect((await remove("books/1?dry_run=maybe")).status).toBe(400);
    expect((await remove("books/1?dryrun=true")).status).toBe(400);
    expect((await remove("books/1?dry_run=false")).status).toBe(204);
  });
});
