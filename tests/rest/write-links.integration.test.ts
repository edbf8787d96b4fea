import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { applyEdits } from "#engine/edits/apply-edits";
import { setRule } from "#engine/edits/commands/access";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, fieldId, model, modelId, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** Books and tags, linked. Some tags are hidden; everybody may write books that are not locked. */
const random = seededRandom(11);
const drawn = app(
  model("book", text("title", { required: true }), boolean("locked"), {
    pluralLabel: "Books",
    rules: { read: "true", create: "true", update: "locked == false" },
    api: true,
  }),
  model("tag", text("name"), boolean("secret"), { pluralLabel: "Tags", rules: { read: "secret == false" }, api: true }),
);
const edited = (definition: AppDefinition, operations: Parameters<typeof applyEdits>[1]): AppDefinition => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};
const link = addManyToMany(readDefinition(drawn), { modelId: modelId("book"), targetModelId: modelId("tag") }, random);
const undecided = edited(drawn, link.operations);

type Action = "read" | "create" | "delete";
function withRules(rules: Partial<Record<Action, string>>): AppDefinition {
  return Object.entries(rules).reduce((definition, [action, expression]) => {
    const rule = { modelId: link.modelId, action: action as Action, expression };
    return edited(definition, setRule(readDefinition(definition), rule, random).operations);
  }, undecided);
}
const library = withRules({ create: "true", delete: "true" });

let served: ServedApp;
const send = (method: string, target: string, body?: unknown, headers: Record<string, string> = {}) =>
  served.request(method, `/api/v1/${target}`, { body, headers: { "content-type": "application/json", ...headers } });
const patch = (body: unknown, target = "books/1") => send("PATCH", target, body);
const tagsOf = async (id: number | string = 1) =>
  (await send("GET", `books/${id}?fields=tags`)).json<{ tags: number[] }>().tags;
const links = () =>
  served.sql<{ id: string; tag: string }>("SELECT id, tag FROM app.book_tags WHERE book = 1 ORDER BY id");
const version = async () => (await served.sql<{ v: string }>("SELECT _version AS v FROM app.book WHERE id = 1"))[0]?.v;
const pointers = (answer: Answered) =>
  answer.json<{ errors: { pointer: string; code: string }[] }>().errors.map(({ pointer, code }) => [pointer, code]);

beforeAll(async () => {
  served = await serveApp(library);
});
beforeEach(async () => {
  await served.publish(library);
  await served.sql("TRUNCATE app.book, app.tag, app.book_tags RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.book (title, locked) VALUES ('Dune', false), ('Emma', true)");
  await served.sql(
    "INSERT INTO app.tag (name, secret) VALUES ('long', false), ('desert', false), ('old', false), ('secret', true), ('hidden', true)",
  );
  await served.sql("INSERT INTO app.book_tags (book, tag) VALUES (1, 1), (1, 2), (1, 4)");
});
afterAll(() => served?.close());

