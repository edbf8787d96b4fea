import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, boolean, choice, dateTime, decimal, integer, model, relation, testId, text } from "../builders.ts";
import { type RequestOptions, type ServedApp, serveApp } from "../support/served-app.ts";

const shop = app(
  model("author", text("name", { required: true }), text("country"), {
    pluralLabel: "Authors",
    rules: { read: "true" },
    api: true,
  }),
  model("secret", text("word", { required: true }), { api: true }),
  model("draft_note", text("body"), { rules: { read: "true" } }),
  model(
    "book",
    text("title", { required: true }),
    decimal("price"),
    integer("pages"),
    boolean("in_stock"),
    dateTime("seen_at"),
    choice("status", ["draft", "out"]),
    integer("count"),
    relation("author", "author"),
    relation("keyword", "secret"),
    relation("note", "draft_note"),
    { pluralLabel: "Books", rules: { read: 'status != "draft" or user.group == "editors"' }, api: true },
  ),
  model("log", text("line"), { rules: { read: "user != null" }, api: true }),
  model("vault", text("line"), { rules: { read: 'user.group == "editors"' }, api: true }),
);
const editors = testId("group", "editors");
const withGroup = {
  ...shop,
  records: {
    ...shop.records,
    [editors]: { kind: "group" as const, id: editors, name: "editors", label: "Editors", order: "i" },
  },
};

let served: ServedApp;
let editor: string;
let other: string;
beforeAll(async () => {
  served = await serveApp(withGroup);
  editor = await served.key("Editor", editors);
  other = await served.key("Other", "grp_000000000000");
  await served.sql("INSERT INTO app.author (name, country) VALUES ('Le Guin', 'US'), ('Lem', NULL), ('Zelazny', 'US')");
  await served.sql("INSERT INTO app.secret (word) VALUES ('hunter2')");
  await served.sql("INSERT INTO app.draft_note (body) VALUES ('hidden note')");
  await served.sql(`INSERT INTO app.book (title, price, pages, in_stock, seen_at, status, count, author, keyword, note) VALUES
    ('The Dispossessed', 9.99, 341, true, '2024-05-01T10:00:00.123456Z', 'out', 1, 1, 1, 1),
    ('Solaris', 12.50, 204, true, NULL, 'out', 2, 2, NULL, NULL),
    ('Lord of Light', NULL, 257, false, '2024-05-01T10:00:00.123457Z', 'out', NULL, 3, NULL, NULL),
    ('Unfinished "Tale" <b>', 1.00, NULL, NULL, NULL, 'draft', NULL, 1, 1, NULL),
    ('Ödipus 100%', 20.00, 100, true, NULL, NULL, 5, NULL, NULL, NULL),
    ('Commas, mostly', NULL, NULL, NULL, NULL, 'draft', NULL, 1, NULL, NULL)`);
});
afterAll(() => served?.close());

