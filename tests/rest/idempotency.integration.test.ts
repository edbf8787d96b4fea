import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonValue } from "#engine/definition/json";
import { visitor } from "#engine/principal";
import { RequestClient } from "#engine/runtime/data/request-client";
import { planCreate } from "#engine/runtime/execution/plan-write";
import { inTransaction } from "#engine/runtime/execution/transaction";
import { type WriteOutcome, writeRow } from "#engine/runtime/execution/write-row";
import type { LiveApp } from "#engine/runtime/releases/live-app";
import type { ModelUnit } from "#engine/snapshot/model-unit";
import { purgeSubmissions } from "../../workers/housekeeping/purge-submissions.ts";
import { app, decimal, model, modelId, testId, text } from "../builders.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

const clerks = testId("group", "clerks");
const drawn = app(
  model("order", text("number", { unique: true }), decimal("total"), {
    rules: { read: "true", create: "total > 0", update: "true", delete: "true" },
    api: true,
  }),
  model("parcel", text("to"), { key: "uuid", rules: { read: "true", create: "true" }, api: true }),
  model("message", text("words"), { rules: { create: "true" }, api: true }),
);
const definition = {
  ...drawn,
  records: {
    ...drawn.records,
    [clerks]: { kind: "group" as const, id: clerks, name: "clerks", label: "Clerks", order: "i" },
  },
};

let served: ServedApp;
let clerk: string;
beforeAll(async () => {
  served = await serveApp(definition);
  clerk = await served.key("Clerk", clerks);
});
afterAll(() => served?.close());
beforeEach(() => served.sql('TRUNCATE app."order", app.parcel, app.message, app._submissions'));

let number = 0;
const newKey = () => `key-${++number}`;
const send = (key: string, body: unknown, options: { readonly as?: string; readonly path?: string } = {}) =>
  served.request("POST", `/api/v1/${options.path ?? "order"}`, {
    key: options.as,
    headers: { "idempotency-key": key },
    body,
  });
const count = async (table: string) => Number((await served.sql(`SELECT count(*) AS n FROM app.${table}`))[0]?.n);
const codeOf = (answer: Answered) => `${answer.status} ${answer.json<{ code: string }>().code}`;

