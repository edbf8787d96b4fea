import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { usersModelOf } from "#engine/definition/users";
import { applyEdits } from "#engine/edits/apply-edits";
import { addField, typeOfRelation } from "#engine/edits/commands/fields";
import { addWriterField } from "#engine/edits/commands/writer-fields";
import type { EditOperation } from "#engine/edits/edit";
import { writerParts } from "#engine/field-types/relation";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, fieldId, integer, model, modelId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, signIn, withUsers } from "../support/users.ts";

/** Rows say who made them and who changed them last, which nobody can send. */
const open = { read: "true", create: "true", update: "true", delete: "true" };
const random = seededRandom(11);
const edited = (definition: AppDefinition, operations: readonly EditOperation[] = []): AppDefinition => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};

function withWriters(definition: AppDefinition): AppDefinition {
  let next = definition;
  for (const part of writerParts) {
    const added = addWriterField(readDefinition(next), { modelId: modelId("book"), part }, random);
    next = edited(next, added?.operations);
  }
  const users = usersModelOf(readDefinition(next));
  if (!users) throw new Error("no users");
  const owner = addField(
    readDefinition(next),
    { modelId: modelId("book"), label: "Owner", type: typeOfRelation(users.id, "set_null") },
    random,
  );
  return edited(edited(next, owner.operations), [
    { op: "update", id: owner.fieldId, set: { computedDefault: "user" }, unset: [] },
  ]);
}

const definition = withWriters(
  withUsers(app(model("book", text("title"), integer("price"), { rules: open, api: true, history: true }))),
);

interface Book {
  readonly id: number;
  readonly created_by: number | null;
  readonly updated_by: number | null;
  readonly owner: number | null;
}
const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Zoe" } as const;

let served: ServedApp;
let rows: BuilderRows;
let ada: number;
let bo: number;
const cookies: Record<"ada" | "bo", string> = { ada: "", bo: "" };
beforeAll(async () => {
  served = await serveApp(definition);
  rows = new BuilderRows({
    apps: served.apps,
    data: served.data,
    clock: { now: () => new Date(), monotonic: () => performance.now() },
  });
  ada = Number(await addPerson(served, { email: "ada@example.com" }));
  bo = Number(await addPerson(served, { email: "bo@example.com", name: "Bo", staff: true }));
  cookies.ada = await signIn(served, "ada@example.com");
  cookies.bo = await signIn(served, "bo@example.com");
});
afterAll(() => served?.close());

const send = (method: string, path: string, body: unknown, who?: keyof typeof cookies) =>
  served.request(method, `/api/v1/book${path}`, {
    body,
    headers: who ? { cookie: cookies[who], "sec-fetch-site": "same-origin" } : {},
  });
async function written(method: string, path: string, body: unknown, who?: keyof typeof cookies): Promise<Book> {
  const answer = await send(method, path, body, who);
  expect([answer.status, answer.text]).toEqual([method === "POST" ? 201 : 200, expect.any(String)]);
  return answer.json<Book>();
}
const stored = async (id: number) =>
  (
    await served.sql<{ by: unknown[] }>(
      "SELECT json_build_array(created_by, updated_by) AS by FROM app.book WHERE id = $1",
      [id],
    )
  )[0]?.by;

