import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, decimal, integer, longText, model, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

const open = { api: true, rules: { read: "true" } } as const;
const editors = testId("group", "editors");
const base = app(
  model("author", text("name", { required: true }), { ...open, pluralLabel: "Authors" }),
  model(
    "book",
    text("title"),
    decimal("price"),
    integer("pages"),
    longText("notes"),
    relation("author", "author", { reverse: "books" }),
    {
      api: true,
      pluralLabel: "Books",
      rules: { read: 'pages != 13 or user.group == "editors"' },
    },
  ),
  model("vault", text("line"), { api: true, rules: { read: 'user.group == "editors"' } }),
);
const shop = {
  ...base,
  records: {
    ...base.records,
    [editors]: { kind: "group" as const, id: editors, name: "editors", label: "Editors", order: "i" },
  },
};

let served: ServedApp;
let editor: string;
beforeAll(async () => {
  served = await serveApp(shop);
  editor = await served.key("Editor", editors);
  await served.sql("INSERT INTO app.author (name) VALUES ('Le Guin'), ('Lem, Stanisław')");
  await served.sql(`INSERT INTO app.book (title, price, pages, notes, author) VALUES
    ('Solaris', 12.50, 204, NULL, 2),
    ('=HYPERLINK("http://evil")', -5, 13, 'hidden', 1),
    ('Say "hi"', NULL, -7, E'two\\nlines', NULL)`);
});
afterAll(() => served?.close());

const get = (target: string, options: { accept?: string; key?: string } = {}) =>
  served.request("GET", target, {
    ...(options.key ? { key: options.key } : {}),
    ...(options.accept ? { headers: { accept: options.accept } } : {}),
  });

describe("a whole list as a file", () => {
  it("is refused to those who may not read the list, and has no row that its rule hides [SER-01]", async () => {
    expect((await get("/api/v1/vault.csv")).status).toBe(401);
    expect((await get("/api/v1/vault", { accept: "application/x-ndjson" })).status).toBe(401);
    expect((await get("/api/v1/secrets.csv")).status).toBe(404);
    for (const target of ["/api/v1/books.csv", "/api/v1/books.ndjson"]) {
      const visitor = await get(target);
      expect(visitor.status).toBe(200);
      expect(visitor.text).not.toContain("HYPERLINK");
      expect((await get(target, { key: editor })).text).toContain("HYPERLINK");
    }
  });

  it("is CSV by suffix or by Accept, in the list's order, with its selection [SER-01]", async () => {
    const csv = await get("/api/v1/books.csv?omit=notes", { key: editor });
    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8; header=present");
    expect(csv.headers["content-disposition"]).toBe('attachment; filename="books.csv"');
    expect(csv.text).toBe(
      [
        "id,title,price,pages,author",
        "1,Solaris,12.50,204,2",
        '2,"\'=HYPERLINK(""http://evil"")",-5.00,13,1',
        '3,"Say ""hi""",,-7,',
        "",
      ].join("\r\n"),
    );
    const accepted = await get("/api/v1/books?fields=title,author.name,notes&ordering=-id", { accept: "text/csv" });
    expect(accepted.text).toBe(
      ["title,notes,author.name", '"Say ""hi""","two\nlines",', 'Solaris,,"Lem, Stanisław"', ""].join("\r\n"),
    );
    expect(accepted.headers.vary).toMatch(/\baccept\b/);
  });

  it("is JSON lines, as the results of a page", async () => {
    const lines = await get("/api/v1/books.ndjson?expand=author");
    expect(lines.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
    const { results } = (await get("/api/v1/books?expand=author")).json() as { results: unknown[] };
    expect(
      lines.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(results);
  });

  it.each([
    ["text/csv;q=0.5, application/json", "application/json; charset=utf-8"],
    ["text/html, text/csv;q=0.9, */*;q=0.1", "text/csv; charset=utf-8; header=present"],
    ["application/json;q=0, application/x-ndjson", "application/x-ndjson; charset=utf-8"],
    ["*/*", "application/json; charset=utf-8"],
  ])("follows the Accept header %s", async (accept, type) => {
    expect((await get("/api/v1/books", { accept })).headers["content-type"]).toBe(type);
  });

  it("gives lists of keys in one cell, and says which were cut off", async () => {
    const csv = await get("/api/v1/authors.csv?fields=name,books,books.count");
    expect(csv.text.split("\r\n").slice(0, 3)).toEqual([
      "name,books,books.count,_more",
      "Le Guin,,0,",
      '"Lem, Stanisław",1,1,',
    ]);
  });

  it.each(["limit=5", "cursor=x", "page=2", "offset=1", "count=exact", "page_size=1"])(
    "refuses %s, which asks for a part",
    async (query) => {
      const answer = await get(`/api/v1/books.csv?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({ code: "invalid_parameter" });
    },
  );

  it("refuses what a list refuses, before anything is sent", async () => {
    expect((await get("/api/v1/books.csv?nix=1")).status).toBe(400);
    expect((await get("/api/v1/books.csv?pages=x")).status).toBe(400);
    expect((await served.request("POST", "/api/v1/books.csv", { body: {} })).status).toBe(405);
    expect((await served.request("DELETE", "/api/v1/books.csv")).status).toBe(405);
    expect((await get("/api/v1/books.xlsx")).status).toBe(404);
  });

  it("has every row once, whatever it is ordered by", async () => {
    await served.sql("INSERT INTO app.author (name) SELECT 'Author ' || n % 7 FROM generate_series(1, 1013) n");
    for (const ordering of ["id", "name", "-name"]) {
      const answer = await get(`/api/v1/authors.ndjson?fields=id,name&ordering=${ordering}`);
      const rows = answer.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { id: number; name: string });
      expect(rows).toHaveLength(1015);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(1015);
      if (ordering !== "id") {
        const names = rows.map(({ name }) => name);
        const sorted = [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(names).toEqual(ordering === "name" ? sorted : sorted.reverse());
      }
    }
  });
});
