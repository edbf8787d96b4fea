import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import { app, integer, longText, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Pages at run time: who may open them, which rows they show, how lists page. */
const READERS = testId("group", "readers");

const route = (name: string, path: string, view: View, access?: string): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  ...(access === undefined ? {} : { access }),
  order: "i",
});
const listOf = (name: string, pageSize = 3): Extract<View, { name: "list" }> => ({
  name: "list",
  modelId: modelId(name),
  pageSize,
});
const detailOf = (name: string): View => ({ name: "detail", modelId: modelId(name) });

/** Loops inside loops, until a page has too much to do. */
const HEAVY = `${"{% for a in [1,2,3,4,5,6,7,8,9,10] %}".repeat(7)}${"{% endfor %}".repeat(7)}`;

const templateRecords = (sources: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      const id = testId("template", name);
      return [id, { kind: "template", id, name, source, order: "i" }];
    }),
  );

function library(): AppDefinition {
  const definition = app(
    model("author", text("name", { required: true }), text("pen_name"), {
      titleTemplate: "",
      rules: { read: "name != 'Hidden'" },
    } as never),
    model(
      "book",
      text("title", { required: true, label: "Title <b>" }),
      text("slug", { unique: true, type: { name: "slug" } }),
      integer("year"),
      longText("note"),
      relation("author", "author"),
      { pluralLabel: "Books", rules: { read: 'year > 1900 or user.group == "readers"' } },
    ),
    model("diary", text("entry")),
    model("ledger", text("line"), { rules: { read: 'user.group == "readers"' } }),
  );
  const template = testId("template", "about.html");
  const records = [
    route("book_list", "/", listOf("book"), "true"),
    route("book_detail", "/<int:id>/", detailOf("book"), "true"),
    route("book_by_slug", "/by/<slug:slug>/", detailOf("book"), "true"),
    route("author_books", "/authors/<int:author>/", listOf("book"), "true"),
    route("diary_list", "/diary/", listOf("diary"), "true"),
    route("ledger_list", "/ledger/", listOf("ledger"), "true"),
    route("hidden", "/hidden/", listOf("book")),
    route("staff", "/staff/", listOf("book"), 'user.group == "staff"'),
    route("about", "/about/", { name: "template", templateId: template }, "true"),
    route("robots", "/robots.txt", { name: "template", templateId: testId("template", "robots.txt") }, "true"),
    route("sitemap", "/sitemap.xml", { ...listOf("book", 50), templateId: testId("template", "map.xml") }, "true"),
    route("feed", "/feed.json", { ...listOf("book", 2), templateId: testId("template", "feed.json") }, "true"),
    route("heavy", "/heavy/", { ...listOf("book", 200), templateId: testId("template", "heavy.html") }, "true"),
  ];
  return {
    ...definition,
    records: {
      ...definition.records,
      ...Object.fromEntries(records.map((record) => [record.id, record])),
      [template]: {
        kind: "template",
        id: template,
        name: "about.html",
        source:
          "<!doctype html><title>About</title><p>Hello {{ user.name|default:'stranger' }} at {{ request.path }}</p>",
        order: "i",
      },
      ...templateRecords({
        "robots.txt": 'User-agent: *\nDisallow: {% url "diary_list" %}\n',
        "map.xml":
          '<urlset>{% for book in page.items %}<url><loc>https://library.example{% url "book_detail" id=book.id %}</loc></url>{% endfor %}</urlset>',
        "feed.json":
          '{"items": [{% for book in page.items %}{{ book.title }}{% if not forloop.last %},{% endif %}{% endfor %}]}',
        "heavy.html": HEAVY,
      }),
      [READERS]: { kind: "group", id: READERS, name: "readers", label: "Readers", order: "i" },
    },
  };
}