describe("the fields that say who wrote a row", () => {
  it("[AUTH-13] [FLD-30] name the person who makes a row and the one who changes it, whatever the write", async () => {
    const book = await written("POST", "", { title: "Emma" }, "ada");
    expect(book).toMatchObject({ created_by: ada, updated_by: ada });
    expect(await written("PATCH", `/${book.id}`, { price: 3 }, "bo")).toMatchObject({
      created_by: ada,
      updated_by: bo,
    });
    expect(await written("PUT", `/${book.id}`, { ...book, title: "Emma" }, "ada")).toMatchObject({
      created_by: ada,
      updated_by: ada,
    });
    const many = await send("POST", "", [{ title: "A" }, { title: "B" }], "bo");
    expect(many.status).toBe(201);
    const made = await served.sql<{ id: string }>("SELECT id FROM app.book WHERE title IN ('A', 'B') ORDER BY id");
    for (const { id } of made) expect(await stored(Number(id))).toEqual([bo, bo]);
    const changed = await send(
      "PATCH",
      "",
      made.map(({ id }) => ({ id: Number(id), price: 4 })),
      "ada",
    );
    expect(changed.status).toBe(200);
    for (const { id } of made) expect(await stored(Number(id))).toEqual([bo, ada]);
  });

  it("are empty where nobody who signed in writes: visitors, keys and builders", async () => {
    const book = await written("POST", "", { title: "Persuasion" });
    expect(book).toMatchObject({ created_by: null, updated_by: null, owner: null });
    const signed = await written("POST", "", { title: "Sanditon" }, "ada");
    const group = readDefinition(definition).groups[0]?.id ?? "";
    const key = await served.key("writer", group);
    const byKey = await served.request("PATCH", `/api/v1/book/${signed.id}`, { key, body: { price: 1 } });
    expect(byKey.json()).toMatchObject({ created_by: ada, updated_by: null });
    await rows.create({ appId: served.appId, environment: "live" }, builder, modelId("book"), { title: "Lady Susan" });
    const [row] = await served.sql<{ id: string }>("SELECT id FROM app.book WHERE title = 'Lady Susan'");
    expect(await stored(Number(row?.id))).toEqual([null, null]);
  });

  it("cannot be sent, and a filter finds the rows of a person", async () => {
    for (const name of ["created_by", "updated_by"]) {
      const answer = await send("POST", "", { title: "Forged", [name]: bo }, "ada");
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('"read_only"')]);
    }
    const listed = await send("GET", `?created_by=${bo}&fields=title`, undefined, "ada");
    expect(listed.json<{ results: { title: string }[] }>().results.map(({ title }) => title)).toEqual(["A", "B"]);
    const document = await served.request("GET", "/api/openapi.json");
    const { components } = document.json<{
      components: { schemas: Record<string, { properties?: Record<string, { readOnly?: boolean }> }> };
    }>();
    const shown = Object.values(components.schemas).flatMap(({ properties }) => properties?.created_by ?? []);
    expect(shown.length).toBeGreaterThan(0);
    for (const property of shown) expect(JSON.stringify(property)).toContain('"readOnly":true');
  });

  it("stay with a row that is deleted and restored, and are no values of its history", async () => {
    const book = await written("POST", "", { title: "Lost" }, "bo");
    await send("DELETE", `/${book.id}`, undefined, "ada");
    const place = { appId: served.appId, environment: "live" };
    const [gone] = await rows.deleted(place, builder, modelId("book"), { limit: 1 });
    expect(gone).toBeDefined();
    await rows.restore(place, builder, modelId("book"), book.id);
    expect(await stored(book.id)).toEqual([bo, bo]);
    const lines = await served.sql<{ changes: object }>(
      "SELECT changes FROM app._history WHERE row_id = $1 AND action = 'create'",
      [String(book.id)],
    );
    expect(Object.keys(lines[0]?.changes ?? {})).toContain(fieldId("book", "title"));
    const creator = readDefinition(definition)
      .fields(modelId("book"))
      .find(({ name }) => name === "created_by");
    expect(Object.keys(lines[0]?.changes ?? {})).not.toContain(creator?.id);
  });

  it("are emptied when the person is deleted", async () => {
    const cy = Number(await addPerson(served, { email: "cy@example.com", name: "Cy" }));
    await served.sql("INSERT INTO app.book (title, created_by, updated_by) VALUES ('Of Cy', $1, $1)", [cy]);
    const place = { appId: served.appId, environment: "live" };
    const users = usersModelOf(readDefinition(definition))?.id ?? modelId("user");
    await rows.delete(place, builder, users, { id: cy, version: 1 });
    const [row] = await served.sql<{ created_by: unknown }>("SELECT created_by FROM app.book WHERE title = 'Of Cy'");
    expect(row?.created_by).toBeNull();
  });
});

describe("a relation to users that starts as the person [FLD-21]", () => {
  it("has the person who makes the row, unless another is chosen, and stays as it is by a change", async () => {
    const book = await written("POST", "", { title: "Mine" }, "bo");
    expect(book.owner).toBe(bo);
    expect((await written("POST", "", { title: "Yours", owner: ada }, "bo")).owner).toBe(ada);
    expect((await written("PATCH", `/${book.id}`, { price: 1 }, "ada")).owner).toBe(bo);
    expect((await send("POST", "", [{ title: "One" }, { title: "Two", owner: null }], "bo")).status).toBe(201);
    const found = await served.sql<{ owner: string | null }>(
      "SELECT owner FROM app.book WHERE title IN ('One', 'Two') ORDER BY title",
    );
    expect(found.map(({ owner }) => owner && Number(owner))).toEqual([bo, null]);
  });
});
