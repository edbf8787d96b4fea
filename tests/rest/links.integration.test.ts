import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { setRule } from "#engine/edits/commands/access";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, model, modelId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Books and tags, linked; some tags are hidden, and later some links. */
const random = seededRandom(5);
const drawn = app(
  model("book", text("title", { required: true }), { pluralLabel: "Books", rules: { read: "true" }, api: true }),
  model("tag", text("name"), boolean("secret"), { pluralLabel: "Tags", rules: { read: "secret == false" }, api: true }),
  model("shelf", text("name"), {
    pluralLabel: "Shelves",
    rules: { read: "name != 'private'" },
    api: true,
  }),
);
const edited = (definition: AppDefinition, operations: Parameters<typeof applyEdits>[1]): AppDefinition => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};
const link = addManyToMany(readDefinition(drawn), { modelId: modelId("book"), targetModelId: modelId("tag") }, random);
const library = edited(drawn, link.operations);

let served: ServedApp;
const get = async (target: string) => {
  const answer = await served.request("GET", `/api/v1/${target}`);
  return { status: answer.status, body: answer.json() as Record<string, unknown> };
};
const titles = async (query: string) =>
  ((await get(`books?${query}&fields=title`)).body.results as { title: string }[]).map(({ title }) => title);

beforeAll(async () => {
  served = await serveApp(library);
  await served.sql("INSERT INTO app.book (title) VALUES ('Dune'), ('Emma'), ('Ulysses')");
  await served.sql("INSERT INTO app.tag (name, secret) VALUES ('long', false), ('desert', false), ('secret', true)");
  await served.sql("INSERT INTO app.book_tags (book, tag) VALUES (1, 2), (1, 1), (1, 3), (2, 3), (3, 1)");
});
afterAll(() => served?.close());

describe("linked rows in the API [REL-03]", () => {
  it("are keys, rows and a count at both ends, without those that are hidden", async () => {
    expect((await get("books?fields=title,tags,tags.count")).body.results).toEqual([
      { title: "Dune", tags: [1, 2], "tags.count": 2, _more: [] },
      { title: "Emma", tags: [], "tags.count": 0, _more: [] },
      { title: "Ulysses", tags: [1], "tags.count": 1, _more: [] },
    ]);
    expect((await get("tags/1?fields=name,books.title")).body).toEqual({
      name: "long",
      books: [{ title: "Dune" }, { title: "Ulysses" }],
      _more: [],
    });
    expect((await get("books/1?expand=tags.books")).body).toMatchObject({
      tags: [
        { name: "long", books: [{ id: 1 }, { id: 3 }] },
        { name: "desert", books: [{ id: 1 }] },
      ],
    });
  });

  it("can be filtered by, one linked row at a time", async () => {
    expect(await titles("tags=1")).toEqual(["Dune", "Ulysses"]);
    expect(await titles("tags__name=desert")).toEqual(["Dune"]);
    expect(await titles("tags__name=desert&tags__id=1")).toEqual([]);
    expect(await titles("tags__name=secret")).toEqual([]);
    expect(await titles("tags__isnull=true")).toEqual(["Emma"]);
    expect(await titles("tags!=2")).toEqual(["Emma", "Ulysses"]);
  });

  it("refuses the same link twice, and deletes links with either end [REL-08]", async () => {
    await expect(served.sql("INSERT INTO app.book_tags (book, tag) VALUES (1, 2)")).rejects.toThrow("uq_cst");
    const { records } = library;
    const withDelete = edited(
      { ...library, records },
      setRule(readDefinition(library), { modelId: modelId("tag"), action: "delete", expression: "true" }, random)
        .operations,
    );
    await served.publish(withDelete);
    expect((await served.request("DELETE", "/api/v1/tags/2")).status).toBe(204);
    expect((await get("books/1?fields=tags")).body).toEqual({ tags: [1], _more: [] });
  });

  it("are asked in rules, and hidden by a rule of the link itself", async () => {
    const reader = readDefinition(library);
    const asked = edited(
      library,
      setRule(
        reader,
        { modelId: modelId("book"), action: "read", expression: "tags.exists(t, t.name == 'long')" },
        random,
      ).operations,
    );
    await served.publish(asked);
    expect(await titles("limit=10")).toEqual(["Dune", "Ulysses"]);
    const hiding = edited(
      library,
      setRule(reader, { modelId: link.modelId, action: "read", expression: "book.title == 'Dune'" }, random).operations,
    );
    await served.publish(hiding);
    expect((await get("books?fields=title,tags")).body.results).toEqual([
      { title: "Dune", tags: [1], _more: [] },
      { title: "Emma", tags: [], _more: [] },
      { title: "Ulysses", tags: [], _more: [] },
    ]);
    expect(await titles("tags=1")).toEqual(["Dune"]);
  });
});
