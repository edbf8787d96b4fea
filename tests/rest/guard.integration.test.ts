import { afterEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, model, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * docs/mechanics.md, 1, without load and without notification: the engine holds the snapshot of the release before, with
 * its statements prepared, and only the guard tells it. Each case answers from the new release or not at all.
 */
const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true };
let served: ServedApp;
afterEach(() => served?.close());

const get = async (path: string) => (await served.request("GET", `/api/v1/${path}`)).json();
/** Prepares every statement that the tests use later. */
async function warm(definition: AppDefinition, body: object): Promise<void> {
  served = await serveApp(definition);
  for (let row = 0; row < 6; row++) {
    expect((await served.request("POST", "/api/v1/item", { body })).status).toBe(201);
    await get("item/1");
    await get("item");
    await served.request("PATCH", "/api/v1/item/1", { body });
  }
}

describe("after a release that the engine has not heard of", () => {
  const swapped = (first: string, second: string) =>
    app(model("item", text(first, { as: "one" }), text(second, { as: "two" }), open));

  it("values stay under their own names when two fields swap them", async () => {
    await warm(swapped("a", "b"), { a: "ONE", b: "TWO" });
    await served.publish(swapped("b", "a"));
    expect(await get("item/1")).toMatchObject({ b: "ONE", a: "TWO" });
    await served.publish(swapped("a", "b"));
    expect(await get("item?limit=1")).toMatchObject({ results: [{ a: "ONE", b: "TWO" }] });
  });

  it("a write does not land in a new field that has the old name", async () => {
    await warm(swapped("a", "b"), { a: "ONE", b: "TWO" });
    await served.publish(
      app(model("item", text("was_a", { as: "one" }), text("b", { as: "two" }), text("a", { as: "new" }), open)),
    );
    const made = (await served.request("POST", "/api/v1/item", { body: { a: "x", b: "y" } })).json();
    expect(made).toMatchObject({ was_a: null, a: "x", b: "y" });
    const changed = (await served.request("PATCH", "/api/v1/item/1", { body: { a: "z" } })).json();
    expect(changed).toMatchObject({ was_a: "ONE", a: "z" });
  });

  it("a field that is gone is unknown, and one that came is there", async () => {
    await warm(swapped("a", "b"), { a: "ONE", b: "TWO" });
    await served.publish(app(model("item", text("a", { as: "one" }), open)));
    expect(await get("item/1")).toEqual({ id: 1, a: "ONE" });
    expect((await served.request("POST", "/api/v1/item", { body: { b: "x" } })).status).toBe(422);
    expect((await served.request("GET", "/api/v1/item?b=TWO")).status).toBe(400);
    await served.publish(swapped("a", "b"));
    expect((await served.request("GET", "/api/v1/item?b=TWO")).status).toBe(200);
  });

  it("a rule that was tightened holds at once, for reads and writes", async () => {
    await warm(swapped("a", "b"), { a: "ONE", b: "TWO" });
    const strict = { rules: { read: 'a != "ONE"', update: "user != null" }, api: true };
    await served.publish(app(model("item", text("a", { as: "one" }), text("b", { as: "two" }), strict)));
    for (const path of ["item/1", "item", "item?count=exact"]) {
      expect((await served.request("GET", `/api/v1/${path}`)).text).not.toContain("ONE");
    }
    expect((await served.request("PATCH", "/api/v1/item/1", { body: { b: "x" } })).status).toBe(401);
    expect((await served.request("POST", "/api/v1/item", { body: { a: "x" } })).status).toBe(401);
    expect((await served.request("DELETE", "/api/v1/item/1")).status).toBe(401);
    expect(await served.sql("SELECT DISTINCT a, b FROM app.item")).toEqual([{ a: "ONE", b: "TWO" }]);
  });

  it("rows are found by the keys that they have now, when models of two kinds of key swap names", async () => {
    const drawn = (numbers: string, uuids: string) =>
      app(
        model(numbers, text("a", { as: "one" }), { ...open, as: "numbers" }),
        model(uuids, text("a", { as: "one" }), { ...open, as: "uuids", key: "uuid" }),
        model("note", relation("of", numbers, { as: "of" }), relation("and", uuids, { as: "and" }), open),
      );
    await warm(drawn("item", "other"), { a: "NUMBER" });
    const { id } = (await served.request("POST", "/api/v1/other", { body: { a: "UUID" } })).json<{ id: string }>();
    const note = { of: 1, and: id };
    for (let time = 0; time < 4; time++) {
      await served.request("POST", "/api/v1/note", { body: note });
      await get(`other/${id}`);
      await get(`note?of=1&and=${id}`);
    }
    await served.publish(drawn("other", "item"));
    expect(await get(`item/${id}`)).toEqual({ id, a: "UUID" });
    expect(await get("other/1")).toEqual({ id: 1, a: "NUMBER" });
    expect((await served.request("GET", "/api/v1/item/1")).status).toBe(404);
    expect((await served.request("PATCH", `/api/v1/item/${id}`, { body: { a: "Z" } })).json()).toEqual({ id, a: "Z" });
    await served.publish(drawn("item", "other"));
    expect((await served.request("DELETE", `/api/v1/other/${id}`)).status).toBe(409);
    expect(await get("item?id=1")).toMatchObject({ results: [{ id: 1 }] });
    const swapped = app(
      model("item", text("a", { as: "one" }), { ...open, as: "numbers" }),
      model("other", text("a", { as: "one" }), { ...open, as: "uuids", key: "uuid" }),
      model("note", relation("and", "item", { as: "of" }), relation("of", "other", { as: "and" }), open),
    );
    await served.publish(swapped);
    expect((await served.request("GET", `/api/v1/note?of=${id}&and=1&limit=1`)).status).toBe(200);
    const made = await served.request("POST", "/api/v1/note", { body: { of: id, and: 1 } });
    expect([made.status, made.json()]).toMatchObject([201, { of: id, and: 1 }]);
  });

  it("a model that was closed is not there, and one that was opened is", async () => {
    await warm(swapped("a", "b"), { a: "ONE", b: "TWO" });
    await served.publish(app(model("item", text("a", { as: "one" }), text("b", { as: "two" }), { rules: open.rules })));
    expect((await served.request("GET", "/api/v1/item/1")).status).toBe(404);
    await served.publish(swapped("a", "b"));
    expect((await served.request("GET", "/api/v1/item/1")).status).toBe(200);
  });

  it("a refusal by the database is the new release's: a unique rule that went refuses nothing", async () => {
    const unique = (isUnique: boolean) => app(model("item", text("a", { as: "one", unique: isUnique }), open));
    served = await serveApp(unique(true));
    await served.request("POST", "/api/v1/item", { body: { a: "x" } });
    expect((await served.request("POST", "/api/v1/item", { body: { a: "x" } })).status).toBe(409);
    await served.publish(unique(false));
    expect((await served.request("POST", "/api/v1/item", { body: { a: "x" } })).status).toBe(201);
  });

  it("a relation that changed its target nests the right rows", async () => {
    const drawn = (target: string) =>
      app(
        model("first", text("name"), open),
        model("second", text("name"), open),
        model("item", text("a", { as: "one" }), relation("of", target, { as: target }), open),
      );
    served = await serveApp(drawn("first"));
    await served.request("POST", "/api/v1/first", { body: { name: "FIRST" } });
    await served.request("POST", "/api/v1/second", { body: { name: "SECOND" } });
    await served.request("POST", "/api/v1/item", { body: { a: "x", of: 1 } });
    expect(await get("item/1?expand=of")).toMatchObject({ of: { name: "FIRST" } });
    await served.publish(drawn("second"));
    expect(await get("item/1?expand=of")).toMatchObject({ of: null });
    await served.request("PATCH", "/api/v1/item/1", { body: { of: 1 } });
    expect(await get("item/1?expand=of")).toMatchObject({ of: { name: "SECOND" } });
  });
});

it("an app that was suspended answers that nothing is published", async () => {
  await warm(app(model("item", text("a", { as: "one" }), open)), { a: "ONE" });
  await served.sql("DELETE FROM quintet.live");
  const answer = await served.request("GET", "/api/v1/item/1");
  expect([answer.status, answer.text.includes("ONE")]).toEqual([404, false]);
});

it("a key that is made is known at once, and a group that is renamed counts by its new name", async () => {
  const group = (name: string) => {
    const id = testId("group", "staff");
    const drawn = app(model("item", text("a"), { rules: { read: 'user.group == "crew"' }, api: true }));
    return {
      ...drawn,
      records: { ...drawn.records, [id]: { kind: "group" as const, id, name, label: name, order: "i" } },
    };
  };
  served = await serveApp(group("staff"));
  const key = await served.key("k", testId("group", "staff"));
  expect((await served.request("GET", "/api/v1/item", { key })).status).toBe(403);
  await served.publish(group("crew"));
  expect((await served.request("GET", "/api/v1/item", { key })).status).toBe(200);
});
