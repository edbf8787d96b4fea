import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { applyEdits } from "#engine/edits/apply-edits";
import { setRule } from "#engine/edits/commands/access";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, fieldId, integer, model, modelId, text } from "../builders.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** Books and tags, linked; each link has a note and a weight of its own. */
const random = seededRandom(12);
const open = { read: "true", create: "true", update: "true" };
const drawn = app(
  model("book", text("title"), text("note"), integer("weight", { required: true }), {
    pluralLabel: "Books",
    rules: open,
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
const linked = edited(drawn, link.operations);
type Rules = Partial<Record<"read" | "create" | "update" | "delete", string>>;

/** Fields of the link, made as those of the book are. */
function withDetails(rules: Rules, weightIsNeeded = false): AppDefinition {
  const detail = (name: string, rest: Partial<FieldRecord> = {}): FieldRecord => {
    const field = readDefinition(linked).field(fieldId("book", name)) as FieldRecord;
    return { ...field, ...rest, id: `fld_link${name}` as FieldRecord["id"], modelId: link.modelId };
  };
  const details = [detail("note"), detail("weight", { required: weightIsNeeded })];
  const added = Object.fromEntries(details.map((field) => [field.id, field]));
  const definition = { ...linked, records: { ...linked.records, ...added } } as AppDefinition;
  return Object.entries({ create: "true", delete: "true", ...rules }).reduce((made, [action, expression]) => {
    const rule = { modelId: link.modelId, action: action as keyof Rules, expression };
    return edited(made, setRule(readDefinition(made), rule, random).operations);
  }, definition);
}
const library = withDetails({ update: "weight < 10" });

let served: ServedApp;
const patch = (tags: unknown) =>
  served.request("PATCH", "/api/v1/books/1", {
    body: { title: "New", tags },
    headers: { "content-type": "application/json" },
  });
const links = () =>
  served.sql("SELECT id::int, tag::int, note, weight::int, _version::int AS v FROM app.book_tags ORDER BY id");
const told = (answer: Answered) => [
  answer.status,
  answer.json().code,
  ...(answer.json<{ errors?: { pointer: string; code: string }[] }>().errors ?? []).map(({ pointer, code }) => [
    pointer,
    code,
  ]),
];
const START = [
  { id: 1, tag: 1, note: "first", weight: 1, v: 1 },
  { id: 2, tag: 2, note: null, weight: 20, v: 1 },
];
async function unchanged(): Promise<void> {
  expect(await links()).toEqual(START);
  expect(await served.sql("SELECT title FROM app.book")).toEqual([{ title: "Dune" }]);
}

beforeAll(async () => {
  served = await serveApp(library);
});
beforeEach(async () => {
  await served.publish(library);
  await served.sql("TRUNCATE app.book, app.tag, app.book_tags RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.book (title, weight) VALUES ('Dune', 1)");
  await served.sql(
    "INSERT INTO app.tag (name, secret) VALUES ('a', false), ('b', false), ('c', false), ('d', false), ('x', true)",
  );
  await served.sql("INSERT INTO app.book_tags (book, tag, note, weight) VALUES (1, 1, 'first', 1), (1, 2, NULL, 20)");
});
afterAll(() => served?.close());

describe("links with fields of their own that are refused", () => {
  it("are told at the field or the link", async () => {
    expect(
      told(
        await patch([
          { id: 3, weight: "heavy" },
          { note: "x" },
          { id: 4, colour: 1 },
          { id: 1, tag: 2 },
          { id: "x" },
          { id: 2 },
          { id: 2, note: "x" },
        ]),
      ),
    ).toEqual([
      422,
      "invalid_values",
      ["/tags/0/weight", "wrong_type"],
      ["/tags/1/id", "wrong_type"],
      ["/tags/2/colour", "unknown_field"],
      ["/tags/3/tag", "read_only"],
      ["/tags/4/id", "wrong_type"],
      ["/tags/6", "repeated"],
    ]);
    expect(told(await patch({ add: [{ id: 5, note: "x" }] }))).toEqual([
      422,
      "invalid_values",
      ["/tags/add/0", "not_found"],
    ]);
    expect(told(await patch({ remove: [{ id: 1 }] }))).toContainEqual(["/tags/remove/0", "wrong_type"]);
    await unchanged();
  });

  it("are told with 409 where they are there already", async () => {
    expect(told(await patch({ add: [3, { id: 1, note: "again" }] }))).toEqual([
      409,
      "already_exists",
      ["/tags/add/1", "already_linked"],
    ]);
    await unchanged();
    // Without values nothing is lost.
    expect((await patch({ add: [1, { id: 2 }] })).status).toBe(200);
    expect(await links()).toEqual(START);
  });

  it("are told with 409 where they are hidden, and stay as they are", async () => {
    await served.publish(withDetails({ update: "true", read: "weight < 10" }));
    for (const tags of [[{ id: 2, note: "mine" }], { add: [{ id: 2, note: "mine" }] }]) {
      expect(told(await patch(tags)).slice(0, 2)).toEqual([409, "already_exists"]);
    }
    await unchanged();
  });

  it("are not changed where no rule of the link allows it", async () => {
    expect(
      (
        await patch([
          { id: 1, note: "x" },
          { id: 2, note: "x" },
        ])
      ).status,
    ).toBe(401);
    const key = await served.key("ci", "none");
    const asKey = await served.request("PATCH", "/api/v1/books/1", {
      key,
      body: {
        title: "New",
        tags: [
          { id: 1, note: "x" },
          { id: 2, note: "x" },
        ],
      },
      headers: { "content-type": "application/json" },
    });
    expect(told(asKey)).toEqual([403, "rule_denied", ["/tags/1", "rule_denied"]]);
    await served.publish(withDetails({}));
    expect((await patch([{ id: 1, note: "x" }])).status).toBe(401);
    await unchanged();
  });

  it("are not made without what they need, and stay where they are there", async () => {
    await served.publish(withDetails({ update: "true" }, true));
    expect(told(await patch([1, 3, { id: 4, note: "x" }]))).toEqual([
      422,
      "invalid_values",
      ["/tags/1/weight", "required"],
      ["/tags/2/weight", "required"],
    ]);
    await unchanged();
    expect((await patch([1, 2, { id: 3, weight: 5 }])).status).toBe(200);
    expect(await links()).toEqual([...START, { id: 3, tag: 3, note: null, weight: 5, v: 1 }]);
  });
});

describe("links with fields of their own, written through their owner [REL-04] [REL-14]", () => {
  it("are set: new ones made, named fields of others changed, the rest removed", async () => {
    const answer = await patch([{ id: 1, note: "second" }, { id: 3, note: "new", weight: 4 }, 4]);
    expect(answer.status).toBe(200);
    expect(await links()).toEqual([
      { id: 1, tag: 1, note: "second", weight: 1, v: 2 },
      { id: 3, tag: 3, note: "new", weight: 4, v: 1 },
      { id: 4, tag: 4, note: null, weight: null, v: 1 },
    ]);
    expect((await patch([{ id: 1 }, { id: 3, note: null }, 4])).status).toBe(200);
    expect(await links()).toEqual([
      { id: 1, tag: 1, note: "second", weight: 1, v: 2 },
      { id: 3, tag: 3, note: null, weight: 4, v: 2 },
      { id: 4, tag: 4, note: null, weight: null, v: 1 },
    ]);
  });

  it("are added with values, and come with a new row", async () => {
    expect((await patch({ add: [{ id: 3, note: "new" }], remove: [2] })).status).toBe(200);
    expect(await links()).toEqual([START[0], { id: 3, tag: 3, note: "new", weight: null, v: 1 }]);
    const made = await served.request("POST", "/api/v1/books", {
      body: { weight: 1, tags: [{ id: 2, note: "its own" }] },
      headers: { "content-type": "application/json" },
    });
    expect(made.status).toBe(201);
    expect((await links()).at(-1)).toMatchObject({ tag: 2, note: "its own" });
  });

  it("are described by OpenAPI", async () => {
    const { components } = (await served.request("GET", "/api/openapi.json")).json<{
      components: { schemas: Record<string, { properties: Record<string, { anyOf: { items?: object }[] }> }> };
    }>();
    for (const name of ["BookInput", "BookPatch"]) {
      expect(components.schemas[name]?.properties.tags?.anyOf[0]?.items).toEqual({
        anyOf: [
          expect.anything(),
          {
            type: "object",
            required: ["id"],
            properties: { id: expect.anything(), note: expect.anything(), weight: expect.anything() },
            additionalProperties: false,
          },
        ],
      });
    }
  });
});
