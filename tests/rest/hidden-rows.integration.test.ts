import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { FieldId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import {
  app,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  fieldId,
  float,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import { constraint, unique } from "../support/constraints.ts";
import { filters, uuid } from "../support/filter-questions.ts";
import { formRecords } from "../support/form-records.ts";
import { formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * One law for every way to ask: what a caller is answered does not depend on rows that the rules hide from him. The
 * questions are generated from the fields and their look-ups, so that a new field type, look-up or parameter is asked
 * too. Each is put twice, and between the two every hidden row gets other values or goes.
 */
const route = (name: string, path: string, view: View): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "i",
});

/** The place in an order by hand, which is counted without the rows that are hidden. */
const position = (name: string, scopeFieldId?: FieldId) =>
  field(name, { name: "position", ...(scopeFieldId ? { scopeFieldId } : {}) });

const library = (): AppDefinition => {
  const definition = app(
    model("shelf", text("place"), relation("best", "book", { reverse: "bests" }), {
      rules: { read: "true" },
      api: true,
    }),
    model("author", text("name"), longText("life"), integer("born"), boolean("is_public"), {
      rules: { read: "is_public", update: "true" },
      api: true,
    }),
    // Rows that belong to a book, and what books are linked with.
    model(
      "chapter",
      relation("book", "book", { onDelete: "cascade", reverse: "chapters", required: true }),
      relation("author", "author"),
      text("title"),
      boolean("is_open"),
      position("place", fieldId("chapter", "book")),
      { rules: { read: "is_open", create: "true", update: "true", delete: "true" }, api: true },
    ),
    model("label", text("word"), boolean("is_open"), { rules: { read: "is_open", update: "true" }, api: true }),
    model(
      "book_label",
      relation("book", "book", { onDelete: "cascade", required: true }),
      relation("label", "label", { onDelete: "cascade", required: true }),
      text("note"),
      position("in_book", fieldId("book_label", "book")),
      position("in_label", fieldId("book_label", "label")),
      { rules: { create: "true", update: "true", delete: "true" } },
    ),
    // Whose rule looks at the caller alone: hidden from some as a whole.
    model("contract", text("terms"), { rules: { read: 'user.name == "Agent"' }, api: true, key: "uuid" }),
    model("secret", text("word"), { api: true }),
    model(
      "book",
      text("title"),
      longText("blurb"),
      integer("pages"),
      decimal("price"),
      float("weight"),
      boolean("in_stock"),
      date("published"),
      dateTime("seen_at"),
      choice("status", ["draft", "out"]),
      relation("author", "author", { reverse: "books" }),
      relation("contract", "contract", { reverse: "books" }),
      relation("secret", "secret", { reverse: "books" }),
      relation("sequel", "book", { reverse: "prequels" }),
      relation("shelf", "shelf", { reverse: "books" }),
      position("place"),
      {
        titleTemplate: "",
        rules: { read: 'status == "out"', create: "true", update: "true", delete: "true" },
        api: true,
      } as never,
    ),
  );
  const records = [
    route("book_list", "/", { name: "list", modelId: modelId("book"), pageSize: 2 }),
    route("book_detail", "/<int:id>/", { name: "detail", modelId: modelId("book") }),
    route("author_list", "/authors/", { name: "list", modelId: modelId("author"), pageSize: 2 }),
    route("author_detail", "/authors/<int:id>/", { name: "detail", modelId: modelId("author") }),
    route("contract_list", "/contracts/", { name: "list", modelId: modelId("contract"), pageSize: 2 }),
    route("book_new", "/new/", { name: "create", modelId: modelId("book") }),
    route("book_edit", "/<int:id>/edit/", { name: "update", modelId: modelId("book") }),
    route("book_add", "/add/", { name: "create", modelId: modelId("book"), formId: testId("form", "add") }),
    route("book_stock", "/<int:id>/stock/", {
      name: "update",
      modelId: modelId("book"),
      formId: testId("form", "stock"),
    }),
    ...formRecords("add", "book", {
      title: {},
      author: { fromAddress: true },
      sequel: { fromAddress: true },
      contract: { fromAddress: true },
    }),
    ...formRecords(
      "stock",
      "book",
      { author: { readOnly: true }, sequel: { readOnly: true, initial: "record.sequel" }, pages: {}, secret: {} },
      { action: "update" },
    ),
  ];
  const linking = definition.records[modelId("book_label")] as ModelRecord;
  const ends = [fieldId("book_label", "book"), fieldId("book_label", "label")] as const;
  const link: ModelRecord["link"] = { fields: [...ends], names: ["labels", "books"], hidden: false };
  const once = constraint("book_label", "once", unique("book_label", ["book", "label"]), { message: "Once." });
  const all = [...records, { ...linking, link }, once];
  return {
    ...definition,
    records: { ...definition.records, ...Object.fromEntries(all.map((record) => [record.id, record])) },
  };
};

/** Conditions over what the rules hide, walked to in every way that an expression has. */
const wheres = [
  "author.name == 'Hidden'",
  "author.name != 'Hidden'",
  "not (author.name == 'Hidden')",
  "author.born > 600",
  "author.born == null",
  "author.name in ['Hidden', 'zzz']",
  "author.name.startsWith('H')",
  "author != null and author.life == null",
  "author == null",
  "author.is_public",
  "not author.is_public",
  "author.born > 600 ? true : false",
  "author.name > 'M' or pages == 100",
  "contract.terms == 'hidden terms'",
  "contract.terms == null",
  "secret.word == 'hidden word'",
  "secret.word == null",
  "secret == null",
  "sequel.title == 'Hidden too'",
  "sequel.title == null",
  "not (sequel.title > 'I')",
  "sequel.sequel.title == 'zzz'",
  "sequel.author.name == 'Hidden'",
  "record.sequel.title == 'Hidden too'",
  "shelf.best.title == 'Hidden too'",
  "shelf.best.title == null",
  "shelf.best.shelf.best.pages == 666",
  "sequel == null",
  "title == 'Hidden'",
  "status != 'out'",
  "pages == 666",
  "record.title == 'Hidden'",
  "prequels.count() > 0",
  "prequels.exists(p, p.title == 'Hidden too')",
  "not prequels.exists(p, p.pages == 666)",
  "author.books.count() == 1",
  "shelf.books.exists(b, b.pages == 666)",
  "shelf.books.all(b, b.title != 'Hidden')",
  "contract.books.count() > 1",
  "chapters.count() > 1",
  "chapters.exists(c, c.title == 'Hidden')",
  "chapters.all(c, c.author.name != 'Hidden')",
  "labels.count() > 0",
  "not labels.exists(l, l.word == 'Hidden')",
  "bests.exists(s, s.place == 'left' and s.best.title == 'zzz')",
  "user != null",
  "user.name == 'Clerk'",
];

/** Collections as they are reached from a book. */
const collections = [
  "chapters",
  "labels",
  "prequels",
  "bests",
  "author.books",
  "shelf.books",
  "contract.books",
  "secret.books",
];

function questions(definition: AppDefinition): string[] {
  const fields = readDefinition(definition).fields(modelId("book"));
  const lists = [
    "",
    "count=exact",
    "count=estimated",
    "limit=1&count=exact",
    "limit=1&offset=1",
    "page=1&page_size=1",
    "page=2&page_size=1",
    ...["hidden", "seen", "hidd", "6"].flatMap((word) => [`search=${word}`, `search=${word}&count=exact`]),
    ...["author", "contract", "secret", "author,contract", "sequel.author,shelf.best"].map(
      (names) => `expand=${names}`,
    ),
    ...["author.name", "author.id,id", "contract.terms", "secret.word", "sequel.title,shelf.best.title"].map(
      (names) => `fields=${names}`,
    ),
    ...fields.flatMap(({ name }) => [`ordering=${name}&limit=1`, `ordering=-${name}&limit=1&count=exact`]),
    ...wheres.flatMap((source) => {
      const query = `where=${encodeURIComponent(source)}`;
      return [query, `${query}&count=exact&limit=1`];
    }),
    ...filters(definition, "book"),
    ...filters(definition, "author", "author__"),
    ...filters(definition, "contract", "contract__"),
    ...filters(definition, "secret", "secret__"),
    ...filters(definition, "book", "sequel__"),
    ...filters(definition, "book", "shelf__best__"),
    ...filters(definition, "book", "prequels__"),
    ...filters(definition, "chapter", "chapters__"),
    ...filters(definition, "label", "labels__"),
    "author__books__title=Hidden",
    "author__books__pages__gte=600",
    "shelf__books__author__name!=Hidden",
    ...collections
      .map((path) => path.replace(".", "__"))
      .flatMap((name) => [`${name}__isnull=true`, `${name}__isnull=false`, `${name}=4`, `${name}!=4`]),
    ...collections.flatMap((name) => [
      `fields=${name}`,
      `expand=${name}`,
      `fields=id,${name}.count`,
      `ordering=${name}`,
    ]),
    "author__books__pages__gte=1&author__books__title__contains=i",
    "fields=prequels.title,prequels.author.name&limit=1",
  ];
  const rows = [1, 2, 3, 4, 5, 6, 99];
  return [
    ...lists.map((query) => `/api/v1/book?${query}`),
    ...rows.flatMap((id) => ["book", "author", "secret", "chapter", "label"].map((name) => `/api/v1/${name}/${id}`)),
    ...rows.map((id) => `/api/v1/contract/${uuid(id)}`),
    ...rows.flatMap((id) => ["expand=author,contract", "fields=author.name"].map((q) => `/api/v1/book/${id}?${q}`)),
    ...filters(definition, "author").map((query) => `/api/v1/author?${query}&count=exact`),
    ...filters(definition, "book", "books__").map((query) => `/api/v1/author?${query}&count=exact`),
    ...rows.flatMap((id) =>
      ["fields=books", "expand=books.sequel", "fields=books.count", "fields=books.prequels.count"].flatMap((query) =>
        ["author", "shelf", "secret", "label"].map((name) => `/api/v1/${name}/${id}?${query}`),
      ),
    ),
    "/api/v1/author?ordering=life",
    "/api/v1/contract?count=exact",
    "/api/v1/secret?count=exact",
    "/api/openapi.json",
    "/",
    "/?page=2",
    ...["hidden", "seen"].map((word) => `/?search=${word}`),
    ...fields.map(({ name }) => `/?ordering=-${name}`),
    ...filters(definition, "book").map((query) => `/?${query}`),
    ...filters(definition, "author", "author__").map((query) => `/?${query}`),
    ...rows.flatMap((id) => [`/${id}/`, `/authors/${id}/`]),
    "/authors/",
    "/authors/?search=hidden",
    "/contracts/",
    "/sitemap.xml",
    "/robots.txt",
    // Forms: the rows that they offer, hold and are filled in with. (What a delete would take is counted on purpose.)
    "/new/",
    ...rows.flatMap((id) => [`/${id}/edit/`, `/${id}/stock/`]),
    ...["author", "sequel", "contract"].flatMap((name) =>
      ["1", "2", "4", "99", uuid(1), uuid(2)].map((key) => `/add/?${name}=${key}`),
    ),
  ];
}

/** Writes that must be refused in the same words whether what they name is hidden or not there at all. */
const writes: readonly (readonly [string, string, unknown, Record<string, string>?])[] = [
  ["PATCH", "/api/v1/book/3", { title: "mine" }],
  ["PUT", "/api/v1/book/3", { title: "mine" }],
  ["DELETE", "/api/v1/book/3", undefined],
  ["PATCH", "/api/v1/book/3", { title: "mine" }, { "if-match": '"1"' }],
  ["DELETE", "/api/v1/book/3", undefined, { "if-match": '"7"' }],
  ["PATCH", "/api/v1/book/1", { author: 4 }],
  ["POST", "/api/v1/book", { title: "new", author: 4 }],
  ["PATCH", "/api/v1/book/1", { contract: uuid(2) }],
  ["POST", "/api/v1/book", { title: "new", contract: uuid(2) }],
  ["PATCH", "/api/v1/book/1", { secret: 2 }],
  ["POST", "/api/v1/book", { title: "new", secret: 2 }],
  ["PATCH", "/api/v1/author/4", { name: "mine" }],
  // Rows that belong to a book, of which 2 is hidden and 3 belongs to a hidden book.
  ...[2, 3].flatMap((id): (readonly [string, string, unknown])[] => [
    ["PATCH", "/api/v1/book/1", { chapters: [{ id }] }],
    ["PATCH", "/api/v1/book/1", { chapters: [{ id, title: "mine" }] }],
    ["PATCH", "/api/v1/book/1", { chapters: [{ title: "new" }, { id, _delete: true, _version: 7 }] }],
    ["PATCH", "/api/v1/book", [{ id: 1, chapters: [{ id, _version: 7, author: 1 }] }]],
  ]),
  ["PATCH", "/api/v1/book/1", { chapters: [{ title: "new", author: 4 }] }],
  ["PATCH", "/api/v1/book/1", { chapters: [{ id: 1, author: 4 }] }],
  ["POST", "/api/v1/book", { title: "new", chapters: [{ author: 4 }] }],
  ["POST", "/api/v1/book", [{ title: "new", chapters: [{ title: "new" }, { author: 4 }] }]],
  ["PATCH", "/api/v1/book/3", { chapters: [{ title: "new" }] }],
  ["PATCH", "/api/v1/book", [{ id: 3, chapters: [] }]],
  // Links with labels, of which 2 and 3 are hidden and linked already, and 4 is hidden.
  ...[2, 3, 4].flatMap((id): (readonly [string, string, unknown])[] => [
    ["PATCH", "/api/v1/book/1", { labels: [1, id] }],
    ["PATCH", "/api/v1/book/1", { labels: [{ id, note: "mine" }] }],
    ["PATCH", "/api/v1/book/1", { labels: { add: [id] } }],
    ["PATCH", "/api/v1/book/1", { labels: { add: [{ id, note: "mine" }] } }],
    ["PATCH", "/api/v1/book/1", { labels: { remove: [id], add: [99] } }],
    ["POST", "/api/v1/book", { title: "new", labels: [id] }],
    [
      "POST",
      "/api/v1/book",
      [
        { title: "new", labels: [1] },
        { title: "new", labels: [id] },
      ],
    ],
    ["PATCH", `/api/v1/label/${id}`, { books: [1] }],
  ]),
  // Moves next to rows that are hidden, and of rows and links that are.
  ...[3, 4, 6].map((id) => ["PATCH", "/api/v1/book/1", { place: { after: id } }] as const),
  ["PATCH", "/api/v1/book/3", { place: { after: null } }],
  ["PATCH", "/api/v1/chapter/1", { place: { before: 2 } }],
  ["PATCH", "/api/v1/chapter/2", { place: { before: 1 } }],
  ["POST", "/api/v1/chapter", { book: 1, title: "new", is_open: true, place: { after: 2 } }],
  ...[2, 3, 4].flatMap((id): (readonly [string, string, unknown])[] => [
    ["PATCH", "/api/v1/book/1", { labels: { move: { id: 1, after: id } } }],
    ["PATCH", "/api/v1/book/1", { labels: { move: { id, before: 1 } } }],
  ]),
  ["PATCH", "/api/v1/label/1", { books: { move: { id: 1, after: 3 } } }],
  ["PATCH", "/api/v1/label/1", { books: [3] }],
  ["PATCH", "/api/v1/label/1", { books: { add: [{ id: 3, note: "mine" }] } }],
  ["PATCH", "/api/v1/label/1", { books: { add: [{ id: 1, note: "again" }] } }],
];

/** Forms that are sent with rows that are hidden, or not there, and what is told of it. */
const sendings: readonly (readonly [string, Record<string, string>])[] = [
  ["/new/", { title: "new", author: "4" }],
  ["/new/", { title: "new", contract: uuid(2) }],
  ["/new/", { title: "new", secret: "2" }],
  ["/1/edit/", { author: "4" }],
  ["/1/edit/", { secret: "2" }],
  ["/3/edit/", { title: "mine" }],
  ["/add/", { title: "new", author: "4", sequel: "3" }],
  ["/1/stock/", { secret: "2", author: "4" }],
];
/** Tokens of forms differ each time they are shown. */
const withoutTokens = (html: string): string => html.replace(/name="_form" value="[^"]*"/g, "");

let served: ServedApp;
const definition = library();
const callers: Record<string, string | undefined> = {};

beforeAll(async () => {
  served = await serveApp(definition);
  callers.anonymous = undefined;
  callers["a key that the rules know nothing of"] = await served.key("Clerk", "grp_000000000000");
  await served.sql(`INSERT INTO app.author (name, life, born, is_public) VALUES
    ('Seen', 'seen life', 100, true), ('Hidden', 'hidden life', 666, false), ('Absent', NULL, 666, NULL),
    ('Nobody needs', 'hidden', 666, false)`);
  await served.sql(
    "INSERT INTO app.contract (id, terms) VALUES ($1, 'hidden terms'), ($2, 'hidden, and nobody needs it')",
    [uuid(1), uuid(2)],
  );
  await served.sql("INSERT INTO app.secret (word) VALUES ('hidden word'), ('hidden, and nobody needs it')");
  await served.sql("INSERT INTO app.shelf (place) VALUES ('left'), ('right')");
  await served.sql(`INSERT INTO app.book
    (title, blurb, pages, price, weight, in_stock, published, seen_at, status, author, contract, secret) VALUES
    ('Seen one', 'seen', 100, 10, 10, true, '2000-01-01', '2000-01-01Z', 'out', 1, '${uuid(1)}', 1),
    ('Seen two', 'seen', 200, 20, 20, false, '2001-01-01', '2001-01-01Z', 'out', 2, NULL, NULL),
    ('Hidden', 'hidden', 666, 66.6, 66.6, true, '1966-06-06', '1966-06-06T06:06:06Z', 'draft', 1, '${uuid(1)}', 1),
    ('Hidden too', 'hidden', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, NULL, NULL),
    ('Seen three', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'out', 3, NULL, NULL),
    ('Hidden three', 'a', 1, 1, 1, true, '1900-01-01', '1900-01-01Z', 'draft', 2, NULL, NULL)`);
  await served.sql(`INSERT INTO app.chapter (book, author, title, is_open) VALUES
    (1, 1, 'Seen', true), (1, 2, 'Hidden', false), (3, 1, 'Hidden', false)`);
  await served.sql(
    "INSERT INTO app.chapter (book, title, is_open) SELECT 2, 'Hidden', false FROM generate_series(1, 101)",
  );
  await served.sql(
    "INSERT INTO app.label (word, is_open) VALUES ('Seen', true), ('Hidden', false), ('Hidden', NULL), ('Hidden', false)",
  );
  await served.sql("INSERT INTO app.book_label (book, label) VALUES (1, 1), (1, 2), (1, 3), (3, 1), (2, 4)");
  // What is hidden and stays, since something visible points to it.
  await served.sql("UPDATE app.book SET sequel = 4, shelf = 1 WHERE id IN (1, 4)");
  await served.sql("UPDATE app.book SET sequel = 5, shelf = 2 WHERE id = 2");
  await served.sql("UPDATE app.shelf SET best = 4 WHERE id = 1");
});
afterAll(() => served?.close());

/** Each row that is hidden from both callers: those that something points to change, the others go. */
const changeHidden = async () => {
  await served.sql("UPDATE app.book SET place = '0000000000000000i' WHERE id = 4");
  await served.sql("UPDATE app.book_label SET in_book = 'i' WHERE label <> 1");
  await served.sql("DELETE FROM app.chapter WHERE is_open IS NOT TRUE OR book = 3");
  await served.sql("DELETE FROM app.book_label WHERE book = 3 OR label IN (3, 4)");
  await served.sql("DELETE FROM app.book WHERE status IS DISTINCT FROM 'out' AND id <> 4");
  await served.sql(
    "UPDATE app.book SET title = 'zzz', blurb = 'zzz', pages = 1, author = 1, sequel = NULL WHERE id = 4",
  );
  await served.sql("DELETE FROM app.author WHERE id = 4");
  await served.sql("DELETE FROM app.contract WHERE id = $1", [uuid(2)]);
  await served.sql("DELETE FROM app.secret WHERE id = 2");
  await served.sql("DELETE FROM app.label WHERE id IN (3, 4)");
  await served.sql("UPDATE app.label SET word = 'zzz' WHERE id = 2");
  await served.sql("UPDATE app.author SET name = 'zzz', life = NULL, born = NULL WHERE is_public IS NOT TRUE");
  await served.sql("UPDATE app.contract SET terms = 'zzz'");
  await served.sql("UPDATE app.secret SET word = NULL");
};

describe("what the rules hide", () => {
  it("changes no answer to any question [AUTH-13]", async () => {
    const asked = questions(definition);
    const ask = async () => {
      const answers = new Map<string, string>();
      for (const [who, key] of Object.entries(callers)) {
        for (const target of asked) {
          const { status, headers, text: body } = await served.request("GET", target, { key });
          const { etag, link } = headers;
          answers.set(`${who}: GET ${target}`, JSON.stringify([status, etag, link, withoutTokens(body)]));
        }
        for (const [method, target, body, sent = {}] of writes) {
          const answer = await served.request(method, target, { key, body, headers: sent });
          answers.set(
            `${who}: ${method} ${target} ${JSON.stringify(body)}`,
            JSON.stringify([answer.status, answer.text]),
          );
        }
        for (const [target, typed] of sendings) {
          const page = await served.request("GET", target, { key });
          const form = page.status === 200 ? formIn(page.text) : { action: target, values: {} };
          const headers = { "content-type": "application/x-www-form-urlencoded" };
          const body = new URLSearchParams({ ...form.values, ...typed }).toString();
          const answer = await served.request("POST", form.action, { key, headers, body });
          const told = JSON.stringify([answer.status, answer.headers.location, withoutTokens(answer.text)]);
          answers.set(`${who}: sends ${target} ${JSON.stringify(typed)}`, told);
        }
      }
      return answers;
    };
    const before = await ask();
    const failures = [...before].filter(([, answer]) => answer.startsWith("[500") || answer.startsWith("[503"));
    expect(failures).toEqual([]);
    await changeHidden();
    const after = await ask();
    const told = [...before].filter(([question, answer]) => after.get(question) !== answer);
    expect(told.map(([question]) => question)).toEqual([]);
    expect(before.size).toBeGreaterThan(1000);
  }, 480_000);
});
