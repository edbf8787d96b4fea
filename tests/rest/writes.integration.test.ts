import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  app,
  boolean,
  choice,
  dateTime,
  decimal,
  field,
  integer,
  longText,
  model,
  relation,
  testId,
  text,
} from "../builders.ts";
import { growth, STEEP } from "../support/cpu-time.ts";
import { type Answered, type RequestOptions, type ServedApp, serveApp } from "../support/served-app.ts";

const editors = testId("group", "editors");
const shop = app(
  model("author", text("name", { required: true, unique: true }), boolean("is_hidden", { default: false }), {
    rules: { read: "not is_hidden", create: "user.group == 'editors'", delete: "user.group == 'editors'" },
    api: true,
  }),
  model("vault", text("word"), { rules: { create: "true" }, api: true }),
  model(
    "book",
    text("title", { required: true, type: { name: "text", maxLength: 20 } }),
    decimal("price", { type: { name: "decimal", digits: 6, scale: 2 } }),
    integer("pages", { default: 100 }),
    choice("status", ["draft", "out"], { default: "draft" }),
    dateTime("seen_at"),
    field("length", { name: "duration" }),
    field("extra", { name: "json" }),
    field("made", { name: "created_at" }),
    field("changed", { name: "updated_at" }),
    relation("author", "author", { onDelete: "protect" }),
    relation("secret", "vault", { onDelete: "set_null" }),
    {
      pluralLabel: "Books",
      rules: {
        read: "true",
        create: 'user.group == "editors" or (user != null and status == "draft")',
        update: 'user.group == "editors" or (user != null and status == "draft")',
        delete: 'user.group == "editors"',
      },
      api: true,
    },
  ),
  model(
    "chapter",
    text("name"),
    relation("book", "book", { onDelete: "cascade" }),
    relation("after", "chapter", { onDelete: "cascade" }),
    {
      rules: { read: "true", create: "true", update: "true", delete: "true" },
      api: true,
    },
  ),
  model(
    "note",
    text("body"),
    relation("chapter", "chapter", { onDelete: "set_null" }),
    relation("other", "chapter", { onDelete: "set_null" }),
    {
      rules: { read: "true" },
      api: true,
    },
  ),
  model("leaflet", longText("code", { unique: true }), {
    rules: { read: "true", create: "true", update: "true" },
    api: true,
  }),
  model("brochure", longText("code", { indexed: true }), longText("place", { indexed: true }), {
    rules: { read: "true", create: "true", update: "true" },
    api: true,
  }),
  model("contact", text("message", { required: true }), { rules: { create: "true" }, api: true }),
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
  await served.sql("INSERT INTO app.author (name, is_hidden) VALUES ('Le Guin', false), ('Hidden', true)");
  await served.sql("INSERT INTO app.vault (word) VALUES ('hunter2')");
});
afterAll(() => served?.close());

const post = (path: string, body: unknown, options: RequestOptions = {}) =>
  served.request("POST", `/api/v1/${path}`, { key: editor, body, ...options });
const pointers = (answer: Answered) =>
  answer
    .json<{ errors: { pointer: string; code: string }[] }>()
    .errors.map((error) => `${error.pointer} ${error.code}`);
const book = async (values: object = {}) => {
  const answer = await post("books", { title: "A book", ...values });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json<{ id: number }>().id;
};
const count = async (table: string) => Number((await served.sql(`SELECT count(*) AS n FROM app.${table}`))[0]?.n);