let served: ServedApp;
let key: string;
beforeAll(async () => {
  served = await serveApp(library());
  key = await served.key("Reader", READERS);
  const { schemaName } = served;
  await served.sql(`INSERT INTO "${schemaName}".author (id, name) VALUES (1, 'Ursula'), (2, 'Hidden')`);
  for (let id = 1; id <= 10; id++) {
    await served.sql(`INSERT INTO "${schemaName}".book (id, title, slug, year, author) VALUES ($1, $2, $3, $4, $5)`, [
      id,
      id === 4 ? "<script>alert(4)</script>" : `Book ${id}`,
      `book-${id}`,
      id === 5 ? 1800 : 1990 + id,
      id % 2 === 0 ? 2 : 1,
    ]);
  }
  await served.sql(`INSERT INTO "${schemaName}".ledger (line) VALUES ('secret line')`);
});
afterAll(async () => served?.close());

const get = (path: string, options: { key?: string } = {}) => served.request("GET", path, options);

describe("what is refused", () => {
  it.each([
    ["/nowhere/", 404],
    ["/hidden/", 404],
    ["/staff/", 403],
    ["/diary/", 403],
    ["/ledger/", 403],
    ["/5/", 404],
    ["/999/", 404],
    ["/by/book-5/", 404],
    ["/?ordering=nonsense", 400],
    ["/?year=abc", 400],
    ["/?cursor=tampered", 400],
    ["/?page=0", 400],
    ["/%E0%A4%A", 404],
  ])("%s answers %i as a page, telling nothing [URL-01] [URL-10] [MW-03] [AUTH-15]", async (path, status) => {
    const answer = await get(path);
    expect(answer.status, answer.text.slice(0, 300)).toBe(status);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.text).not.toMatch(/secret line|Book 5|SELECT|app_[a-z0-9]{12}/);
    expect(answer.text).toMatch(/<h1>/);
  });

  it("a key of no group that the route wants is told that it does not open it", async () => {
    const answer = await get("/staff/", { key });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("Your key does not open this page");
  });

  it("a page is only read [VIEW-01]", async () => {
    const answer = await served.request("POST", "/", { body: {} });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("GET, HEAD");
  });

  it("nothing that is not published has a page", async () => {
    const empty = await serveApp();
    try {
      const answer = await empty.request("GET", "/");
      expect(answer.status).toBe(404);
      expect(answer.text).toContain("Nothing is published here");
    } finally {
      await empty.close();
    }
  });
});

describe("lists", () => {
  const titles = (html: string) => [...html.matchAll(/Book \d+|&lt;script&gt;alert\(4\)/g)].map((match) => match[0]);

  it("shows only the rows that the rule lets this caller see, escaped, without script [SEC-01] [TPL-03] [AUTH-13] [VIEW-03]", async () => {
    const answer = await get("/");
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain("<script>alert");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.text).toContain("Title &lt;b&gt;");
  });

  it("shows every row once from the first page to the last and back [VIEW-03] [VIEW-10]", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/?ordering=year&utm_source=mail";
    let last = path;
    while (path) {
      last = path;
      const { text: html } = await get(path);
      seen.push(...new Set(titles(html)));
      const next: RegExpExecArray | null = /<a[^>]*href="([^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*)"/.exec(
        html,
      );
      path = (next?.[1] ?? next?.[2])?.replaceAll("&amp;", "&");
    }
    expect(seen).toHaveLength(9);
    expect(new Set(seen).size).toBe(9);
    expect(last).not.toContain("utm_source");
    const back = await get(last);
    expect(back.text).toMatch(/rel="prev/);
  });

  it("says which filter of its address is none, and the same of a hidden field as of none", async () => {
    const notice = /<p class="notice"[^>]*>([^<]*)<\/p>/;
    const said = async (name: string) => {
      const { status, text: html } = await get(`/?${name}=1`);
      return [status, notice.exec(html)?.[1]?.replace(name, "NAME"), html.replaceAll(name, "NAME").length];
    };
    const unknown = await said("nothing__startswith");
    expect(unknown.slice(0, 2)).toEqual([200, "“NAME” is not a filter of this page."]);
    expect(await said("note__startswith")).toEqual(unknown);
    expect((await said("yaer"))[1]).toBe("“NAME” is not a filter of this page.");
    expect((await said("note"))[1]).toBeUndefined();
    expect((await said("utm_source"))[1]).toBeUndefined();
    expect((await said("%3Cb%3E__x"))[1]).toBeUndefined();
  });

  it("shows a reader with a key the old book too", async () => {
    const all = new Set<string>();
    for (const page of [1, 2, 3, 4])
      for (const title of titles((await get(`/?page=${page}`, { key })).text)) all.add(title);
    expect(all.size).toBe(10);
  });

  it("takes what the path says as a filter [URL-02]", async () => {
    const { text: html } = await get("/authors/1/?author=2");
    expect(titles(html).length).toBeGreaterThan(0);
    expect(titles(html).every((title) => Number(title.slice(5)) % 2 === 1)).toBe(true);
  });

  it("names a related row only to those who may read it", async () => {
    const { text: html } = await get("/?ordering=id&page=1");
    expect(html).toContain("Ursula");
    expect(html).not.toContain("Hidden");
  });

  it("hides a closed model's rows and shows them to its readers", async () => {
    expect((await get("/ledger/", { key })).text).toContain("secret line");
  });
});