describe("links that may not be written through their owner", () => {
  const unchanged = async () => {
    expect((await links()).map(({ tag }) => Number(tag))).toEqual([1, 2, 4]);
    expect(await served.sql("SELECT title FROM app.book WHERE id = 1")).toEqual([{ title: "Dune" }]);
    expect(Number(await version())).toBe(1);
  };

  it("are refused to a caller whom no rule of the link lets create or delete them", async () => {
    await served.publish(withRules({ create: "true", delete: "false" }));
    expect((await patch({ title: "New", tags: [1, 3] })).status).toBe(401);
    expect((await patch({ title: "New", tags: { remove: [1] } })).status).toBe(401);
    await unchanged();
    await served.publish(withRules({ create: "tag.name != 'old'", delete: "true" }));
    expect((await patch({ title: "New", tags: [1, 2, 3] })).status).toBe(401);
    expect((await patch({ title: "New", tags: { add: [3] } })).status).toBe(401);
    await unchanged();
  });

  it("are refused with pointers to a caller who is known", async () => {
    const key = await served.key("ci", "none");
    await served.publish(withRules({ create: "tag.name != 'old'", delete: "tag.name != 'long'" }));
    const asKey = (body: unknown) =>
      served.request("PATCH", "/api/v1/books/1", { key, body, headers: { "content-type": "application/json" } });
    const added = await asKey({ title: "New", tags: [1, 2, 3] });
    expect([added.status, ...pointers(added)]).toEqual([403, ["/tags/2", "rule_denied"]]);
    const removed = await asKey({ title: "New", tags: { remove: [2, 1] } });
    expect([removed.status, ...pointers(removed)]).toEqual([403, ["/tags/remove/1", "rule_denied"]]);
    const set = await asKey({ title: "New", tags: [2] });
    expect([set.status, ...pointers(set)]).toEqual([403, ["/tags", "rule_denied"]]);
    await unchanged();
  });

  it("are refused where the owner may not be changed", async () => {
    expect((await patch({ tags: [1] }, "books/2")).status).toBe(401);
    expect((await patch({ tags: [1] }, "books/99")).status).toBe(404);
    expect(await served.sql("SELECT 1 FROM app.book_tags WHERE book <> 1")).toEqual([]);
  });

  it("answer hidden rows as rows that do not exist, linked already or not", async () => {
    for (const key of [4, 5, 99]) {
      const set = await patch({ title: "New", tags: [key, 1] });
      expect([set.status, ...pointers(set)]).toEqual([422, ["/tags/0", "not_found"]]);
      const added = await patch({ title: "New", tags: { add: [3, key] } });
      expect([added.status, ...pointers(added)]).toEqual([422, ["/tags/add/1", "not_found"]]);
      expect((await patch({ tags: { remove: [key] } })).status).toBe(200);
      expect((await links()).length).toBe(3);
      await served.sql("UPDATE app.book SET _version = 1");
    }
    await unchanged();
  });

  it("stay where a rule of the link hides them, and are told to nobody", async () => {
    await served.publish(withRules({ create: "true", delete: "true", read: "tag.name != 'long'" }));
    expect((await patch({ tags: [] })).status).toBe(200);
    expect((await links()).map(({ tag }) => Number(tag))).toEqual([1, 4]);
    expect((await patch({ tags: { remove: [1] } })).status).toBe(200);
    expect((await patch({ tags: { add: [1] } })).status).toBe(200);
    expect((await links()).map(({ tag }) => Number(tag))).toEqual([1, 4]);
  });

  it("are unknown where the list cannot be read, and not made without fields that a link needs", async () => {
    await served.publish(withRules({ create: "true", delete: "true", read: "false" }));
    expect(pointers(await patch({ tags: [1] }))).toEqual([["/tags", "unknown_field"]]);
    await unchanged();
    const title = readDefinition(library).field(fieldId("book", "title")) as FieldRecord;
    const id = "fld_further1" as typeof title.id;
    const since = { ...title, id, modelId: link.modelId, name: "since", label: "Since" };
    await served.sql("DELETE FROM app.book_tags");
    await served.publish({ ...library, records: { ...library.records, [id]: since } } as AppDefinition);
    expect(pointers(await patch({ title: "New", tags: [1] }))).toEqual([["/tags/0/since", "required"]]);
    expect(await served.sql("SELECT 1 FROM app.book_tags")).toEqual([]);
  });

  it("are judged by the validations of the links, and those that warn can be confirmed", async () => {
    const validation: ValidationRecord = {
      kind: "validation",
      id: testId("validation", "old"),
      modelId: link.modelId,
      expression: "tag.name != 'old'",
      message: "That tag is old.",
      code: "old_tag",
      order: "a",
    };
    await served.publish(withRecords(library, validation));
    const refused = await patch({ title: "New", tags: [1, 2, 3] });
    expect([refused.status, ...pointers(refused)]).toEqual([422, ["/tags/2", "old_tag"]]);
    await unchanged();
    await served.publish(withRecords(library, { ...validation, severity: "warn" }));
    const warned = await patch({ title: "New", tags: { add: [3] } });
    expect([warned.status, warned.json().code, ...pointers(warned)]).toEqual([
      422,
      "unconfirmed_warnings",
      ["/tags/add/0", "old_tag"],
    ]);
    await unchanged();
    expect((await patch({ tags: { add: [3] } }, "books/1?confirm=true&fields=tags")).json()).toEqual({
      tags: [1, 2, 3],
      _more: [],
    });
  });

  it("say everything that is wrong in a body at once", async () => {
    const answer = await patch({ title: 3, tags: { add: ["x", null, 3], remove: [3], move: [] } });
    expect(answer.status).toBe(422);
    expect(pointers(answer).map(([pointer]) => pointer)).toEqual([
      "/title",
      "/tags/move",
      "/tags/add/0",
      "/tags/add/1",
      "/tags/remove/0",
    ]);
    for (const tags of [null, 3, "1", true]) expect(pointers(await patch({ tags }))).toEqual([["/tags", "wrong_type"]]);
    expect(
      pointers(
        await patch(
          [
            { id: 1, tags: 1 },
            { id: 2, tags: ["x"] },
          ],
          "books",
        ),
      ),
    ).toEqual([
      ["/0/tags", "wrong_type"],
      ["/1/tags/0", "wrong_type"],
    ]);
    await unchanged();
  });

  it("change at most a hundred in one write", async () => {
    await served.sql(
      "INSERT INTO app.tag (id, name, secret) OVERRIDING SYSTEM VALUE SELECT n, 't', false FROM generate_series(101, 300) n",
    );
    const many = Array.from({ length: 101 }, (_, index) => 101 + index);
    const refused = await patch({ title: "New", tags: { add: many } });
    expect([refused.status, ...pointers(refused)]).toEqual([422, ["/tags", "too_many"]]);
    await unchanged();
    await served.sql("INSERT INTO app.book_tags (book, tag) SELECT 1, n FROM generate_series(101, 300) n");
    expect(pointers(await patch({ title: "New", tags: [] }))).toEqual([["/tags", "too_many"]]);
    expect((await links()).length).toBe(203);
    // Of a long list only the difference counts.
    const all = Array.from({ length: 200 }, (_, index) => 101 + index);
    expect((await patch({ tags: [...all, 3] })).status).toBe(200);
    expect((await links()).length).toBe(202);
  });

  it("leave everything as it was when the row itself is refused or has another version", async () => {
    expect((await send("PATCH", "books/1", { tags: [] }, { "if-match": '"7-x"' })).status).toBe(412);
    expect((await patch({ title: null, tags: [] })).status).toBe(422);
    expect((await send("PATCH", "books/1?limit=3", { tags: [] })).status).toBe(400);
    expect((await send("PATCH", "books/1?fields=tgs", { tags: [] })).status).toBe(400);
    await unchanged();
  });
});

