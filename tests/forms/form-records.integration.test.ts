import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import {
  app,
  boolean,
  choice,
  createdAt,
  dateTime,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { fillAndSend, formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Forms that a builder drew: what they take, what they fill in, and that nothing else is opened by them. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const agree = { own: { name: "agree", type: { name: "boolean" }, mustBeTrue: true as const }, label: "I agree" };

function shop(): AppDefinition {
  const drawn = app(
    model(
      "message",
      text("name", { required: true }),
      longText("body"),
      text("source"),
      integer("score"),
      boolean("is_read", { required: true, default: false }),
      relation("topic", "topic"),
      createdAt("sent_at"),
      { rules: { create: 'request.form == "contact"', update: 'request.form == "contact"' }, api: true },
    ),
    model("topic", text("name"), { rules: { read: "name != 'Secret'" } }),
    model("subscriber", text("email", { required: true }), { rules: { create: 'request.form == "subscribe"' } }),
    model(
      "book",
      text("title", { required: true, unique: true }),
      choice("status", ["draft", "out"]),
      dateTime("checked_at"),
      text("checked_by"),
      { rules: OPEN, pluralLabel: "Books", api: true },
    ),
    model("review", text("words"), relation("book", "book", { required: true }), { rules: OPEN, api: true }),
  );
  const page = (name: string, path: string, source: string) => [
    pageTemplate(`${name}.html`, source),
    pageRoute(name, path, { name: "template", templateId: testId("template", `${name}.html`) }),
  ];
  const html = (body: string) =>
    `<!doctype html><html lang="en"><head><title>A page</title></head><body>${body}</body></html>`;
  return withRecords(drawn, [
    { kind: "group", id: testId("group", "staff"), name: "staff", label: "Staff", order: "a" },
    ...page("home", "/", html('{% form "contact" %}{% endform %}{% form "subscribe" %}{% endform %}')),
    pageTemplate("parts/contact.html", '<div>{% form "contact" %}{% field "name" %}{% fields %}{% endform %}</div>'),
    ...page("included", "/included/", html('{% include "parts/contact.html" %}')),
    ...page("plain", "/plain/", html("<p>Nothing to send</p>")),
    pageTemplate(
      "books.html",
      html('{% for book in page.items %}<p>{{ book.title }}</p>{% endfor %}{% form "subscribe" %}{% endform %}'),
    ),
    pageRoute("books", "/books/", {
      name: "list",
      modelId: modelId("book"),
      templateId: testId("template", "books.html"),
      pageSize: 2,
    }),
    pageTemplate(
      "book.html",
      html('<h1>{{ record.title }}</h1>{% form "check" %}{% endform %}{% form "review" %}{% endform %}'),
    ),
    pageRoute("book", "/books/<int:id>/", {
      name: "detail",
      modelId: modelId("book"),
      templateId: testId("template", "book.html"),
    }),
    pageRoute("new_message", "/messages/new/", {
      name: "create",
      modelId: modelId("message"),
      formId: testId("form", "contact"),
    }),
    pageRoute("any_message", "/messages/any/", { name: "create", modelId: modelId("message") }),
    ...formRecords(
      "contact",
      "message",
      {
        name: { label: "Your name", help: "As you like it", placeholder: "Ada", initial: "'Anon'" },
        body: { required: true },
        topic: { fromAddress: true },
        source: { fixed: "'web'" },
        score: { readOnly: true, initial: "5" },
        agree,
      },
      { success: { to: "message", text: "Thank you for <writing>." }, intro: "Write to us", submitLabel: "Send it" },
    ),
    ...formRecords("subscribe", "subscriber", { email: {} }, { success: { to: "same" } }),
    ...formRecords(
      "check",
      "book",
      { status: {}, checked_at: { fixed: "request.time" }, checked_by: { fixed: "record.title" } },
      { action: "update", success: { to: "same" } },
    ),
    ...formRecords(
      "review",
      "review",
      { words: {}, book: { fixed: "params.id" } },
      { success: { to: "route", routeId: testId("route", "book"), parameters: { id: "record.book" } } },
    ),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(shop());
  await served.sql("INSERT INTO app.topic (name) VALUES ('Orders'), ('Secret')");
  await served.sql("INSERT INTO app.book (title) VALUES ('Emma'), ('Persuasion'), ('Sanditon')");
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql("DELETE FROM app.message");
  await served.sql("DELETE FROM app.subscriber");
});
const messages = () => served.sql<Record<string, unknown>>("SELECT * FROM app.message ORDER BY id");
const typed = { body: "Hello", agree: "true" };

describe("request.form in a rule", () => {
  it("leaves the API, other forms and derived forms closed [AUTH-13]", async () => {
    const name = "Eve";
    expect((await served.request("POST", "/api/v1/message/", { body: { name } })).status).toBe(401);
    // Neither a parameter nor a member of the body is the form.
    expect((await served.request("POST", "/api/v1/message/?form=contact", { body: { name } })).status).toBe(400);
    const named = await served.request("POST", "/api/v1/message/", { body: { name, form: "contact" } });
    expect(named.status).toBe(401);
    const key = await served.key("Desk", testId("group", "staff"));
    expect((await served.request("POST", "/api/v1/message/", { key, body: { name } })).status).toBe(403);
    await served.sql("INSERT INTO app.message (name) VALUES ('There')");
    const [{ id } = { id: "" }] = await served.sql<{ id: string }>("SELECT id FROM app.message");
    expect((await served.request("PATCH", `/api/v1/message/${id}/`, { key, body: { name } })).status).toBe(403);
    await served.sql("DELETE FROM app.message");
    expect((await served.request("GET", "/messages/any/")).status).toBe(403);
    const page = await served.request("GET", "/");
    const { action, values } = formIn(page.text, "f-contact");
    // The token of another page says nothing here.
    expect((await post(served, "/messages/any/", { ...values, ...typed })).status).toBe(403);
    expect(await messages()).toEqual([]);
    expect((await post(served, action, { ...values, ...typed })).status).toBe(303);
    expect(await messages()).toHaveLength(1);
  });

  it("admits what comes through the form, on every page that shows it, its view's page too", async () => {
    for (const path of ["/", "/included/", "/messages/new/"]) {
      const answer = await fillAndSend(served, path, { ...typed, name: path }, "f-contact");
      expect(answer.status, path).toBe(303);
    }
    expect((await messages()).map(({ name }) => name)).toEqual(["/", "/included/", "/messages/new/"]);
  });
});

describe("a form that a builder drew", () => {
  it("asks for its fields in its order, with its words and its button [FRM-08]", async () => {
    const { html, values } = formIn((await served.request("GET", "/")).text, "f-contact");
    expect([...html.matchAll(/id="f-contact-([a-z_]+)"/g)].map(([, name]) => name)).toEqual([
      "name",
      "body",
      "topic",
      "agree",
    ]);
    expect(html).toContain("Your name");
    expect(html).toContain('<p class="help" id="f-contact-name-help">As you like it</p>');
    expect(html).toContain('placeholder="Ada"');
    expect(html).toContain('<p class="intro">Write to us</p>');
    expect(html).toContain(">Send it</button>");
    expect(values.name).toBe("Anon");
    expect(html).not.toContain("Secret");
    // Shown, and nothing to type into.
    expect(html).toContain('<p class="value">5</p>');
  });

  it("tells its message in its place, and leaves the other form of the page as it is [FRM-12]", async () => {
    const answer = await fillAndSend(served, "/", typed, "f-contact");
    expect(answer.headers.location).toBe("/?_done=contact#f-contact");
    const after = await served.request("GET", "/?_done=contact");
    expect(after.text).toContain("Thank you for &lt;writing&gt;.");
    expect(() => formIn(after.text, "f-contact")).toThrow();
    expect(formIn(after.text, "f-subscribe").values.email).toBe("");
  });

  it("shows mistakes at its own fields alone, when two forms are on a page [FRM-12]", async () => {
    const answer = await fillAndSend(served, "/", { name: "Kept", body: "", agree: "" }, "f-contact");
    expect(answer.status).toBe(422);
    expect(formIn(answer.text, "f-contact").values).toMatchObject({ name: "Kept", body: "" });
    expect(formIn(answer.text, "f-contact").html).toContain("Please confirm: I agree");
    expect(formIn(answer.text, "f-subscribe").html).not.toContain("is needed");
  });

  it("asks for more than its model: a required field and a consent cannot be left out of the body either", async () => {
    const { action, values } = formIn((await served.request("GET", "/")).text, "f-contact");
    const { _form = "" } = values;
    const answer = await post(served, action, { _form, name: "Ada" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Body is needed.");
    expect(answer.text).toContain("Please confirm: I agree");
    expect(await messages()).toEqual([]);
  });

  it("fills in what is fixed and takes nothing else from the body [FRM-02] [FRM-08]", async () => {
    const mine = {
      ...typed,
      source: "mine",
      score: "99",
      is_read: "true",
      id: "77",
      _version: "9",
      sent_at: "2001-01-01T00:00",
    };
    expect((await fillAndSend(served, "/", mine, "f-contact")).status).toBe(303);
    const [row] = await messages();
    expect(row).toMatchObject({ name: "Anon", source: "web", score: null, is_read: false, _version: "1" });
    expect(row?.id).not.toBe("77");
    expect(row).not.toHaveProperty("agree");
    expect(new Date(row?.sent_at as Date).getFullYear()).toBeGreaterThan(2020);
  });

  it("is filled in by the address where it says so, with what can be read [FRM-08]", async () => {
    const chosen = async (query: string) => formIn((await served.request("GET", `/${query}`)).text, "f-contact").values;
    expect((await chosen("?topic=1")).topic).toBe("1");
    expect((await chosen("?topic=2")).topic).toBe("");
    expect((await chosen("?topic=999")).topic).toBe("");
    expect((await chosen("?name=Eve")).name).toBe("Anon");
  });

  it("keeps a value that was emptied, when it is shown again", async () => {
    const answer = await fillAndSend(served, "/", { name: "" }, "f-contact");
    expect(formIn(answer.text, "f-contact").values.name).toBe("");
  });

  it("keeps search and page of the list that it is on [FRM-12]", async () => {
    const page = await served.request("GET", "/books/?page=2");
    expect(page.text).toContain("Sanditon");
    const { action, values } = formIn(page.text);
    expect(action).toBe("/books/?page=2&_done=");
    const wrong = await post(served, action, { ...values, email: "" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("Sanditon");
    const answer = await post(served, action, { ...values, email: "a@b.example" });
    expect(answer.headers.location).toBe("/books/?page=2&_done=subscribe#f-subscribe");
  });

  it("changes the row of the page, and gives its own values [FRM-02]", async () => {
    const answer = await fillAndSend(served, "/books/1/", { status: "out", title: "Stolen" }, "f-check");
    expect(answer.status).toBe(303);
    const [row] = await served.sql<Record<string, unknown>>("SELECT * FROM app.book WHERE id = 1");
    expect(row).toMatchObject({ title: "Emma", status: "out", checked_by: "Emma" });
    expect(row?.checked_at).not.toBeNull();
  });

  it("gives a new row the row of the page, and leads to a page of what was written", async () => {
    const answer = await fillAndSend(served, "/books/2/", { words: "Good", book: "1" }, "f-review");
    expect([answer.status, answer.headers.location]).toEqual([303, "/books/2/"]);
    expect(await served.sql("SELECT words, book FROM app.review")).toEqual([{ words: "Good", book: "2" }]);
  });

  it("makes one row when it is sent twice, although its fixed values differ", async () => {
    const page = await served.request("GET", "/");
    const { action, values } = formIn(page.text, "f-contact");
    const sent = { ...values, ...typed };
    expect((await post(served, action, sent)).status).toBe(303);
    expect((await post(served, action, sent)).status).toBe(303);
    expect(await messages()).toHaveLength(1);
  });

  it("is sent to pages that show a form, and to no others [URL-01]", async () => {
    const answer = await post(served, "/plain/", typed);
    expect([answer.status, answer.headers.allow]).toEqual([405, "GET, HEAD"]);
    expect((await served.request("PUT", "/")).headers.allow).toBe("GET, HEAD, POST");
  });
});
