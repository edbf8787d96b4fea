import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, boolean, decimal, field, model, relation, testId, text } from "../builders.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** An array in a POST or PATCH: all of its rows are written, or none, and the answer says why not for each. */
const editors = testId("group", "editors");
const shop = app(
  model("author", text("name", { required: true, unique: true }), boolean("is_hidden", { default: false }), {
    rules: { read: "not is_hidden", create: "user.group == 'editors'" },
    api: true,
  }),
  model("vault", text("word"), { rules: { create: "true" }, api: true }),
  model(
    "book",
    text("title", { required: true }),
    text("sku", { unique: true }),
    decimal("price", { type: { name: "decimal", digits: 6, scale: 2 } }),
    boolean("is_out", { default: false }),
    field("extra", { name: "json" }),
    field("changed", { name: "updated_at" }),
    relation("author", "author"),
    relation("secret", "vault"),
    {
      pluralLabel: "Books",
      rules: {
        read: "true",
        create: 'user.group == "editors" or (user != null and not is_out)',
        update: 'user.group == "editors" or (user != null and not is_out)',
      },
      api: true,
    },
  ),
  model("contact", text("message", { required: true }), { rules: { create: "true" }, api: true }),
  model("note", text("body"), { key: "uuid", rules: { read: "true", create: "true", update: "true" }, api: true }),
);
const definition = {
  ...shop,
  records: {
    ...shop.records,
    [editors]: { kind: "group" as const, id: editors, name: "editors", label: "Editors", order: "i" },
  },
};

let served: ServedApp;
let editor: string;
let writer: string;
beforeAll(async () => {
  served = await serveApp(definition);
  editor = await served.key("Editor", editors);
  writer = await served.key("Writer", "grp_000000000000");
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql("TRUNCATE app.author, app.vault, app.book, app.contact, app.note RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.author (name, is_hidden) VALUES ('Le Guin', false), ('Hidden', true)");
  await served.sql(
    "INSERT INTO app.book (title, sku, price) VALUES ('One', 'A', 1), ('Two', 'B', 2), ('Three', 'C', 3)",
  );
});

const send = (method: string, path: string, body: unknown, key: string | undefined = editor) =>
  served.request(method, `/api/v1/${path}`, { key, body });
const pointers = (answer: Answered) =>
  (answer.json<{ errors?: { pointer: string; code: string }[] }>().errors ?? []).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
const titles = async () => (await served.sql("SELECT title FROM app.book ORDER BY id")).map((row) => row.title);

describe("a POST of an array", () => {
  it("makes all rows, with defaults, and answers their keys in its order", async () => {
    const answer = await send("POST", "books", [
      { title: "Four", price: "12.50", author: 1, extra: { a: [1.5, null] } },
      { title: "Five" },
    ]);
    expect([answer.status, answer.json()]).toEqual([201, [{ id: 4 }, { id: 5 }]]);
    const read = (await served.request("GET", "/api/v1/books?id__gte=4&ordering=id")).json<{ results: object[] }>();
    expect(read.results).toMatchObject([
      { title: "Four", price: "12.50", author: 1, extra: { a: [1.5, null] }, is_out: false },
      { title: "Five", price: null, author: null, extra: null, is_out: false },
    ]);
    const notes = (await send("POST", "note", [{ body: "a" }, { body: "b" }], undefined)).json<{ id: string }[]>();
    expect((await served.request("GET", `/api/v1/note/${notes[1]?.id}`)).json()).toMatchObject({ body: "b" });
    expect((await send("POST", "books", [])).json()).toEqual([]);
  });

  it("does not tell the key of a row to a caller who may not read it", async () => {
    const contacts = await send("POST", "contact", [{ message: "a" }, { message: "b" }], undefined);
    expect([contacts.status, contacts.json()]).toEqual([201, [null, null]]);
    const authors = await send("POST", "author", [{ name: "Shown" }, { name: "Not", is_hidden: true }]);
    expect(authors.json()).toEqual([{ id: 3 }, null]);
  });

  const mistakes: [string, unknown[], number, string[]][] = [
    ["values", [{ title: "x" }, { price: "1.234" }], 422, ["/1/title required", "/1/price too_many_decimals"]],
    [
      "names",
      [
        { title: "x", prize: 1 },
        { title: "x", id: 3 },
      ],
      422,
      ["/0/prize unknown_field", "/1/id read_only"],
    ],
    [
      "no objects",
      [{ title: "x" }, 3, null, [{ title: "x" }]],
      422,
      ["/1 wrong_type", "/2 wrong_type", "/3 wrong_type"],
    ],
    ["a taken value", [{ title: "x" }, { title: "x", sku: "B" }], 409, ["/1/sku not_unique"]],
    [
      "a value twice",
      [
        { title: "x", sku: "N" },
        { title: "x", sku: "N" },
      ],
      409,
      ["/1/sku not_unique"],
    ],
    ["a row that is not there", [{ title: "x", author: 99 }], 422, ["/0/author not_found"]],
    ["a row that is hidden", [{ title: "x" }, { title: "x", author: 2 }], 422, ["/1/author not_found"]],
    ["a row of a closed model", [{ title: "x", secret: 1 }], 422, ["/0/secret not_found"]],
    [
      "several of these",
      [
        { title: "x", sku: "A" },
        { title: "x", author: 99 },
      ],
      422,
      ["/0/sku not_unique", "/1/author not_found"],
    ],
  ];
  it.each(mistakes)(
    "refuses %s with a pointer into its row, and makes no row",
    async (_what, body, status, expected) => {
      const answer = await send("POST", "books", body);
      expect([answer.status, pointers(answer)]).toEqual([status, expected]);
      expect(answer.text).not.toMatch(/fk_|uq_|app_|fld_/);
      expect(await titles()).toEqual(["One", "Two", "Three"]);
    },
  );

  it("is judged by the rule row by row", async () => {
    const body = [{ title: "x" }, { title: "x", is_out: true }, { title: "x" }];
    const refused = await send("POST", "books", body, writer);
    expect([refused.status, pointers(refused)]).toEqual([403, ["/1 rule_denied"]]);
    expect((await send("POST", "books", body.slice(0, 1), writer)).status).toBe(201);
    expect((await served.request("POST", "/api/v1/books", { body })).status).toBe(401);
    expect((await send("POST", "author", [{ name: "x" }], writer)).status).toBe(403);
  });

  it("has at most a thousand rows, and says at most a hundred mistakes", async () => {
    const rows = Array.from({ length: 1000 }, (_, at) => ({ body: `${at}` }));
    expect((await send("POST", "note", rows)).status).toBe(201);
    expect((await send("POST", "note", [...rows, {}])).status).toBe(413);
    const wrong = await send(
      "POST",
      "books",
      Array.from({ length: 500 }, () => ({})),
    );
    expect(pointers(wrong)).toHaveLength(100);
    expect(await served.sql("SELECT count(*)::int AS rows FROM app.note")).toEqual([{ rows: 1000 }]);
  });
});