describe("single pages", () => {
  it("shows a row by its id and by a unique field of the path [VIEW-03] [URL-01] [URL-02] [FLD-12]", async () => {
    for (const path of ["/1/", "/by/book-1/"]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(200);
      expect(answer.text).toMatch(/<h1[^>]*>\s*Book 1\s*<\/h1>/);
      expect(answer.text).toContain("Ursula");
    }
  });

  it("renders a template without rows, with who asks [VIEW-02] [TPL-01] [TPL-19]", async () => {
    expect((await get("/about/")).text).toContain("Hello stranger at /about/");
    expect((await get("/about/", { key })).text).toContain("Hello Reader at /about/");
  });

  it("makes text, XML and JSON of templates whose names end so, with links by the names of routes [URL-06] [VIEW-09]", async () => {
    const robots = await get("/robots.txt");
    expect(robots.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(robots.text).toBe("User-agent: *\nDisallow: /diary/\n");
    const sitemap = await get("/sitemap.xml");
    expect(sitemap.headers["content-type"]).toBe("application/xml; charset=utf-8");
    expect(sitemap.text).toContain("<loc>https://library.example/3/</loc>");
    const feed = await get("/feed.json");
    expect(feed.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect((JSON.parse(feed.text) as { items: unknown[] }).items).toHaveLength(2);
  });

  it("says which limit a page goes over, and not that trying again may help", async () => {
    const heavy = await get("/heavy/");
    expect(heavy.status).toBe(413);
    expect(heavy.text).toContain("This page has too much to do");
    expect(heavy.text).toContain("the route heavy");
    expect(heavy.text).not.toContain("Trying again");
  });

  it("answers HEAD, and serves the theme for ever under its version", async () => {
    expect((await served.request("HEAD", "/")).status).toBe(200);
    const theme = /href="(\/_quintet\/theme\.css\?v=[^"]+)"/.exec((await get("/")).text)?.[1] as string;
    const css = await get(theme);
    expect(css.headers["cache-control"]).toContain("immutable");
    expect(css.headers["content-type"]).toContain("text/css");
  });

  it("answers from a new release at once, though nobody told", async () => {
    const next = library();
    const about = testId("template", "about.html");
    const old = next.records[about];
    if (old?.kind !== "template") throw new Error("No template.");
    const added = route("more", "/more/", { name: "template", templateId: about }, "true");
    await served.publish({ ...next, records: { ...next.records, [added.id]: added } });
    expect((await get("/more/")).status).toBe(200);
  });
});
