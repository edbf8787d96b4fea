import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, model, modelId, relation, testId, text } from "../builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** A page with forms is one statement, whatever its forms need; a form that is carried out is one more at most. */
const ALL = { read: "true", create: "true", update: "true", delete: "true" };
const html = (body: string) =>
  `<!doctype html><html lang="en"><head><title>A page</title></head><body>${body}</body></html>`;

const definition = withRecords(
  app(
    model("author", text("name", { required: true }), { rules: { ...ALL, read: "name != 'Hidden'" } }),
    model("shelf", text("name", { required: true }), { rules: ALL }),
    model("vault", text("name"), { rules: { create: "true" } }),
    model(
      "book",
      text("title", { required: true }),
      relation("author", "author"),
      relation("shelf", "shelf"),
      relation("vault", "vault"),
      { rules: ALL, pluralLabel: "Books", api: true },
    ),
    model("review", text("words"), relation("book", "book", { onDelete: "cascade" }), { rules: ALL }),
  ),
  [
    pageTemplate(
      "book.html",
      html(
        '<h1>{{ record.title }}</h1>{% form "change" %}{% endform %}{% form "gone" %}{% endform %}{% form "add" %}{% endform %}',
      ),
    ),
    pageRoute("book", "/books/<int:id>/", {
      name: "detail",
      modelId: modelId("book"),
      templateId: testId("template", "book.html"),
    }),
    pageRoute("new", "/books/new/", { name: "create", modelId: modelId("book") }),
    pageRoute("edit", "/books/<int:id>/edit/", { name: "update", modelId: modelId("book") }),
    pageRoute("delete", "/books/<int:id>/delete/", { name: "delete", modelId: modelId("book") }),
    ...formRecords("change", "book", { title: {}, shelf: {} }, { action: "update", success: { to: "same" } }),
    ...formRecords("gone", "book", {}, { action: "delete" }),
    ...formRecords("add", "review", { words: {}, book: {} }, { success: { to: "same" } }),
  ],
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition);
  await served.sql("INSERT INTO app.author (name) VALUES ('Austen'), ('Hidden'), ('Brontë')");
  await served.sql("INSERT INTO app.shelf (name) VALUES ('Upper'), ('Lower')");
  await served.sql("INSERT INTO app.book (title, author, shelf) VALUES ('Emma', 1, 2), ('Persuasion', 1, NULL)");
  await served.sql("INSERT INTO app.review (words, book) VALUES ('Fine', 1), ('Good', 1)");
});
afterAll(() => served?.close());

/** The statements of a request, of which the first of its kind would also learn the release. */
async function counted<Answer>(run: () => Promise<Answer>): Promise<{ answer: Answer; statements: number }> {
  const before = served.data.statements;
  const answer = await run();
  return { answer, statements: served.data.statements - before };
}

describe("a page with forms", () => {
  it.each(["/books/new/", "/books/1/edit/", "/books/1/delete/", "/books/1/"])(
    "%s is one statement [FRM-01]",
    async (path) => {
      await served.request("GET", path);
      const { answer, statements } = await counted(() => served.request("GET", path));
      expect(answer.status).toBe(200);
      expect(statements).toBe(1);
    },
  );

  it("offers what the caller may read, by title, and nothing of a closed model", async () => {
    const { html: form } = formIn((await served.request("GET", "/books/1/edit/")).text);
    const options = (name: string) => {
      const select = new RegExp(`<select[^>]*name="${name}"[\\s\\S]*?</select>`).exec(form)?.[0] ?? "";
      return [...select.matchAll(/<option[^>]*value="([^"]*)"( selected)?[^>]*>([^<]*)/g)].map((found) =>
        found.slice(1),
      );
    };
    expect(options("author")).toEqual(
      [
        ["", undefined, "Choose"],
        ["1", " selected", "Austen"],
        ["3", undefined, "Brontë"],
      ].map((one) => [one[0], one[1], one[0] === "" ? expect.any(String) : one[2]]),
    );
    expect(
      options("shelf")
        .map(([, , title]) => title)
        .slice(1),
    ).toEqual(["Lower", "Upper"]);
    expect(options("vault")).toHaveLength(1);
  });

  it("says what a delete takes with it", async () => {
    const page = await served.request("GET", "/books/1/");
    expect(page.text).toContain("Fine");
    expect(page.text).toContain("Good");
    expect(formIn(page.text, "f-change").values.title).toBe("Emma");
  });
});

describe("a form that is sent", () => {
  it("is one statement where its page has no row [FRM-01]", async () => {
    const { action, values } = formIn((await served.request("GET", "/books/new/")).text);
    const { answer, statements } = await counted(() =>
      post(served, action, { ...values, title: "Sanditon", author: "1" }),
    );
    expect(answer.status).toBe(303);
    expect(statements).toBe(1);
  });

  it("is read once and written once where its page has a row", async () => {
    const { action, values } = formIn((await served.request("GET", "/books/2/edit/")).text);
    const { answer, statements } = await counted(() => post(served, action, { ...values, title: "Persuasion!" }));
    expect(answer.status).toBe(303);
    expect(statements).toBe(2);
  });

  it("comes back with the rows to choose from and the row's own page", async () => {
    const created = formIn((await served.request("GET", "/books/new/")).text);
    const again = await post(served, created.action, { ...created.values, title: "", author: "3" });
    expect(again.status).toBe(422);
    expect(again.text).toMatch(/<option value="3" selected>Brontë/);
    const { action, values } = formIn((await served.request("GET", "/books/1/")).text, "f-change");
    const refused = await post(served, action, { ...values, title: "", shelf: "1" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("<h1>Emma</h1>");
    expect(refused.text).toMatch(/<option value="1" selected>Upper/);
  });
});