describe("what a caller may not see", () => {
  const denials: [string, string, string | undefined, number, string, RegExp | undefined][] = [
    // who, target, key, status, must contain, must not contain
    ["a model that is not open", "/api/v1/draft_note", undefined, 404, "not_found", /hidden note/],
    ["an unknown model", "/api/v1/bokos", undefined, 404, "not_found", undefined],
    ["a model without a rule, unknown", "/api/v1/secret", undefined, 401, "unauthenticated", /hunter2/],
    ["a rule about the caller, unknown", "/api/v1/log", undefined, 401, "unauthenticated", undefined],
    ["a rule about the group, unknown", "/api/v1/vault", undefined, 401, "unauthenticated", undefined],
    ["a wrong key", "/api/v1/books", "qk_000000000000000000000000", 401, "invalid_credentials", /Solaris/],
    ["a hidden row", "/api/v1/books/4", undefined, 404, "not_found", /Unfinished/],
    ["hidden rows in a list", "/api/v1/books?count=exact", undefined, 200, '"count":3', /Unfinished/],
    ["a hidden row by filter", "/api/v1/books?id=4", undefined, 200, '"results":[]', /Unfinished/],
    ["a closed relation expanded", "/api/v1/books?expand=keyword", undefined, 400, "unknown_field", /hunter2/],
    [
      "a closed relation filtered",
      "/api/v1/books?keyword__word__startswith=h",
      undefined,
      400,
      "unknown_parameter",
      undefined,
    ],
    ["a model not open, expanded", "/api/v1/books?expand=note", undefined, 400, "unknown_field", /hidden note/],
    [
      "a closed relation in where",
      '/api/v1/books?where=keyword.wor == "h"',
      undefined,
      400,
      "invalid_parameter",
      /"word"/,
    ],
    [
      "a model not open in where",
      "/api/v1/books?where=note.body != null",
      undefined,
      400,
      "invalid_parameter",
      /hidden/,
    ],
    ["the caller in where", "/api/v1/books?where=user != null", undefined, 400, "invalid_parameter", undefined],
    ["a wrong expression", "/api/v1/books?where=price >", undefined, 400, "invalid_parameter", undefined],
    ["an unknown parameter", "/api/v1/books?prize=3", undefined, 400, 'Did you mean \\"price\\"?', undefined],
    ["an unknown look-up", "/api/v1/books?price__near=3", undefined, 400, "unknown_parameter", undefined],
    [
      "a look-up that does not suit",
      "/api/v1/books?price__icontains=3",
      undefined,
      400,
      "unknown_parameter",
      undefined,
    ],
    [
      "an unknown field of a relation",
      "/api/v1/books?author__nam=3",
      undefined,
      400,
      'Did you mean \\"name\\"?',
      undefined,
    ],
    [
      "an unknown field to order by",
      "/api/v1/books?ordering=titel",
      undefined,
      400,
      'Did you mean \\"title\\"?',
      undefined,
    ],
    ["an internal column", "/api/v1/books?ordering=_version", undefined, 400, "unknown_field", undefined],
    ["an internal column filtered", "/api/v1/books?_version=1", undefined, 400, "unknown_parameter", undefined],
    ["__proto__", "/api/v1/books?__proto__=1", undefined, 400, "unknown_parameter", undefined],
    ["a wrong number", "/api/v1/books?price__gte=cheap", undefined, 400, "invalid_parameter", undefined],
    ["limit 0", "/api/v1/books?limit=0", undefined, 400, "invalid_parameter", undefined],
    ["two ways to page", "/api/v1/books?offset=1&page=2", undefined, 400, "invalid_parameter", undefined],
    ["a repeated filter", "/api/v1/books?pages=1&pages=2", undefined, 400, "invalid_parameter", undefined],
    ["a NUL to search for", "/api/v1/books?search=%00", undefined, 400, "invalid_parameter", undefined],
    ["a NUL in a word", "/api/v1/books?search=a%00b", undefined, 400, "invalid_parameter", undefined],
    ["a NUL in a filter", "/api/v1/books?title=%00", undefined, 400, "invalid_parameter", undefined],
    ["a NUL in a list", "/api/v1/books?title__in=a&title__in=%00", undefined, 400, "invalid_parameter", undefined],
    ["a NUL in where", "/api/v1/books?where=title == '%00'", undefined, 400, "invalid_parameter", undefined],
    ["a cursor of nobody", "/api/v1/books?cursor=abc", undefined, 400, "invalid_cursor", undefined],
    ["a bad escape", "/api/v1/books?title=%ZZ", undefined, 400, "bad_request", undefined],
    ["a key that is no number", "/api/v1/books/1%27--", undefined, 404, "not_found", undefined],
    ["a parameter of lists on a row", "/api/v1/books/1?limit=3", undefined, 400, "unknown_parameter", undefined],
    ["a path below a row", "/api/v1/books/1/title", undefined, 404, "not_found", undefined],
  ];
  it.each(denials)("%s: %s [SEC-10] [MW-03]", async (_what, target, key, status, has, hasNot) => {
    const answer = await served.request("GET", target, { key });
    expect(answer.text).toContain(has);
    expect(answer.status).toBe(status);
    if (hasNot) expect(answer.text).not.toMatch(hasNot);
    if (status >= 400) expect(answer.json()).toMatchObject({ status, instance: "request-1" });
  });

  it("is told 403 when it is known and no rule lets it [AUTH-10] [AUTH-11]", async () => {
    expect((await served.request("GET", "/api/v1/secret", { key: editor })).status).toBe(403);
    expect((await served.request("GET", "/api/v1/vault", { key: other })).status).toBe(403);
    expect((await served.request("GET", "/api/v1/vault", { key: editor })).status).toBe(200);
    expect((await served.request("GET", "/api/v1/log", { key: other })).status).toBe(200);
  });

  it("loses a key at once when it is revoked", async () => {
    const key = await served.key("Brief", editors);
    expect((await served.request("GET", "/api/v1/books/4", { key })).status).toBe(200);
    await served.revoke("Brief");
    const after = await served.request("GET", "/api/v1/books/4", { key });
    expect(after.status).toBe(401);
    expect(after.text).not.toContain("Unfinished");
  });
});