describe("a PATCH of an array", () => {
  it("changes what each row names", async () => {
    const answer = await send("PATCH", "books", [
      { id: 3, title: "III", price: null },
      { id: 1, price: "9.99" },
      { id: 2 },
    ]);
    expect([answer.status, answer.json()]).toEqual([200, [{ id: 3 }, { id: 1 }, { id: 2 }]]);
    expect(await served.sql("SELECT title, sku, price, _version::int AS version FROM app.book ORDER BY id")).toEqual([
      { title: "One", sku: "A", price: "9.99", version: 2 },
      { title: "Two", sku: "B", price: "2.00", version: 1 },
      { title: "III", sku: "C", price: null, version: 2 },
    ]);
    expect((await send("PATCH", "books/", [{ id: "2", title: "II" }])).status).toBe(200);
    expect((await send("PATCH", "books", [])).json()).toEqual([]);
  });

  it("changes rows by UUIDs", async () => {
    const [note] = (await send("POST", "note", [{ body: "a" }])).json<{ id: string }[]>();
    const answer = await send("PATCH", "note", [{ id: note?.id.toUpperCase(), body: "b" }]);
    expect([answer.status, answer.json()]).toEqual([200, [note]]);
  });

  const mistakes: [string, unknown, number, string[]][] = [
    ["no array", { id: 1, title: "x" }, 422, [" wrong_type"]],
    ["a row without an id", [{ title: "x" }], 422, ["/0/id required"]],
    ["an id that is none", [{ id: "1.5", title: "x" }, { id: 0 }], 422, ["/0/id wrong_type", "/1/id invalid"]],
    [
      "an id twice",
      [
        { id: 1, title: "x" },
        { id: "1", title: "y" },
      ],
      422,
      ["/1/id repeated"],
    ],
    [
      "a row that is not there",
      [
        { id: 1, title: "x" },
        { id: 99, title: "x" },
      ],
      422,
      ["/1/id not_found"],
    ],
    ["a value that is needed", [{ id: 1, title: null }], 422, ["/0/title required"]],
    ["a value that is taken", [{ id: 1, sku: "C" }], 409, ["/0/sku not_unique"]],
    ["what only Quintet fills", [{ id: 1, changed: null }], 422, ["/0/changed read_only"]],
  ];
  it.each(mistakes)("refuses %s, and changes no row", async (_what, body, status, expected) => {
    const answer = await send("PATCH", "books", body);
    expect([answer.status, pointers(answer)]).toEqual([status, expected]);
    expect(await titles()).toEqual(["One", "Two", "Three"]);
  });

  it("obeys the rule before and after, row by row", async () => {
    await served.sql("UPDATE app.book SET is_out = true WHERE id = 2");
    const refused = await send(
      "PATCH",
      "books",
      [
        { id: 1, title: "x" },
        { id: 2, title: "x" },
        { id: 3, is_out: true },
      ],
      writer,
    );
    expect([refused.status, pointers(refused)]).toEqual([403, ["/1 rule_denied", "/2 rule_denied"]]);
    expect((await served.request("PATCH", "/api/v1/books", { body: [{ id: 1, title: "x" }] })).status).toBe(401);
    expect(await titles()).toEqual(["One", "Two", "Three"]);
  });

  it("refuses a value that a writer beside it took, without a position", async () => {
    // Two rows cannot swap a unique value: the index is judged row by row.
    const answer = await send("PATCH", "books", [
      { id: 1, sku: "B" },
      { id: 2, sku: "A" },
    ]);
    expect([answer.status, pointers(answer)]).toEqual([409, [" not_unique"]]);
    expect(answer.json()).toMatchObject({ detail: "Another row has this Sku already. Nothing was written." });
  });

  it("takes no If-Match, which names the version of one row", async () => {
    const body = [{ id: 1, title: "x" }];
    const answer = await served.request("PATCH", "/api/v1/books", {
      key: editor,
      body,
      headers: { "if-match": '"1-x"' },
    });
    expect([answer.status, answer.json().code]).toEqual([400, "bad_request"]);
  });
});

it("answers writes beside each other with one winner for a unique value, and no mixture", async () => {
  const bodies = Array.from({ length: 6 }, (_, at) => [{ title: `t${at}` }, { title: `t${at}`, sku: "only" }]);
  const answers = await Promise.all(bodies.map((body) => send("POST", "books", body)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  const made = (await titles()).slice(3);
  expect([made.length, new Set(made).size]).toEqual([2, 1]);
});
