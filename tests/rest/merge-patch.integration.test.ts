import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonValue } from "#engine/definition/json";
import { app, field, model, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let served: ServedApp;
beforeAll(async () => {
  const open = { read: "true", create: "true", update: "true" };
  served = await serveApp(
    app(model("thing", text("name"), field("extra", { name: "json" }), { rules: open, api: true })),
  );
});
afterAll(() => served?.close());

const make = async (extra: JsonValue) => {
  const answer = await served.request("POST", "/api/v1/thing", { body: { extra } });
  return answer.json<{ id: number }>().id;
};
const patch = (id: number, body: unknown, type = "application/merge-patch+json") =>
  served.request("PATCH", `/api/v1/thing/${id}`, { body, headers: { "content-type": type } });

/** The examples of RFC 7396, appendix A, whose target is what a JSON field can hold. */
const examples: readonly (readonly [target: JsonValue, patch: JsonValue, result: JsonValue])[] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [null, { a: { b: null, c: 12 } }, { a: { c: 12 } }],
];

describe("a PATCH of a JSON field", () => {
  it.each(examples)("makes of %j with %j what RFC 7396 says", async (target, change, result) => {
    const id = await make(target);
    for (const type of ["application/merge-patch+json", "application/json"]) {
      const answer = await patch(id, { extra: change }, type);
      expect(answer.json()).toMatchObject({ id, extra: result });
    }
    const other = await make(target);
    const many = await served.request("PATCH", "/api/v1/thing", {
      body: [
        { id: other, extra: change },
        { id, name: "x" },
      ],
    });
    expect(many.status).toBe(200);
    expect((await served.request("GET", `/api/v1/thing/${other}`)).json()).toMatchObject({ extra: result });
  });

  it("keeps every member when many change one each at the same moment", async () => {
    const id = await make({ from: "the start" });
    const names = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const answers = await Promise.all(names.map((name) => patch(id, { extra: { [name]: { set: true } } })));
    expect(answers.map((answer) => answer.status)).toEqual(names.map(() => 200));
    const { extra } = (await served.request("GET", `/api/v1/thing/${id}`)).json<{ extra: object }>();
    expect(Object.keys(extra).sort()).toEqual(["from", ...names].sort());
  });

  it("keeps the digits of numbers, and a PUT replaces", async () => {
    const id = await make({ a: 1 });
    await served.sql("UPDATE app.thing SET extra = '{\"n\": 12345678901234567890.123}' WHERE id = $1", [id]);
    await patch(id, { extra: { b: 2 } });
    const rows = await served.sql("SELECT extra::text AS text FROM app.thing WHERE id = $1", [id]);
    expect(rows).toEqual([{ text: '{"b": 2, "n": 12345678901234567890.123}' }]);
    const put = await served.request("PUT", `/api/v1/thing/${id}`, { body: { extra: { only: true } } });
    expect(put.json()).toMatchObject({ extra: { only: true } });
  });
});