describe("one row", () => {
  it("is the text that Postgres made, field by field [FLD-05] [FLD-06] [FLD-07] [FLD-09] [FLD-22]", async () => {
    const answer = await served.request("GET", "/api/v1/books/1");
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      '{"id":1,"title":"The Dispossessed","price":"9.99","pages":341,"in_stock":true,"seen_at":"2024-05-01T10:00:00.123456Z","status":"out","count":1,"author":1,"keyword":1,"note":1}',
    );
    expect(answer.headers.etag).toMatch(/^"1-/);
  });
  it("answers 304 to its own tag, and not to another caller's [VIEW-07] [CACHE-05]", async () => {
    const { headers } = await served.request("GET", "/api/v1/books/1");
    const again = await served.request("GET", "/api/v1/books/1", {
      headers: { "if-none-match": headers.etag as string },
    });
    expect(again.status).toBe(304);
    expect(again.text).toBe("");
    const editors = await served.request("GET", "/api/v1/books/1", {
      key: editor,
      headers: { "if-none-match": headers.etag as string },
    });
    expect(editors.status).toBe(200);
  });
  it("nests what is expanded, with the fields that are asked for [REL-01] [QRY-14]", async () => {
    const answer = await served.request("GET", "/api/v1/books/1/?fields=title,author.name");
    expect(answer.json()).toEqual({ title: "The Dispossessed", author: { name: "Le Guin" } });
    const whole = await served.request(
      "GET",
      "/api/v1/books/2?expand=author&omit=seen_at,count,keyword,note,author.id",
    );
    expect(whole.json()).toEqual({
      id: 2,
      title: "Solaris",
      price: "12.50",
      pages: 204,
      in_stock: true,
      status: "out",
      author: { name: "Lem", country: null },
    });
  });
});