describe("what is refused", () => {
  const bodies: [string, unknown, number, string | string[]][] = [
    ["a missing title", {}, 422, ["/title required"]],
    ["a title of null", { title: null }, 422, ["/title required"]],
    ["an empty title", { title: "" }, 422, ["/title blank"]],
    ["a title that is too long", { title: "x".repeat(21) }, 422, ["/title too_long"]],
    [
      "wrong types, all at once",
      { title: 1, price: "cheap", pages: 1.5 },
      422,
      ["/title wrong_type", "/price wrong_type", "/pages wrong_type"],
    ],
    ["an unknown key", { title: "x", titel: "y" }, 422, ["/titel unknown_field"]],
    ["the key", { title: "x", id: 5 }, 422, ["/id read_only"]],
    ["what is filled by itself", { title: "x", made: "2024-01-01T00:00:00Z" }, 422, ["/made read_only"]],
    ["the version", { title: "x", _version: 5 }, 422, ["/_version unknown_field"]],
    ["no choice", { title: "x", status: "gone" }, 422, ["/status not_a_choice"]],
    ["too many digits", { title: "x", price: "12345.678" }, 422, ["/price too_many_decimals"]],
    ["a NUL", { title: "a\u0000b" }, 422, ["/title has_nul"]],
    ["a row that is not there", { title: "x", author: 999 }, 422, ["/author not_found"]],
    ["a row that is hidden", { title: "x", author: 2 }, 422, ["/author not_found"]],
    ["a row of a closed model", { title: "x", secret: 1 }, 422, ["/secret not_found"]],
    ["a text", '"x"', 422, [" wrong_type"]],
    ["no JSON", '{"title": "x",}', 400, "line 1, column 15"],
    ["a key twice", '{"title": "x", "title": "y"}', 400, "twice"],
    ["__proto__", '{"title": "x", "__proto__": {"a": 1}}', 400, "not accepted"],
    ["a number that would lose digits", '{"title": "x", "price": 1234567890.1234567890}', 400, "send it as a string"],
    ["nesting without end", `{"title": "x", "extra": ${"[".repeat(500)}${"]".repeat(500)}}`, 400, "nested"],
    ["nothing", "", 400, "invalid_json"],
  ];
  it.each(bodies)(
    "%s [FLD-03] [FLD-05] [FLD-06] [FLD-22] [FLD-30] [CON-07] [CON-11] [CON-14] [TXN-07]",
    async (_what, body, status, expected) => {
      const before = await count("book");
      const answer = await post("books", body);
      expect(answer.status, answer.text).toBe(status);
      if (typeof expected === "string") expect(answer.text).toContain(expected);
      else expect(pointers(answer)).toEqual(expected);
      expect(answer.text).not.toMatch(/hunter2|fk_|uq_|app_/);
      expect(await count("book")).toBe(before);
    },
  );

  it("says who may, by status [AUTH-11]", async () => {
    expect((await post("books", { title: "x" }, { key: undefined })).status).toBe(401);
    expect((await post("books", { title: "x", status: "out" }, { key: writer })).status).toBe(403);
    expect((await post("books", { title: "x", status: "draft" }, { key: writer })).status).toBe(201);
    expect((await post("author", { name: "x" }, { key: writer })).status).toBe(403);
    expect((await post("note", { body: "x" })).status).toBe(403);
    expect((await post("books", { title: "x" }, { headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await served.request("POST", "/api/v1/books?upsert=1", { key: editor, body: { title: "x" } })).status).toBe(
      400,
    );
  });

  it("answers 409 with a pointer to a value that is taken [FLD-23] [CON-07] [TXN-07]", async () => {
    const answer = await post("author", { name: "Le Guin" });
    expect([answer.status, ...pointers(answer)]).toEqual([409, "/name not_unique"]);
    expect(answer.json()).toMatchObject({ detail: "Another row has this Name already." });
  });
});

describe("a created row", () => {
  it("is answered as it is read, with its address, its defaults and its tag [FLD-09] [FLD-10] [FLD-13] [FLD-21] [QRY-27] [I18N-05]", async () => {
    const answer = await post("books", {
      title: 'Ödipus "x"',
      price: 12.5,
      seen_at: "2024-05-01T12:00:00.5+02:00",
      length: "-PT1H30M",
      extra: { b: [1, null] },
      author: 1,
    });
    expect(answer.status).toBe(201);
    const row = answer.json();
    expect(row).toMatchObject({
      title: 'Ödipus "x"',
      price: "12.50",
      pages: 100,
      status: "draft",
      seen_at: "2024-05-01T10:00:00.5Z",
      length: "PT-5400S",
      extra: { b: [1, null] },
      author: 1,
      secret: null,
    });
    expect(answer.headers.location).toBe(`http://shop.localhost:4000/api/v1/books/${row.id}`);
    const read = await served.request("GET", `/api/v1/books/${row.id}`, { key: editor });
    expect(read.text).toBe(answer.text);
    expect(read.headers.etag).toBe(answer.headers.etag);
  });
  it("is not shown to who may not read it", async () => {
    const answer = await post("contact", { message: "hello" }, { key: undefined });
    expect([answer.status, answer.text, answer.headers.location]).toEqual([201, "", undefined]);
    expect(await count("contact")).toBe(1);
  });
});

describe("a changed row", () => {
  it("changes only what is named, and its version [MOD-15]", async () => {
    const id = await book({ price: "1.00" });
    const answer = await served.request("PATCH", `/api/v1/books/${id}`, {
      key: editor,
      body: { pages: 7, price: null },
      headers: { "content-type": "application/merge-patch+json" },
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({ id, title: "A book", pages: 7, price: null });
    expect(answer.headers.etag).toMatch(/^"2-/);
    const nothing = await served.request("PATCH", `/api/v1/books/${id}`, { key: editor, body: {} });
    expect([nothing.status, nothing.headers.etag]).toEqual([200, answer.headers.etag]);
  });
  it("is refused with 412 when somebody else changed it [TXN-08]", async () => {
    const id = await book();
    const { headers } = await served.request("GET", `/api/v1/books/${id}`, { key: editor });
    const patch = (pages: number, tag: string) =>
      served.request("PATCH", `/api/v1/books/${id}`, { key: editor, body: { pages }, headers: { "if-match": tag } });
    expect((await patch(1, headers.etag as string)).status).toBe(200);
    expect((await patch(2, headers.etag as string)).status).toBe(412);
    expect((await patch(3, '"2", "77"')).status).toBe(200);
    expect((await patch(4, "*")).status).toBe(200);
    // A weak tag names no version, alone or in a list.
    expect((await patch(5, 'W/"4"')).status).toBe(412);
    expect((await patch(5, '"1", W/"4"')).status).toBe(412);
    expect((await patch(5, 'W/"1", "4"')).status).toBe(200);
    expect(
      (await served.request("DELETE", `/api/v1/books/${id}`, { key: editor, headers: { "if-match": '"1-x"' } })).status,
    ).toBe(412);
  });
  it("obeys the rule before and after [AUTH-13]", async () => {
    const out = await book({ status: "out" });
    const draft = await book({ status: "draft" });
    const patch = (id: number, body: object) => served.request("PATCH", `/api/v1/books/${id}`, { key: writer, body });
    expect((await patch(out, { status: "draft" })).status).toBe(403); // was not theirs
    expect((await patch(draft, { status: "out" })).status).toBe(403); // would not be theirs
    expect((await patch(draft, { pages: 1 })).status).toBe(200);
    expect((await patch(999_999, { pages: 1 })).status).toBe(404);
    expect((await patch(draft, { author: 2 })).status).toBe(422); // hidden
    expect((await patch(draft, { author: 1 })).status).toBe(200);
  });
  it("is replaced by PUT, with defaults for what is not sent [FLD-30]", async () => {
    const id = await book({ price: "5.00", pages: 3 });
    const read = (await served.request("GET", `/api/v1/books/${id}`, { key: editor })).json();
    const { pages: _pages, price: _price, ...rest } = read;
    const answer = await served.request("PUT", `/api/v1/books/${id}`, { key: editor, body: { ...rest, title: "New" } });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({ title: "New", pages: 100, price: null, made: read.made });
    expect(answer.json().changed).not.toBe(read.changed);
  });
});

describe("a delete", () => {
  it("is stopped by what protects, and says what [REL-09]", async () => {
    const author = (await post("author", { name: "Protected" })).json<{ id: number }>().id;
    await book({ author });
    const answer = await served.request("DELETE", `/api/v1/author/${author}`, { key: editor });
    expect([answer.status, answer.json().detail]).toEqual([
      409,
      "Rows of Book (Author) point to this row, so it cannot be deleted.",
    ]);
    expect((await served.sql("SELECT FROM app.author WHERE id = $1", [author])).length).toBe(1);
  });
  it("cascades to the end, circles included, and empties what is to be emptied, once [REL-06] [REL-08] [REL-10]", async () => {
    const id = await book();
    const [first] = await served.sql("INSERT INTO app.chapter (name, book) VALUES ('one', $1) RETURNING id", [id]);
    const [second] = await served.sql("INSERT INTO app.chapter (name, after) VALUES ('two', $1) RETURNING id", [
      first?.id,
    ]);
    await served.sql("UPDATE app.chapter SET after = $1 WHERE id = $2", [second?.id, first?.id]);
    const [stays] = await served.sql("INSERT INTO app.chapter (name) VALUES ('stays') RETURNING id");
    await served.sql("INSERT INTO app.note (body, chapter, other) VALUES ('both', $1, $2), ('one', $1, $3)", [
      first?.id,
      second?.id,
      stays?.id,
    ]);
    expect((await served.request("DELETE", `/api/v1/books/${id}`, { key: writer })).status).toBe(403);
    const answer = await served.request("DELETE", `/api/v1/books/${id}`, { key: editor });
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect((await served.sql("SELECT name FROM app.chapter")).map((row) => row.name)).toEqual(["stays"]);
    expect(await served.sql("SELECT body, chapter, other, _version FROM app.note ORDER BY body")).toEqual([
      { body: "both", chapter: null, other: null, _version: "2" },
      { body: "one", chapter: null, other: stays?.id, _version: "2" },
    ]);
    expect((await served.request("DELETE", `/api/v1/books/${id}`, { key: editor })).status).toBe(404);
  });
});

describe("a body of many unknown keys", () => {
  it("is refused before each of them is looked for", async () => {
    const body = (keys: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 1])));
    const bodies = new Map([8_000, 80_000].map((keys) => [keys, body(keys)]));
    const post = (keys: number) =>
      served.request("POST", "/api/v1/books", { key: editor, body: bodies.get(keys) as string });
    const answer = await post(80_000);
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(20_000);
    expect(await growth(post, 80_000)).toBeLessThan(STEEP);
  });
});

describe("a value that is too long for an index", () => {
  it("is refused with its field, in a create, a change and a write of many", async () => {
    const random = (length: number) => randomBytes(length).toString("base64url").slice(0, length);
    const row = (await post("leaflet", { code: "short" })).json<{ id: number }>();
    // Over 2,704 bytes, and over the 8,191 of which Postgres does not say the index.
    for (const length of [4_000, 60_000]) {
      const body = { code: random(length) };
      for (const answer of [
        await post("leaflet", body),
        await served.request("PATCH", `/api/v1/leaflet/${row.id}`, { key: editor, body }),
      ]) {
        expect([answer.status, ...pointers(answer)]).toEqual([422, "/code too_long"]);
        expect(answer.json()).toMatchObject({ detail: "Code is too long for its index. Shorten it." });
      }
      const many = await post("leaflet", [body]);
      expect([many.status, many.text]).toEqual([422, expect.stringContaining("Nothing was written.")]);
    }
    expect(await count("leaflet")).toBe(1);
  });

  it("is named also where several fields have an index", async () => {
    const text = randomBytes(60_000).toString("base64url");
    const row = (await post("brochure", { code: "short", place: "here" })).json<{ id: number }>();
    for (const field of ["code", "place"]) {
      const body = { code: "other", place: "there", [field]: text };
      for (const answer of [
        await post("brochure", body),
        await served.request("PATCH", `/api/v1/brochure/${row.id}`, { key: editor, body }),
      ]) {
        expect([answer.status, ...pointers(answer)]).toEqual([422, `/${field} too_long`]);
      }
    }
  });
});
