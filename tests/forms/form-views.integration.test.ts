import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import {
  app,
  boolean,
  choice,
  dateTime,
  decimal,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import { fillAndSend, formIn, OWN_PAGE, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Forms that create, change and delete rows, with nothing but HTML. */
const route = (name: string, path: string, view: View, access = "true"): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access,
  order: "i",
});
const ALL = { read: "true", create: "true", update: "true", delete: "true" };

function library(settings: object = {}): AppDefinition {
  const definition = app(
    model("author", text("name", { required: true }), { rules: { ...ALL, read: "name != 'Hidden'" } }),
    model(
      "book",
      text("title", { required: true, unique: true }),
      longText("blurb"),
      integer("pages"),
      decimal("price"),
      boolean("in_stock"),
      dateTime("seen_at"),
      choice("status", ["draft", "out"]),
      relation("author", "author"),
      { pluralLabel: "Books", rules: ALL, api: true },
    ),
    model("note", text("body", { required: true }), { rules: { read: "true", create: "true" } }),
  );
  const views = (name: string) => [
    route(`${name}_list`, `/${name}s/`, { name: "list", modelId: modelId(name), pageSize: 10 }),
    route(`${name}_new`, `/${name}s/new/`, { name: "create", modelId: modelId(name) }),
    route(`${name}_detail`, `/${name}s/<int:id>/`, { name: "detail", modelId: modelId(name) }),
    route(`${name}_edit`, `/${name}s/<int:id>/edit/`, { name: "update", modelId: modelId(name) }),
    route(`${name}_delete`, `/${name}s/<int:id>/delete/`, { name: "delete", modelId: modelId(name) }),
  ];
  const records = [...views("book"), ...views("author"), ...views("note")];
  return {
    ...definition,
    settings: { ...definition.settings, ...settings },
    records: { ...definition.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(library({ timeZone: "Europe/Berlin" }));
  await served.sql("INSERT INTO app.author (name) VALUES ('Jane Austen'), ('Hidden'), ('Zadie Smith')");
});
afterAll(() => served?.close());

const books = () => served.sql<Record<string, unknown>>("SELECT * FROM app.book ORDER BY id");
const newBook = async (title: string): Promise<number> => {
  const [row] = await served.sql<{ id: string }>(`INSERT INTO app.book (title) VALUES ('${title}') RETURNING id`);
  return Number(row?.id);
};

describe("a form for a new row", () => {
  it("makes a row and leads to its page [FRM-01] [VIEW-04]", async () => {
    const answer = await fillAndSend(served, "/books/new/", {
      title: "Emma",
      blurb: "Handsome,\r\nclever, and rich",
      pages: "1,024",
      price: "12.50",
      in_stock: "true",
      seen_at: "2026-01-31T14:30",
      status: "out",
      author: "1",
    });
    expect([answer.status, answer.headers.location]).toEqual([303, "/books/1/"]);
    const [row] = await books();
    expect(row).toMatchObject({
      title: "Emma",
      blurb: "Handsome,\nclever, and rich",
      pages: 1024,
      price: "12.50",
      in_stock: true,
      status: "out",
    });
    expect(new Date(row?.seen_at as Date).toISOString()).toBe("2026-01-31T13:30:00.000Z");
  });

  it("keeps everything that was typed and says at each field what is wrong [FRM-02]", async () => {
    const before = (await books()).length;
    const answer = await fillAndSend(served, "/books/new/", { title: "", pages: "many", blurb: "<b>kept</b>" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("<title>Error: ");
    const { values, html } = formIn(answer.text);
    expect(values).toMatchObject({ title: "", pages: "many", blurb: "<b>kept</b>" });
    expect(html).toContain('<a href="#f-create_book-title">Title is needed.</a>');
    expect(html).toContain('<p class="error" id="f-create_book-pages-error">Pages must be a whole number.</p>');
    expect(html).toMatch(
      /id="f-create_book-pages"[^>]* aria-invalid="true" aria-describedby="f-create_book-pages-error"/,
    );
    expect(await books()).toHaveLength(before);
  });

  it("says at its field that a value is taken", async () => {
    const answer = await fillAndSend(served, "/books/new/", { title: "Emma" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Title is taken");
  });

  it("offers readable rows of a relation by title and no others [AUTH-13]", async () => {
    const { text: page } = await served.request("GET", "/books/new/");
    expect(page).toContain('<option value="1">Jane Austen</option>');
    expect(page).toContain("Zadie Smith");
    expect(page).not.toContain("Hidden");
    const answer = await fillAndSend(served, "/books/new/", { title: "Not to be", author: "2" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Author names something that is not there");
  });

  it("makes one row of a form that is sent twice, and two of two forms", async () => {
    const page = await served.request("GET", "/books/new/");
    const { action, values } = formIn(page.text);
    const sent = { ...values, title: "Twice" };
    const [one, other] = await Promise.all([post(served, action, sent), post(served, action, sent)]);
    const again = await post(served, action, sent);
    expect([one.status, other.status, again.status]).toEqual([303, 303, 303]);
    expect(new Set([one, other, again].map(({ headers }) => headers.location)).size).toBe(1);
    expect((await books()).filter(({ title }) => title === "Twice")).toHaveLength(1);
  });
});

describe("a form that changes a row", () => {
  it("writes what was changed and nothing else", async () => {
    const id = await newBook("Persuasion");
    await served.sql("UPDATE app.book SET seen_at = '2026-05-01T10:00:00.123456Z', price = 3.5 WHERE id = $1", [id]);
    const answer = await fillAndSend(served, `/books/${id}/edit/`, { pages: "250" });
    expect([answer.status, answer.headers.location]).toEqual([303, `/books/${id}/`]);
    const [row] = await served.sql<Record<string, unknown>>(
      "SELECT title, pages, price, seen_at::text, _version FROM app.book WHERE id = $1",
      [id],
    );
    expect(row).toMatchObject({ title: "Persuasion", pages: 250, price: "3.50", _version: "2" });
    expect(row?.seen_at).toContain(".123456");
  });

  it("shows both values when somebody else saved meanwhile, and writes the ones that are chosen", async () => {
    const id = await newBook("Sanditon");
    const page = await served.request("GET", `/books/${id}/edit/`);
    const { action, values } = formIn(page.text);
    await served.sql("UPDATE app.book SET title = 'Sanditon II', pages = 7, _version = _version + 1 WHERE id = $1", [
      id,
    ]);
    const conflict = await post(served, action, { ...values, title: "My Sanditon", pages: "8" });
    expect(conflict.status).toBe(409);
    expect(conflict.text).toContain("Sanditon II");
    expect(conflict.text).toContain("My Sanditon");
    const decided = formIn(conflict.text);
    const answer = await post(served, decided.action, {
      ...decided.values,
      "title.keep": "theirs",
      "pages.keep": "yours",
    });
    expect(answer.status).toBe(303);
    const [row] = await served.sql("SELECT title, pages FROM app.book WHERE id = $1", [id]);
    expect(row).toEqual({ title: "Sanditon II", pages: 8 });
  });

  it("is done when the row says already what was sent", async () => {
    const id = await newBook("Lady Susan");
    const page = await served.request("GET", `/books/${id}/edit/`);
    const { action, values } = formIn(page.text);
    const sent = { ...values, title: "Lady Susan!" };
    expect((await post(served, action, sent)).status).toBe(303);
    expect((await post(served, action, sent)).status).toBe(303);
    const [row] = await served.sql("SELECT _version FROM app.book WHERE id = $1", [id]);
    expect(row).toEqual({ _version: "2" });
  });

  it("leaves a field that is not in the body as it is", async () => {
    const id = await newBook("Evelina");
    await served.sql("UPDATE app.book SET in_stock = true, pages = 9 WHERE id = $1", [id]);
    const page = await served.request("GET", `/books/${id}/edit/`);
    const { action, values } = formIn(page.text);
    const { _form } = values;
    expect((await post(served, action, { _form: _form ?? "", title: "Evelina!" })).status).toBe(303);
    const [row] = await served.sql("SELECT title, in_stock, pages FROM app.book WHERE id = $1", [id]);
    expect(row).toEqual({ title: "Evelina!", in_stock: true, pages: 9 });
  });
});

describe("a page that deletes a row", () => {
  it("asks first, then deletes, and leads to the list", async () => {
    const id = await newBook("Away");
    const page = await served.request("GET", `/books/${id}/delete/`);
    expect(page.text).toContain("Delete Away");
    expect((await served.sql("SELECT 1 FROM app.book WHERE id = $1", [id])).length).toBe(1);
    const { action, values } = formIn(page.text);
    const answer = await post(served, action, values);
    expect([answer.status, answer.headers.location]).toEqual([303, "/books/"]);
    expect((await served.sql("SELECT 1 FROM app.book WHERE id = $1", [id])).length).toBe(0);
  });
});

describe("who may not", () => {
  it("does not get the page, and cannot send to it", async () => {
    expect((await served.request("GET", "/notes/1/edit/")).status).toBe(403);
    const answer = await post(served, "/notes/1/edit/", { body: "mine" });
    expect(answer.status).toBe(403);
    expect((await post(served, "/books/", { title: "x" })).status).toBe(405);
  });

  it.each<[string, Record<string, string>, number]>([
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, 403],
    ["a sibling", { "sec-fetch-site": "same-site" }, 403],
    ["a frame without an origin", { origin: "null" }, 403],
    ["another origin on plain http", { origin: "http://evil.example" }, 403],
    ["its own origin on plain http", { origin: "http://shop.localhost:4000" }, 303],
    ["a script without headers", {}, 303],
    ["its own page", OWN_PAGE, 303],
  ])("is judged by where the form was sent from: %s", async (name, headers, status) => {
    const page = await served.request("GET", "/books/new/");
    const { action, values } = formIn(page.text);
    const title = `From ${name}`;
    const answer = await post(served, action, { ...values, title }, headers);
    expect(answer.status).toBe(status);
    expect((await books()).some((book) => book.title === title)).toBe(status === 303);
    if (status === 403) expect(answer.text).not.toContain(title);
  });

  it.each([
    ["missing", () => ""],
    ["forged", (token: string) => `${token.slice(0, -4)}AAAA`],
    ["of another form", async () => formIn((await served.request("GET", "/authors/new/")).text).values._form ?? ""],
  ])("needs a token of the page: %s", async (_name, change) => {
    const page = await served.request("GET", "/books/new/");
    const { action, values } = formIn(page.text);
    const answer = await post(served, action, {
      ...values,
      title: "No token",
      _form: await change(values._form ?? ""),
    });
    expect(answer.status).toBe(422);
    expect(formIn(answer.text).values.title).toBe("No token");
    expect((await books()).some(({ title }) => title === "No token")).toBe(false);
    const sentAgain = formIn(answer.text);
    expect((await post(served, sentAgain.action, { ...sentAgain.values, title: `Once more ${_name}` })).status).toBe(
      303,
    );
  });
});

describe("links to forms", () => {
  it("stand on default pages for those who may", async () => {
    const list = await served.request("GET", "/books/");
    expect(list.text).toContain('href="/books/new/"');
    const id = await newBook("Linked");
    const detail = await served.request("GET", `/books/${id}/`);
    expect(detail.text).toContain(`href="/books/${id}/edit/"`);
    expect(detail.text).toContain(`href="/books/${id}/delete/"`);
    await served.sql("INSERT INTO app.note (body) VALUES ('n')");
    const note = await served.request("GET", "/notes/1/");
    expect(note.text).not.toContain("/edit/");
    expect(note.text).not.toContain("/delete/");
  });
});