describe("filters", () => {
  const titles = async (query: string, key?: string) => {
    const answer = await served.request("GET", `/api/v1/books?${encodeURI(query)}&fields=title&ordering=title`, {
      key,
    });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json<{ results: { title: string }[] }>().results.map((row) => row.title);
  };
  const cases: [string, string[]][] = [
    ["price__gte=10", ["Solaris", "Ödipus 100%"]],
    ["price__gte=9.995", ["Solaris", "Ödipus 100%"]],
    ["price__isnull=true", ["Lord of Light"]],
    ["price__range=9,13", ["Solaris", "The Dispossessed"]],
    ["pages__in=204,257", ["Lord of Light", "Solaris"]],
    ["pages__in=204&pages__in=257", ["Lord of Light", "Solaris"]],
    ["title__in=Commas, mostly&title__in=Solaris", ["Commas, mostly", "Solaris"]],
    ["title__in=Solaris,Lord of Light", ["Lord of Light", "Solaris"]],
    ["pages__in=", []],
    ["title__icontains=ÖDI", ["Ödipus 100%"]],
    ["title__icontains=0%", ["Ödipus 100%"]],
    ["title__contains=_", []],
    ["title__startswith=Sol", ["Solaris"]],
    ["title__iexact=solaris", ["Solaris"]],
    ["title__endswith=Light", ["Lord of Light"]],
    ["in_stock=true&pages__lt=300", ["Solaris", "Ödipus 100%"]],
    ["author__name__icontains=le", ["Solaris", "The Dispossessed"]],
    ["author__country=US", ["Lord of Light", "The Dispossessed"]],
    ["author__country__isnull=true", ["Solaris", "Ödipus 100%"]],
    ["author__country__isnull!=true", ["Lord of Light", "The Dispossessed"]],
    ["author__country__isnull=false", ["Lord of Light", "The Dispossessed"]],
    ["author__country__isnull!=false", ["Solaris", "Ödipus 100%"]],
    ["author=2", ["Solaris"]],
    ["author__id=2", ["Solaris"]],
    ["author__isnull=true", ["Ödipus 100%"]],
    ["author!=2", ["Lord of Light", "The Dispossessed", "Ödipus 100%"]],
    ["status!=out", ["Ödipus 100%"]],
    ["count__exact=2", ["Solaris"]],
    ["search=dis guin", []],
    ["search=dispos", ["The Dispossessed"]],
    ["where=price > 12 or title == 'Lord of Light'", ["Lord of Light", "Solaris"]],
    ["where=not in_stock", ["Lord of Light"]],
    ["where=seen_at < now() and pages > 300", ["The Dispossessed"]],
    ["status=retired", []],
    ["status__in=retired,gone", []],
    ["where=author.country == 'US' and pages > 300", ["The Dispossessed"]],
    ["seen_at__gt=2024-05-01T10:00:00.123456Z", ["Lord of Light"]],
  ];
  it.each(cases)("%s [QRY-02] [QRY-03] [QRY-05] [QRY-07] [QRY-08]", async (query, expected) => {
    // Anonymous: the draft is never there. NULL status: "status != draft" is unknown, so denied.
    const visible = new Set(["Lord of Light", "Solaris", "The Dispossessed"]);
    expect(await titles(query)).toEqual(expected.filter((title) => visible.has(title)).sort());
    const editors = await titles(query, editor);
    for (const title of expected) expect(editors).toContain(title);
  });
});

describe("a choice that was removed", () => {
  it("still finds the rows that have it", async () => {
    await served.sql("INSERT INTO app.book (title, status) VALUES ('Withdrawn', 'withdrawn')");
    for (const query of ["status=withdrawn", "status__in=withdrawn,draft&title=Withdrawn"]) {
      const answer = await served.request("GET", `/api/v1/books?${query}`, { key: editor });
      expect(answer.json()).toMatchObject({ results: [{ title: "Withdrawn" }] });
    }
    await served.sql("DELETE FROM app.book WHERE title = 'Withdrawn'");
  });
});

describe("the address of the API itself", () => {
  const index = (options: RequestOptions = {}, path = "/api/v1/") => served.request("GET", path, options);
  const listed = async (key?: string) =>
    (await index({ key })).json<{ resources: { name: string }[] }>().resources.map(({ name }) => name);

  it("lists what the caller may do, and nothing else", async () => {
    expect(await listed()).toEqual(["authors", "books"]);
    expect(await listed(other)).toEqual(["authors", "books", "log"]);
    expect(await listed(editor)).toEqual(["authors", "books", "log", "vault"]);
    expect((await index()).json()).toMatchObject({
      resources: [
        { name: "authors" },
        {
          name: "books",
          label: "Books",
          url: "http://shop.localhost:4000/api/v1/books",
          methods: ["GET"],
          rowMethods: ["GET"],
        },
      ],
    });
  });

  it("is cached for its caller as rows are", async () => {
    const { headers } = await index();
    expect([headers["cache-control"], headers.vary]).toEqual(["private, no-cache", "authorization, cookie"]);
    expect((await index({ headers: { "if-none-match": headers.etag as string } })).status).toBe(304);
    expect((await index({ key: editor, headers: { "if-none-match": headers.etag as string } })).status).toBe(200);
    expect((await index({}, "/api/v1")).text).toBe((await index()).text);
  });

  it("takes no parameter, body or other method", async () => {
    expect((await index({}, "/api/v1/?limit=3")).status).toBe(400);
    expect((await served.request("POST", "/api/v1/", { body: {} })).status).toBe(405);
    expect((await index({ headers: { accept: "text/html" } })).status).toBe(406);
  });
});

