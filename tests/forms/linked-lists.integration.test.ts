import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { FieldId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, model, modelId, testId, text } from "../builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { type FilledForm, formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Books and tags: the tags of a book are chosen in its forms. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const random = seededRandom(11);

function library(): AppDefinition {
  const drawn = app(
    model("book", text("title", { required: true }), { pluralLabel: "Books", rules: OPEN, api: true }),
    model("tag", text("name"), boolean("secret"), {
      pluralLabel: "Tags",
      rules: { ...OPEN, read: "secret != true" },
      api: true,
    }),
  );
  const link = addManyToMany(
    readDefinition(drawn),
    { modelId: modelId("book"), targetModelId: modelId("tag"), names: ["tags", "books"] },
    random,
  );
  const result = applyEdits(drawn, link.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  const tags = readDefinition(result.definition).collections(modelId("book"))[0];
  const linkFieldId = tags?.via.id as FieldId;
  return withRecords(result.definition, [
    ...formRecords("tagged", "book", { title: {}, tags: { linkFieldId, required: true } }, { success: { to: "same" } }),
    pageTemplate(
      "tagged.html",
      '<!doctype html><title>x</title>{% form "tagged" %}{% field "title" %}{% field "tags" %}{% endform %}',
    ),
    pageRoute("tagged", "/tagged/", { name: "template", templateId: testId("template", "tagged.html") }),
    pageRoute("new", "/books/new/", { name: "create", modelId: modelId("book") }),
    pageRoute("edit", "/books/<int:id>/edit/", { name: "update", modelId: modelId("book") }),
    pageRoute("tag_new", "/tags/new/", { name: "create", modelId: modelId("tag") }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(library());
});
beforeEach(async () => {
  await served.sql("TRUNCATE app.book, app.tag, app.book_tags RESTART IDENTITY");
  await served.sql("INSERT INTO app.tag (name, secret) VALUES ('long', false), ('desert', false), ('hidden', true)");
});
afterAll(() => served?.close());

const open = async (path: string) => formIn((await served.request("GET", path)).text);
/** The pairs of a form with some fields typed, and a list ticked as given. */
const filled = (
  form: FilledForm,
  typed: Readonly<Record<string, string>>,
  lists: Readonly<Record<string, string[]>>,
) => [
  ...form.pairs.filter(([name]) => !(name in typed) && !(name in lists)),
  ...Object.entries(typed),
  ...Object.entries(lists).flatMap(([name, keys]) => ["", ...keys].map((key) => [name, key] as const)),
];
const tagsOf = async (book = 1) =>
  (await served.sql<{ tag: string }>("SELECT tag FROM app.book_tags WHERE book = $1 ORDER BY tag", [book])).map(
    ({ tag }) => Number(tag),
  );
const ticked = ({ pairs }: FilledForm) =>
  pairs.filter(([name, value]) => name === "tags" && value).map(([, key]) => key);

describe("linked rows in a form [REL-03] [FRM-05]", () => {
  it("are boxes with the titles that the caller may read, and are written with the row", async () => {
    const form = await open("/books/new/");
    expect(form.html).toContain("<legend>Tags");
    expect(
      [...form.html.matchAll(/type="checkbox"[^>]*name="tags" value="(\d)"[^>]*> <span>([^<]*)/g)].map((found) =>
        found.slice(1),
      ),
    ).toEqual([
      ["2", "desert"],
      ["1", "long"],
    ]);
    expect(form.html).not.toContain("hidden<");
    const answer = await post(served, form.action, filled(form, { title: "Dune" }, { tags: ["1", "2"] }));
    expect(answer.status, answer.text.slice(0, 1500)).toBe(303);
    expect(await tagsOf()).toEqual([1, 2]);
  });

  it("are chosen in the form of a change, and written as a set: what the caller may not see stays", async () => {
    await served.sql("INSERT INTO app.book (title) VALUES ('Dune')");
    await served.sql("INSERT INTO app.book_tags (book, tag) VALUES (1, 1), (1, 3)");
    const form = await open("/books/1/edit/");
    expect(ticked(form)).toEqual(["1"]);
    const unchanged = await post(served, form.action, form.pairs);
    expect(unchanged.status).toBe(303);
    const [before] = await served.sql<{ _version: string }>("SELECT _version FROM app.book");
    expect(before?._version).toBe("1");
    expect((await post(served, form.action, filled(form, {}, { tags: ["2"] }))).status).toBe(303);
    expect(await tagsOf()).toEqual([2, 3]);
    const [after] = await served.sql<{ _version: string }>("SELECT _version FROM app.book");
    expect(after?._version).toBe("2");
  });

  it("are emptied only when the list is in the body", async () => {
    await served.sql("INSERT INTO app.book (title) VALUES ('Dune')");
    await served.sql("INSERT INTO app.book_tags (book, tag) VALUES (1, 1)");
    const form = await open("/books/1/edit/");
    const without = form.pairs.filter(([name]) => name !== "tags");
    expect(
      (await post(served, form.action, [...without.filter(([name]) => name !== "title"), ["title", "Emma"]])).status,
    ).toBe(303);
    expect(await tagsOf()).toEqual([1]);
    const again = await open("/books/1/edit/");
    expect((await post(served, again.action, filled(again, {}, { tags: [] }))).status).toBe(303);
    expect(await tagsOf()).toEqual([]);
  });

  it("keep their ticks when the form comes back, and answer hidden rows as rows that do not exist", async () => {
    const form = await open("/books/new/");
    const refused = await post(served, form.action, filled(form, { title: "" }, { tags: ["2"] }));
    expect(refused.status).toBe(422);
    expect(ticked(formIn(refused.text))).toEqual(["2"]);
    for (const key of ["3", "99", "x"]) {
      const answer = await post(served, form.action, filled(form, { title: "Dune" }, { tags: ["1", key] }));
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("Tags names something that is not there any more.");
      expect(answer.text).not.toContain("hidden<");
    }
    expect(await served.sql("SELECT * FROM app.book")).toEqual([]);
  });

  it("can be needed by a form, and stand where its template places them", async () => {
    const form = await open("/tagged/");
    const refused = await post(served, form.action, filled(form, { title: "Dune" }, { tags: [] }));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Tags is needed.");
    expect((await post(served, form.action, filled(form, { title: "Dune" }, { tags: ["1"] }))).status).toBe(303);
    expect(await tagsOf()).toEqual([1]);
  });

  it("refuse any other name that stands twice", async () => {
    const form = await open("/books/new/");
    const twice = [...form.pairs.filter(([name]) => name !== "title"), ["title", "A"], ["title", "B"]] as const;
    expect((await post(served, form.action, twice)).status).toBe(400);
  });
});

describe("rows that are found by their title [FRM-05]", () => {
  beforeEach(async () => {
    await served.sql(
      "INSERT INTO app.tag (name, secret) SELECT 'tag ' || to_char(n, 'FM000'), n % 50 = 0 FROM generate_series(1, 150) n",
    );
  });

  it("shows what was found, keeps what is chosen and typed, and writes nothing", async () => {
    const form = await open("/books/new/");
    expect(form.html).not.toContain('type="checkbox"');
    const found = await post(served, form.action, [
      ...filled(form, { title: "", "tags.find": "tag 01" }, { tags: ["1"] }),
      ["_do", "find:tags"],
    ]);
    expect(found.status).toBe(200);
    expect(found.text).not.toContain("Error: ");
    const shown = formIn(found.text);
    expect(ticked(shown)).toEqual(["1"]);
    expect(shown.values["tags.find"]).toBe("tag 01");
    const titles = [...shown.html.matchAll(/name="tags" value="\d+"[^>]*> <span>([^<]*)/g)].map(([, title]) => title);
    expect(titles).toEqual(["long", ...Array.from({ length: 10 }, (_, n) => `tag 01${n}`)]);
    expect(await served.sql("SELECT * FROM app.book")).toEqual([]);
    const chosen = filled(shown, { title: "Dune" }, { tags: ["1", "14"] });
    expect((await post(served, shown.action, chosen)).status).toBe(303);
    expect(await tagsOf()).toEqual([1, 14]);
    const edit = await open("/books/1/edit/");
    expect(ticked(edit)).toEqual(["1", "14"]);
    expect(edit.html).toContain("<span>tag 011</span>");
  });

  it("shows what was found among rows that a select could show too", async () => {
    await served.sql("DELETE FROM app.tag WHERE id > 40");
    const form = await open("/books/new/");
    expect(form.html).not.toContain('type="checkbox"');
    const search = (text: string) =>
      post(served, form.action, [...filled(form, { title: "Dune", "tags.find": text }, {}), ["_do", "find:tags"]]);
    const found = formIn((await search("tag 01")).text);
    const titles = [...found.html.matchAll(/name="tags" value="\d+"[^>]*> <span>([^<]*)/g)].map(([, title]) => title);
    expect(titles).toEqual(Array.from({ length: 10 }, (_, n) => `tag 01${n}`));
    expect((await search("nobody")).text).toContain("Nothing was found for “nobody”.");
    expect((await post(served, found.action, filled(found, {}, { tags: ["14"] }))).status).toBe(303);
    expect(await tagsOf()).toEqual([14]);
  });

  it("is meant by Enter too, once, and says when there is nothing or more", async () => {
    const form = await open("/books/new/");
    const search = (text: string, action: string, from = form) =>
      post(served, from.action, [...filled(from, { title: "Dune", "tags.find": text }, {}), ["_do", action]]);
    const nothing = await search("nobody", "enter");
    expect(nothing.status).toBe(200);
    expect(nothing.text).toContain("Nothing was found for “nobody”.");
    expect((await search("nobody", "enter", formIn(nothing.text))).status).toBe(303);
    const many = await search("tag", "find:tags");
    expect(many.text).toContain("The first 20 are shown.");
    expect(formIn(many.text).html.match(/type="checkbox"/g)).toHaveLength(20);
    expect((await search("hidden", "find:tags")).text).toContain("Nothing was found");
  });

  it("says so when a text was left that nobody has looked for, and saves nothing", async () => {
    const form = await open("/books/new/");
    const left = await post(
      served,
      form.action,
      filled(form, { title: "Dune", "tags.find": "tag 01" }, { tags: ["1"] }),
    );
    expect(left.status).toBe(422);
    expect(left.text).toContain("“tag 01” was not looked for yet.");
    const again = formIn(left.text);
    expect(again.values["tags.find"]).toBe("tag 01");
    expect(ticked(again)).toEqual(["1"]);
    expect(await served.sql("SELECT * FROM app.book")).toEqual([]);
    expect((await post(served, again.action, filled(again, { "tags.find": "" }, { tags: ["1"] }))).status).toBe(303);
    expect(await tagsOf()).toEqual([1]);
  });

  it("is done with what was looked for once the form comes back for another reason", async () => {
    const form = await open("/books/new/");
    const search = [...filled(form, { title: "", "tags.find": "tag 01" }, {}), ["_do", "find:tags"]] as const;
    const found = formIn((await post(served, form.action, search)).text);
    const refused = await post(served, found.action, filled(found, { title: "" }, { tags: ["14"] }));
    expect(refused.status).toBe(422);
    const again = formIn(refused.text);
    expect(again.values["tags.find"]).toBe("");
    expect((await post(served, again.action, filled(again, { title: "Dune" }, { tags: ["14"] }))).status).toBe(303);
    expect(await tagsOf()).toEqual([14]);
  });

  it("finds with one statement", async () => {
    const form = await open("/books/new/");
    const body = [...filled(form, { "tags.find": "long" }, { tags: ["2"] }), ["_do", "find:tags"] as const];
    await post(served, form.action, body);
    const before = served.data.statements;
    await post(served, form.action, body);
    expect(served.data.statements - before).toBe(1);
  });

  it("of more rows than are read are shown with a sentence, and never written", async () => {
    await served.sql("INSERT INTO app.tag (name, secret) SELECT 'tag ' || n, false FROM generate_series(1, 120) n");
    await served.sql("INSERT INTO app.book (title) VALUES ('Dune')");
    await served.sql("INSERT INTO app.book_tags (book, tag) SELECT 1, id FROM app.tag WHERE secret = false");
    const before = await tagsOf();
    const form = await open("/books/1/edit/");
    expect(form.html).toContain("The first 100 are shown. There are more, so they cannot be changed in this form.");
    expect(form.pairs.some(([name]) => name === "tags")).toBe(false);
    const refused = await post(served, form.action, filled(form, { title: "" }, {}));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("long, desert");
    const hostile = await post(served, form.action, filled(form, { title: "Dune Messiah" }, { tags: ["1"] }));
    expect(hostile.status).toBe(303);
    expect(before.length).toBeGreaterThan(100);
    expect(await tagsOf()).toEqual(before);
    expect(await served.sql("SELECT title FROM app.book")).toEqual([{ title: "Dune Messiah" }]);
  });
});