describe("a POST with an Idempotency-Key", () => {
  it("is written once, and answered again with the row as it is now", async () => {
    const key = newKey();
    const first = await send(key, { number: "A1", total: "5" });
    expect([first.status, first.headers["idempotency-replayed"]]).toEqual([201, undefined]);
    const again = await send(key, { total: "5", number: "A1" });
    expect([again.status, again.headers["idempotency-replayed"]]).toEqual([201, "true"]);
    expect(again.json()).toEqual(first.json());
    expect([again.headers.location, again.headers.etag]).toEqual([first.headers.location, first.headers.etag]);
    // Quoted as the IETF draft has it, and at the address with a slash, it is the same.
    expect((await send(`"${key}"`, { number: "A1", total: "5" }, { path: "order/" })).text).toBe(first.text);
    const { id } = first.json<{ id: number }>();
    await served.request("PATCH", `/api/v1/order/${id}`, { body: { total: "6" } });
    expect((await send(key, { number: "A1", total: "5" })).json()).toMatchObject({ id, total: "6.00" });
    await served.request("DELETE", `/api/v1/order/${id}`);
    const gone = await send(key, { number: "A1", total: "5" });
    expect([gone.status, gone.text]).toEqual([201, ""]);
    expect(await count("order")).toBe(0);
  });

  it("of 8 at once exactly one writes", async () => {
    for (const path of ["order", "parcel"]) {
      const key = newKey();
      const body = path === "order" ? { number: "B1", total: "5" } : { to: "B1" };
      const all = await Promise.all(Array.from({ length: 8 }, () => send(key, body, { path })));
      expect(new Set(all.map((answer) => answer.status))).toEqual(new Set([201]));
      expect(new Set(all.map((answer) => answer.text)).size).toBe(1);
      expect(all.filter((answer) => answer.headers["idempotency-replayed"] === undefined)).toHaveLength(1);
      expect(await count(`"${path}"`)).toBe(1);
    }
  });

  it("with other values is refused, and each sender and model has keys of its own", async () => {
    const key = newKey();
    expect((await send(key, { number: "C1", total: "5" })).status).toBe(201);
    expect(codeOf(await send(key, { number: "C2", total: "5" }))).toBe("422 idempotency_key_reused");
    expect((await send(key, { number: "C2", total: "5" }, { as: clerk })).status).toBe(201);
    expect((await send(key, { to: "C3" }, { path: "parcel" })).status).toBe(201);
    expect([await count('"order"'), await count("parcel")]).toEqual([2, 1]);
  });

  it("uses no key when it is refused", async () => {
    const key = newKey();
    expect((await send(key, { number: "D1", total: "-5" }, { as: clerk })).status).toBe(403);
    expect((await send(key, { number: "D1", total: "much" })).status).toBe(422);
    expect((await send(newKey(), { number: "D0", total: "1" })).status).toBe(201);
    expect(codeOf(await send(key, { number: "D0", total: "5" }))).toBe("409 not_unique");
    expect(await count("_submissions")).toBe(1);
    expect((await send(key, { number: "D2", total: "5" })).status).toBe(201);
  });

  it("tells a caller who may not read nothing but that it is done", async () => {
    const key = newKey();
    for (const _ of [1, 2]) {
      const answer = await send(key, { words: "Hello" }, { path: "message" });
      expect([answer.status, answer.text, answer.headers.location]).toEqual([201, "", undefined]);
    }
    expect(await count("message")).toBe(1);
  });

  it.each(["", " ", "two words", "x".repeat(256), "schlüssel", '""'])("that is %j is refused", async (key) => {
    expect(codeOf(await send(key, { number: "E1", total: "5" }))).toBe("400 invalid_idempotency_key");
    expect(await count('"order"')).toBe(0);
  });

  it("is refused where it is not honoured", async () => {
    const { id } = (await send(newKey(), { number: "F1", total: "5" })).json<{ id: number }>();
    const headers = { "idempotency-key": newKey() };
    for (const [method, path, body] of [
      ["POST", "order", [{ number: "F2", total: "5" }]],
      ["PATCH", "order", [{ id, total: "7" }]],
      ["PATCH", `order/${id}`, { total: "7" }],
      ["PUT", `order/${id}`, { number: "F1", total: "7" }],
      ["DELETE", `order/${id}`, undefined],
    ] as const) {
      const answer = await served.request(method, `/api/v1/${path}`, { headers, body });
      expect(`${method} ${codeOf(answer)}`).toBe(`${method} 400 idempotency_unsupported`);
    }
    expect(await served.sql('SELECT number, total::int FROM app."order"')).toEqual([{ number: "F1", total: 5 }]);
  });

  it("can be sent again after a day", async () => {
    const key = newKey();
    await send(key, { to: "G1" }, { path: "parcel" });
    const quiet = () => undefined;
    const context = { appDatabase: { pool: served.pool }, log: { warn: quiet } } as never;
    await served.sql("UPDATE app._submissions SET at = now() - interval '23 hours'");
    await purgeSubmissions(context);
    expect(await count("_submissions")).toBe(1);
    await served.sql("UPDATE app._submissions SET at = now() - interval '25 hours'");
    await purgeSubmissions(context);
    expect(await count("_submissions")).toBe(0);
    await send(key, { to: "G1" }, { path: "parcel" });
    expect(await count("parcel")).toBe(2);
  });
});

describe("a create that is to be written once", () => {
  const call = (live: LiveApp) => ({
    live,
    data: served.data.heldBy(new RequestClient()),
    caller: visitor,
    who: live.snapshot.rules.classOf(visitor),
    entry: "api" as const,
    facts: { method: "POST", path: "/", time: "2026-01-01T00:00:00Z" },
    look: async () => live,
  });
  const once = { key: "a hash of nonce and values" };

  it("gives the row of the first one, also where only the key says what was sent", async () => {
    const live = (await served.apps.get(served.appId, "live")) as LiveApp;
    const orders = live.snapshot.models.get(modelId("order")) as ModelUnit;
    const body: JsonValue = { number: "H1", total: "5" };
    const make = () => writeRow(call(live), planCreate(call(live), orders, { body, once }));
    const first = (await make()) as Extract<WriteOutcome, { outcome: "written" }>;
    expect(first.outcome).toBe("written");
    expect(await make()).toEqual({ outcome: "madeBefore", id: first.id, isSame: true });
  });

  it("uses no key when its transaction is rolled back", async () => {
    const live = (await served.apps.get(served.appId, "live")) as LiveApp;
    const orders = live.snapshot.models.get(modelId("order")) as ModelUnit;
    const body: JsonValue = { number: "H2", total: "5" };
    const work = inTransaction(call(live), { what: "a form", deadlineMs: 3_000 }, async (transaction) => {
      await transaction.write(planCreate(call(live), orders, { body, once }));
      throw new Error("a line was refused");
    });
    await expect(work).rejects.toThrow("a line was refused");
    expect([await count('"order"'), await count("_submissions")]).toEqual([0, 0]);
  });
});