describe("a list", () => {
  it("pages by cursor in both directions, through nulls and ties, and is then the full list [QRY-13] [QRY-17]", async () => {
    await served.sql(
      "INSERT INTO app.author (name, country) SELECT 'A' || (i % 7), CASE WHEN i % 3 = 0 THEN NULL ELSE 'C' || (i % 4) END FROM generate_series(1, 60) i",
    );
    for (const ordering of [
      "country",
      "-country",
      "name,-country",
      "-name,country",
      "-country,-name",
      "id",
      "-id",
      "country,id",
      "",
    ]) {
      const all = (await served.request("GET", `/api/v1/authors?limit=200&ordering=${ordering}`))
        .json<{ results: { id: number }[] }>()
        .results.map((row) => row.id);
      const forward: number[][] = [];
      let next: string | null = `/api/v1/authors?limit=7&ordering=${ordering}`;
      let last = "";
      while (next) {
        const page: { results: { id: number }[]; next: string | null; previous: string | null } = (
          await served.request("GET", next.replace("http://shop.localhost:4000", ""))
        ).json();
        forward.push(page.results.map((row) => row.id));
        last = page.previous ?? last;
        next = page.next;
      }
      expect(forward.flat(), ordering).toEqual(all);
      const backward: number[][] = [];
      let previous: string | null = last;
      while (previous) {
        const page: { results: { id: number }[]; previous: string | null } = (
          await served.request("GET", previous.replace("http://shop.localhost:4000", ""))
        ).json();
        backward.unshift(page.results.map((row) => row.id));
        previous = page.previous;
      }
      expect(backward.flat(), ordering).toEqual(all.slice(0, all.length - (forward.at(-1) as number[]).length));
      const byOffset: number[] = [];
      for (let offset = 0; offset < all.length; offset += 7) {
        const page = (
          await served.request("GET", `/api/v1/authors?limit=7&offset=${offset}&ordering=${ordering}`)
        ).json<{ results: { id: number }[] }>();
        byOffset.push(...page.results.map((row) => row.id));
      }
      expect(byOffset, ordering).toEqual(all);
    }
  });

  it("says how many there are when asked, and where the neighbours are [QRY-16] [QRY-17]", async () => {
    const page = await served.request("GET", "/api/v1/books?limit=1&offset=1&count=exact&title__icontains=a");
    expect(page.json()).toMatchObject({
      count: 1,
      next: null,
      previous: "http://shop.localhost:4000/api/v1/books?limit=1&count=exact&title__icontains=a&offset=0",
    });
    const numbered = await served.request("GET", "/api/v1/books?page=1&page_size=2");
    expect(numbered.json()).toMatchObject({
      count: 3,
      next: "http://shop.localhost:4000/api/v1/books?page_size=2&page=2",
      previous: null,
    });
    expect(numbered.headers.link).toBe('<http://shop.localhost:4000/api/v1/books?page_size=2&page=2>; rel="next"');
  });

  it("refuses a cursor of another order", async () => {
    const page = (await served.request("GET", "/api/v1/authors?limit=2&ordering=name")).json<{ next: string }>();
    const cursor = new URL(page.next).searchParams.get("cursor") as string;
    expect((await served.request("GET", `/api/v1/authors?limit=2&ordering=-name&cursor=${cursor}`)).status).toBe(400);
    const changed = `${cursor.slice(0, -4)}AAAA`;
    expect((await served.request("GET", `/api/v1/authors?limit=2&ordering=name&cursor=${changed}`)).status).toBe(400);
  });
});