describe("links written through their owner [REL-03]", () => {
  it("are set as a difference: links that stay keep their rows, hidden ones stay", async () => {
    const before = await links();
    const answer = await send("PATCH", "books/1?fields=id,tags", { tags: [3, 2, 3] });
    expect([answer.status, answer.json()]).toEqual([200, { id: 1, tags: [2, 3], _more: [] }]);
    const after = await links();
    expect(after.map(({ tag }) => Number(tag))).toEqual([2, 4, 3]);
    expect(after.slice(0, 2)).toEqual(before.slice(1));
    expect(Number(await version())).toBe(2);
    expect(answer.headers.etag).toBe((await send("GET", "books/1?fields=id,tags")).headers.etag);
    expect((await send("PATCH", "books/1", { tags: [] }, { "if-match": String(answer.headers.etag) })).status).toBe(
      200,
    );
    expect(await tagsOf()).toEqual([]);
    expect((await links()).map(({ tag }) => Number(tag))).toEqual([4]);
  });

  it("are added and removed, the same again without an effect", async () => {
    for (const _ of [1, 2]) {
      const answer = await patch({ title: "Dune II", tags: { add: [3, 2], remove: [1] } });
      expect([answer.status, answer.json()]).toEqual([200, { id: 1, title: "Dune II", locked: false }]);
      expect(await tagsOf()).toEqual([2, 3]);
    }
    expect((await links()).length).toBe(3);
    expect((await patch({ tags: {} })).status).toBe(200);
    expect(await tagsOf()).toEqual([2, 3]);
  });

  it("come with a new row, once with one key", async () => {
    const headers = { "idempotency-key": "a-book-with-tags-1" };
    const made = await send("POST", "books?fields=title,tags", { title: "Ulysses", tags: [1, 3] }, headers);
    expect([made.status, made.json()]).toEqual([201, { title: "Ulysses", tags: [1, 3], _more: [] }]);
    const again = await send("POST", "books?fields=title,tags", { title: "Ulysses", tags: [1, 3] }, headers);
    expect([again.status, again.json()]).toEqual([201, made.json()]);
    expect(again.headers.location).toBe(made.headers.location);
    const refused = await send("POST", "books", { title: "Hidden", tags: [1, 5] });
    expect([refused.status, ...pointers(refused)]).toEqual([422, ["/tags/1", "not_found"]]);
    expect(await served.sql("SELECT title FROM app.book ORDER BY id")).toHaveLength(3);
  });

  it("stay with a PUT that does not name them, and are set by one that does", async () => {
    expect((await send("PUT", "books/1", { title: "A", locked: false })).status).toBe(200);
    expect(await tagsOf()).toEqual([1, 2]);
    expect((await send("PUT", "books/1", { title: "B", locked: false, tags: [2] })).status).toBe(200);
    expect(await tagsOf()).toEqual([2]);
  });

  it("are written from the other end too, of which the version rises alone", async () => {
    await served.publish(
      edited(
        library,
        setRule(readDefinition(library), { modelId: modelId("tag"), action: "update", expression: "true" }, random)
          .operations,
      ),
    );
    expect((await send("PATCH", "tags/3?fields=books", { books: [1] })).json()).toEqual({ books: [1], _more: [] });
    expect(await tagsOf()).toEqual([1, 2, 3]);
    expect(Number(await version())).toBe(1);
    expect(await served.sql("SELECT _version::int AS v FROM app.tag WHERE id = 3")).toEqual([{ v: 2 }]);
  });

  it("are written with many rows in one write, all or none", async () => {
    const made = await send("POST", "books", [
      { title: "A", locked: false, tags: [1, 3] },
      { title: "B", locked: false },
      { title: "C", locked: false, tags: [2] },
    ]);
    expect([made.status, made.json()]).toEqual([201, [{ id: 3 }, { id: 4 }, { id: 5 }]]);
    const all = async () => [await tagsOf(3), await tagsOf(4), await tagsOf(5)];
    expect(await all()).toEqual([[1, 3], [], [2]]);
    const changed = [{ id: 3, tags: { add: [2], remove: [1] } }, { id: 5, title: "D", tags: [] }, { id: 4 }];
    expect((await send("PATCH", "books", changed)).status).toBe(200);
    expect(await all()).toEqual([[2, 3], [], []]);
    expect(await served.sql("SELECT title, _version::int AS v FROM app.book WHERE id > 2 ORDER BY id")).toEqual([
      { title: "A", v: 2 },
      { title: "B", v: 1 },
      { title: "D", v: 2 },
    ]);
    const refused = await send("PATCH", "books", [
      { id: 3, title: "Z", tags: [] },
      { id: 4, tags: { add: [1, 5] } },
    ]);
    expect([refused.status, ...pointers(refused)]).toEqual([422, ["/1/tags/add/1", "not_found"]]);
    expect(await all()).toEqual([[2, 3], [], []]);
    const many = Array.from({ length: 101 }, () => ({ title: "x", tags: [1] }));
    expect(pointers(await send("POST", "books", many))).toEqual([["/100", "too_many"]]);
  });

  it("of two people at once all stay", async () => {
    const answers = await Promise.all([3, 1, 2, 3].map((tag) => patch({ tags: { add: [tag] } })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await tagsOf()).toEqual([1, 2, 3]);
  });

  it("of both ends at once all stay", async () => {
    const update = setRule(
      readDefinition(library),
      { modelId: modelId("tag"), action: "update", expression: "true" },
      random,
    );
    await served.publish(edited(library, update.operations));
    for (let round = 0; round < 10; round++) {
      await served.sql("DELETE FROM app.book_tags");
      const answers = await Promise.all([
        patch({ tags: { add: [3] } }),
        send("PATCH", "tags/3", { books: { add: [1] } }),
        send("PATCH", "tags/2", { books: [1] }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await tagsOf()).toEqual([2, 3]);
    }
  });

  it("are described by OpenAPI", async () => {
    const { components, paths } = (await served.request("GET", "/api/openapi.json")).json<{
      components: { schemas: Record<string, { properties: Record<string, { anyOf?: unknown[] }> }> };
      paths: Record<string, Record<string, { responses: object; parameters: { name?: string }[] }>>;
    }>();
    const keys = { type: "array", items: expect.anything(), maxItems: 1000 };
    const change = { type: "object", properties: { add: keys, remove: keys }, additionalProperties: false };
    for (const name of ["BookInput", "BookPatch", "BookPatchItem"])
      expect(components.schemas[name]?.properties.tags?.anyOf).toEqual([keys, change]);
    const operation = paths["/api/v1/books/{id}"]?.patch;
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(["403", "409", "422"]));
    expect(operation?.parameters.map(({ name }) => name)).toContain("fields");
  });
});