describe("the address", () => {
  it("says what it takes [VIEW-01]", async () => {
    expect((await served.request("OPTIONS", "/api/v1/books")).headers.allow).toBe("GET, HEAD, POST, PATCH, OPTIONS");
    const put = await served.request("PUT", "/api/v1/books");
    expect([put.status, put.headers.allow]).toEqual([405, "GET, HEAD, POST, PATCH, OPTIONS"]);
    expect((await served.request("GET", "/api/v1/books", { headers: { accept: "image/png" } })).status).toBe(406);
    expect((await served.request("GET", "/api/v1/books/1", { headers: { accept: "text/csv" } })).status).toBe(406);
    expect((await served.request("GET", "/api/v1/books", { headers: { accept: "text/html, */*;q=0.8" } })).status).toBe(
      200,
    );
  });
});

/** Statements are kept by their signature, and a request must never read its values where another's stood. */
describe("a kept statement", () => {
  const permutations = (items: readonly string[]): string[][] =>
    items.length < 2
      ? [[...items]]
      : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((others) => [item, ...others]));
  const results = async (query: string) => {
    const { status, text: body } = await served.request("GET", `/api/v1/books?${query}`);
    return `${status} ${body.slice(body.indexOf('"results"'))}`;
  };

  it.each([
    ["by limit", ["pages__gte=100", "limit=1", "ordering=-pages"]],
    ["by offset", ["pages__gte=200", "offset=1", "limit=1", "ordering=pages"]],
    ["by page", ["page_size=1", "page=2", "price__gte=9", "count=exact"]],
    ["by words", ["search=o", "limit=2", "pages__in=341,257", "fields=id,title"]],
    ["with several values", ["pages__range=200,300", "limit=5", "in_stock=true", "author__country__isnull=true"]],
  ])("means the same whatever the order of its parameters: %s", async (_how, parameters) => {
    const answers = new Set<string>();
    for (const order of permutations(parameters)) answers.add(await results(order.join("&")));
    expect([...answers]).toEqual([expect.stringMatching(/^200 .*"id"/)]);
  });

  it("means the same wherever a cursor stands", async () => {
    const first = await served.request("GET", "/api/v1/books?limit=1&pages__gte=100&ordering=pages");
    const cursor = new URL(first.json<{ next: string }>().next).searchParams.get("cursor");
    const parameters = ["limit=1", "pages__gte=100", "ordering=pages", `cursor=${cursor}`];
    const answers = new Set<string>();
    for (const order of permutations(parameters)) answers.add(await results(order.join("&")));
    expect([...answers]).toEqual([expect.stringMatching(/^200 .*"Lord of Light"/)]);
  });

  it.each([
    ["fields=id&pages__gte=100", "fields=id%26pages__gte&x"],
    ["fields=id&pages__gte=100", "fields=id%26pages__gte=100"],
    ["pages__gte=100&price__gte=1", "pages__gte%26price__gte=1"],
    ["author__country__isnull=true", "author__country__isnull%3Dtrue=1"],
    ["offset=1&limit=1", "offset=1&offset=2&limit=1"],
    ["limit=1&pages__gte=100", "limit=1&limit=2&pages__gte=100"],
    ["search=o", "search=o&search=x"],
  ])("serves nobody who only looks alike: %s", async (good, alike) => {
    await served.request("GET", `/api/v1/books?${good}`);
    await served.request("GET", `/api/v1/books?${good}`);
    expect((await served.request("GET", `/api/v1/books?${alike}`)).status).toBe(400);
  });
});
