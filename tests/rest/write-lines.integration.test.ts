import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { app, boolean, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** Orders with lines, and lines with parts. Locked lines may not be changed, hidden products not be named. */
const order = (rules = {}) =>
  model("order", text("number", { required: true }), boolean("locked", { default: false }), {
    pluralLabel: "Orders",
    rules: { read: "true", create: "true", update: "locked == false", delete: "true", ...rules },
    api: true,
  });
const line = (rules = {}) =>
  model(
    "line",
    relation("order", "order", { onDelete: "cascade", reverse: "lines", required: true }),
    relation("product", "product", { onDelete: "protect", reverse: "sold", required: true }),
    integer("quantity", { required: true, default: 1 }),
    text("code", { unique: true }),
    boolean("locked", { default: false }),
    {
      pluralLabel: "Lines",
      rules: {
        read: "true",
        create: "quantity < 100",
        update: "locked == false && quantity < 100",
        delete: "locked == false",
        ...rules,
      },
      api: true,
    },
  );
const others = [
  model("product", text("name"), boolean("hidden"), {
    pluralLabel: "Products",
    rules: { read: "hidden == false" },
    api: true,
  }),
  model("part", relation("line", "line", { onDelete: "cascade", reverse: "parts", required: true }), text("name"), {
    pluralLabel: "Parts",
    rules: { read: "true", create: "true" },
    api: true,
  }),
  model("note", relation("order", "order", { onDelete: "set_null", reverse: "notes" }), text("body"), {
    pluralLabel: "Notes",
    rules: { read: "true", create: "true", update: "true" },
    api: true,
  }),
];
const shop = app(order(), line(), ...others);

let served: ServedApp;
const send = (method: string, target: string, body?: unknown, headers: Record<string, string> = {}) =>
  served.request(method, `/api/v1/${target}`, { body, headers: { "content-type": "application/json", ...headers } });
const patch = (lines: unknown, more: object = {}) => send("PATCH", "orders/1", { ...more, lines });
const lines = () =>
  served.sql<{ id: number; order: number; quantity: number; v: number }>(
    'SELECT id::int, "order"::int, quantity::int, _version::int AS v FROM app.line ORDER BY id',
  );
const versionOf = async (id = 1) =>
  (await served.sql<{ v: number }>(`SELECT _version::int AS v FROM app."order" WHERE id = ${id}`))[0]?.v;
const told = (answer: Answered) => [
  answer.status,
  answer.json().code,
  ...answer.json<{ errors: { pointer: string; code: string }[] }>().errors.map(({ pointer, code }) => [pointer, code]),
];

const START = [
  { id: 1, order: 1, quantity: 2, v: 1 },
  { id: 2, order: 1, quantity: 3, v: 1 },
  { id: 3, order: 2, quantity: 4, v: 1 },
  { id: 4, order: 1, quantity: 5, v: 1 },
];
async function unchanged(): Promise<void> {
  expect(await lines()).toEqual(START);
  expect(await served.sql('SELECT number, _version::int AS v FROM app."order" WHERE id = 1')).toEqual([
    { number: "A1", v: 1 },
  ]);
}

beforeAll(async () => {
  served = await serveApp(shop);
});
beforeEach(async () => {
  await served.publish(shop);
  await served.sql('TRUNCATE app."order", app.line, app.product, app.part, app.note RESTART IDENTITY CASCADE');
  await served.sql(`INSERT INTO app."order" (number, locked) VALUES ('A1', false), ('A2', false), ('A3', true)`);
  await served.sql("INSERT INTO app.product (name, hidden) VALUES ('Pen', false), ('Ink', false), ('Secret', true)");
  await served.sql(
    `INSERT INTO app.line ("order", product, quantity, code, locked) VALUES (1, 1, 2, 'a', false), (1, 2, 3, 'b', false), (2, 1, 4, 'c', false), (1, 1, 5, 'd', true)`,
  );
});
afterAll(() => served?.close());

describe("rows that may not be written with their owner", () => {
  it("are refused where they belong to another row, do not exist, or the owner is new", async () => {
    for (const id of [3, 99]) {
      expect(
        told(await patch([{ product: 1 }, { id: 1, quantity: 9 }, { id, quantity: 1 }], { number: "New" })),
      ).toEqual([422, "invalid_values", ["/lines/2/id", "not_found"]]);
      expect(
        told(
          await patch([
            { id: 1, quantity: 9 },
            { id, _delete: true },
          ]),
        ),
      ).toEqual([422, "invalid_values", ["/lines/1/id", "not_found"]]);
      expect(told(await patch([{ id }]))).toEqual([422, "invalid_values", ["/lines/0/id", "not_found"]]);
      const made = await send("POST", "orders", { number: "B1", lines: [{ product: 1 }, { id, quantity: 1 }] });
      expect(told(made)).toEqual([422, "invalid_values", ["/lines/1/id", "not_found"]]);
    }
    expect((await served.sql('SELECT 1 FROM app."order"')).length).toBe(3);
    await unchanged();
  });

  it("are told with pointers, all mistakes of a body at once", async () => {
    const answer = await patch(
      [
        { product: 1, quantity: "many" },
        { quantity: 1 },
        "x",
        { id: 1, quantity: null, colour: 3 },
        { id: 1 },
        { id: 2, order: 2 },
        { product: 1, parts: [{ name: "Nib" }] },
        { product: 1, _version: 1 },
        { _delete: true },
        { id: 2, _delete: "yes" },
        { id: 2, _version: true },
      ],
      { number: null },
    );
    expect(told(answer)).toEqual([
      422,
      "invalid_values",
      ["/number", "required"],
      ["/lines/0/quantity", "wrong_type"],
      ["/lines/1/product", "required"],
      ["/lines/2", "wrong_type"],
      ["/lines/3/colour", "unknown_field"],
      ["/lines/3/quantity", "required"],
      ["/lines/4/id", "repeated"],
      ["/lines/5/order", "read_only"],
      ["/lines/6/parts", "too_deep"],
      ["/lines/7/_version", "read_only"],
      ["/lines/8/id", "required"],
      ["/lines/9/_delete", "wrong_type"],
      ["/lines/10/_version", "wrong_type"],
    ]);
    for (const wrong of [null, 3, {}, "x"]) expect(told(await patch(wrong))).toContainEqual(["/lines", "wrong_type"]);
    expect(told(await patch(Array.from({ length: 101 }, () => ({ product: 1 }))))).toContainEqual([
      "/lines",
      "too_many",
    ]);
    expect(told(await send("PATCH", "orders/1", { notes: [{ body: "Hello" }] }))).toContainEqual([
      "/notes",
      "read_only",
    ]);
    await unchanged();
  });

  it("are refused by the rules of their own model, and nothing is written", async () => {
    const key = await served.key("ci", "none");
    const asKey = (body: unknown) =>
      served.request("PATCH", "/api/v1/orders/1", { key, body, headers: { "content-type": "application/json" } });
    const tries: readonly (readonly [unknown, string])[] = [
      [{ product: 1, quantity: 100 }, "/lines/1"],
      [{ id: 1, quantity: 100 }, "/lines/1"],
      [{ id: 4, quantity: 1 }, "/lines/1"],
      [{ id: 4, _delete: true }, "/lines/1"],
    ];
    for (const [wrong, pointer] of tries) {
      const body = { number: "New", lines: [{ id: 2, quantity: 7 }, wrong] };
      expect(told(await asKey(body))).toEqual([403, "rule_denied", [pointer, "rule_denied"]]);
      expect((await send("PATCH", "orders/1", body)).status).toBe(401);
    }
    expect(told(await patch([{ product: 3 }, { product: 99 }, { id: 1, product: 3 }]))).toEqual([
      422,
      "invalid_values",
      ["/lines/2/product", "not_found"],
    ]);
    expect(told(await patch([{ product: 3 }, { product: 1 }, { product: 99 }]))).toEqual([
      422,
      "invalid_values",
      ["/lines/0/product", "not_found"],
      ["/lines/2/product", "not_found"],
    ]);
    await unchanged();
  });

  it("are refused where the owner may not be changed, has another version, or is refused itself", async () => {
    expect((await send("PATCH", "orders/3", { lines: [{ product: 1 }] })).status).toBe(401);
    expect((await send("PATCH", "orders/99", { lines: [{ product: 1 }] })).status).toBe(404);
    const stale = await send("PATCH", "orders/1", { lines: [{ product: 1 }] }, { "if-match": '"7-x"' });
    expect(stale.status).toBe(412);
    expect((await send("PATCH", "orders/1?limit=1", { lines: [] })).status).toBe(400);
    await unchanged();
  });

  it("are refused where another wrote them meanwhile, if they name the version that they know", async () => {
    const answer = await patch([
      { id: 1, quantity: 9, _version: 1 },
      { id: 2, _delete: true, _version: 2 },
    ]);
    expect(told(answer)).toEqual([412, "version_mismatch", ["/lines/1", "version_mismatch"]]);
    expect(told(await patch([{ id: 1, quantity: 9, _version: 3 }]))[0]).toBe(412);
    await unchanged();
    const tag = (await send("GET", "lines/1")).headers.etag;
    expect((await patch([{ id: 1, quantity: 9, _version: tag }])).status).toBe(200);
    expect(told(await patch([{ id: 1, quantity: 8, _version: tag }]))[0]).toBe(412);
  });

  it("are refused by unique values and by rows that depend on them", async () => {
    expect(
      told(
        await patch([
          { product: 1, code: "x" },
          { product: 1, code: "c" },
        ]),
      ),
    ).toEqual([409, "not_unique", ["/lines/1/code", "not_unique"]]);
    await unchanged();
    // What is deleted in the same write has given its value back.
    expect(
      (
        await patch([
          { product: 1, code: "a" },
          { id: 1, _delete: true },
        ])
      ).status,
    ).toBe(200);
  });

  it("are judged by the validations of their model, and those that warn can be confirmed", async () => {
    const validation: ValidationRecord = {
      kind: "validation",
      id: testId("validation", "few"),
      modelId: modelId("line"),
      expression: "quantity < 50",
      message: "That is a lot.",
      code: "a_lot",
      order: "a",
    };
    await served.publish(withRecords(shop, validation));
    expect(
      told(
        await patch([
          { id: 2, quantity: 7 },
          { id: 1, quantity: 60 },
        ]),
      ),
    ).toEqual([422, "invalid_values", ["/lines/1", "a_lot"]]);
    await unchanged();
    await served.publish(withRecords(shop, { ...validation, severity: "warn" }));
    expect(told(await patch([{ product: 1, quantity: 60 }]))).toEqual([
      422,
      "unconfirmed_warnings",
      ["/lines/0", "a_lot"],
    ]);
    await unchanged();
    const confirmed = await send("PATCH", "orders/1?confirm=true", { lines: [{ product: 1, quantity: 60 }] });
    expect(confirmed.status).toBe(200);
  });

  it("are unknown where the caller may do nothing with them", async () => {
    const closed = { read: "false", create: "false", update: "false", delete: "false" };
    await served.publish(app(order(), line(closed), ...others));
    expect(told(await patch([{ product: 1 }]))).toEqual([422, "invalid_values", ["/lines", "unknown_field"]]);
    await unchanged();
  });
});

describe("rows written with their owner [REL-14]", () => {
  it("are created, changed and deleted in one write, and the owner's version rises once", async () => {
    const answer = await send("PATCH", "orders/1?fields=number,lines.quantity", {
      number: "A1b",
      lines: [
        { product: 2, quantity: 6 },
        { id: 2, quantity: 9, code: "bb" },
        { id: 1, _delete: true },
        { product: 1 },
      ],
    });
    expect([answer.status, answer.json()]).toEqual([
      200,
      { number: "A1b", lines: [{ quantity: 9 }, { quantity: 5 }, { quantity: 6 }, { quantity: 1 }], _more: [] },
    ]);
    expect(await lines()).toEqual([
      { id: 2, order: 1, quantity: 9, v: 2 },
      START[2],
      START[3],
      { id: 5, order: 1, quantity: 6, v: 1 },
      { id: 6, order: 1, quantity: 1, v: 1 },
    ]);
    expect(await versionOf()).toBe(2);
    expect(answer.headers.etag).toBe((await send("GET", "orders/1?fields=number,lines.quantity")).headers.etag);
  });

  it("come with a new row, once with one key", async () => {
    const headers = { "idempotency-key": "an-order-with-lines" };
    const body = { number: "B1", lines: [{ product: 1, quantity: 2 }, { product: 2 }] };
    const made = await send("POST", "orders?fields=id,lines", body, headers);
    expect([made.status, made.json()]).toEqual([201, { id: 4, lines: [5, 6], _more: [] }]);
    const again = await send("POST", "orders?fields=id,lines", body, headers);
    expect([again.status, again.json(), again.headers["idempotency-replayed"]]).toEqual([201, made.json(), "true"]);
    expect(again.headers.location).toBe(made.headers.location);
    const other = await send("POST", "orders", { ...body, lines: [{ product: 1 }] }, headers);
    expect([other.status, other.json().code]).toEqual([422, "idempotency_key_reused"]);
    const failing = { "idempotency-key": "an-order-that-fails-first" };
    expect((await send("POST", "orders", { number: "B2", lines: [{ product: 3 }] }, failing)).status).toBe(422);
    expect((await send("POST", "orders", { number: "B2", lines: [{ product: 1 }] }, failing)).status).toBe(201);
    expect((await lines()).length).toBe(7);
  });

  it("are made by a caller who may create the owner and its rows, and read neither", async () => {
    const closed = { read: "false", update: "false", delete: "false" };
    await served.publish(app(order(closed), line(closed), ...others));
    const made = await send("POST", "orders", { number: "B1", lines: [{ product: 1 }, { product: 2, quantity: 4 }] });
    expect([made.status, made.body]).toEqual([201, undefined]);
    expect((await lines()).filter((row) => row.order === 4).map(({ quantity }) => quantity)).toEqual([1, 4]);
    expect(told(await send("POST", "orders", { number: "B2", lines: [{ product: 3 }] }))).toContainEqual([
      "/lines/0/product",
      "not_found",
    ]);
  });

  it("stay where a body does not name them, and in a PUT too", async () => {
    expect((await patch([])).status).toBe(200);
    expect((await send("PUT", "orders/1", { number: "P", locked: false })).status).toBe(200);
    expect(await lines()).toEqual(START);
    expect(
      (await send("PUT", "orders/1", { number: "P", locked: false, lines: [{ id: 1, quantity: 8 }] })).status,
    ).toBe(200);
    expect((await lines())[0]).toEqual({ id: 1, order: 1, quantity: 8, v: 2 });
    expect((await patch([{ id: 1 }])).status).toBe(200);
    expect((await lines())[0]).toEqual({ id: 1, order: 1, quantity: 8, v: 2 });
  });

  it("take the rows that depend on them along when they are deleted", async () => {
    await served.sql("INSERT INTO app.part (line, name) VALUES (1, 'Nib'), (2, 'Cap')");
    expect((await patch([{ id: 1, _delete: true }])).status).toBe(200);
    expect(await served.sql("SELECT name FROM app.part")).toEqual([{ name: "Cap" }]);
  });

  it("come with many rows in one write: one statement for the rows of all, all or none", async () => {
    const made = await send("POST", "orders", [
      { number: "M1", lines: [{ product: 1, quantity: 2 }, { product: 2 }] },
      { number: "M2" },
      { number: "M3", lines: [{ product: 1, quantity: 7 }] },
    ]);
    expect([made.status, made.json()]).toEqual([201, [{ id: 4 }, { id: 5 }, { id: 6 }]]);
    expect((await lines()).slice(4).map((row) => [row.order, row.quantity])).toEqual([
      [4, 2],
      [4, 1],
      [6, 7],
    ]);
    const changed = await send("PATCH", "orders", [
      {
        id: 4,
        lines: [
          { id: 5, quantity: 3 },
          { id: 6, _delete: true },
        ],
      },
      { id: 6, number: "M3b", lines: [{ product: 2 }] },
      { id: 5, lines: [] },
    ]);
    expect([changed.status, changed.json()]).toEqual([200, [{ id: 4 }, { id: 6 }, { id: 5 }]]);
    expect((await lines()).slice(4).map((row) => [row.order, row.quantity, row.v])).toEqual([
      [4, 3, 2],
      [6, 7, 1],
      [6, 1, 1],
    ]);
    expect([await versionOf(4), await versionOf(5), await versionOf(6)]).toEqual([2, 2, 2]);
    const before = await lines();
    const refused = await send("PATCH", "orders", [
      { id: 6, number: "no", lines: [{ product: 1 }] },
      { id: 4, lines: [{ product: 1 }, { id: 7, quantity: 1 }, { product: 3 }] },
    ]);
    expect(told(refused)).toEqual([422, "invalid_values", ["/1/lines/1/id", "not_found"]]);
    const wrong = await send("POST", "orders", [{ number: 3, lines: [{ product: "x" }] }, { lines: 3 }]);
    expect(told(wrong).slice(2)).toEqual([
      ["/0/number", "wrong_type"],
      ["/1/number", "required"],
      ["/0/lines/0/product", "wrong_type"],
      ["/1/lines", "wrong_type"],
    ]);
    expect(await lines()).toEqual(before);
    const many = Array.from({ length: 11 }, () => ({
      number: "x",
      lines: Array.from({ length: 100 }, () => ({ product: 1 })),
    }));
    expect(told(await send("POST", "orders", many))).toEqual([422, "invalid_values", ["", "too_many"]]);
  });

  it("are made with many rows by a caller who may read none of them", async () => {
    const closed = { read: "false", update: "false", delete: "false" };
    await served.publish(app(order(closed), line(closed), ...others));
    const made = await send("POST", "orders", [
      { number: "B1", lines: [{ product: 1, quantity: 9 }] },
      { number: "B2" },
    ]);
    expect([made.status, made.json()]).toEqual([201, [null, null]]);
    expect((await lines()).at(-1)).toMatchObject({ order: 4, quantity: 9 });
  });

  it("of two people at once are all written", async () => {
    const answers = await Promise.all([1, 2, 1, 2].map((product) => patch([{ product }])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await lines()).filter((row) => row.order === 1).length).toBe(7);
    expect(await versionOf()).toBe(5);
  });

  it("are described by OpenAPI", async () => {
    type Schema = {
      required?: string[];
      properties: Record<string, { items: { $ref?: string; anyOf?: { $ref: string }[] } }>;
    };
    const { components, paths } = (await served.request("GET", "/api/openapi.json")).json<{
      components: { schemas: Record<string, Schema> };
      paths: Record<string, Record<string, { responses: object; requestBody: object }>>;
    }>();
    const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const { schemas } = components;
    expect(schemas.OrderInput?.properties.lines?.items).toEqual(named("LineOfOrder"));
    for (const name of ["OrderPatch", "OrderReplacement"]) {
      expect(schemas[name]?.properties.lines?.items.anyOf).toEqual([named("LineOfOrder"), named("LineOfOrderPatch")]);
    }
    expect(schemas.LineOfOrder?.required).toEqual(["product"]);
    expect(Object.keys(schemas.LineOfOrder?.properties ?? {})).toEqual(["product", "quantity", "code", "locked"]);
    expect(schemas.LineOfOrderPatch?.required).toEqual(["id"]);
    expect(Object.keys(schemas.LineOfOrderPatch?.properties ?? {})).toEqual(
      expect.arrayContaining(["id", "_version", "_delete", "product"]),
    );
    expect(Object.keys(schemas.OrderInput?.properties ?? {})).not.toContain("notes");
    const put = paths["/api/v1/orders/{id}"]?.put;
    expect(JSON.stringify(put?.requestBody)).toContain("OrderReplacement");
    expect(Object.keys(put?.responses ?? {})).toEqual(expect.arrayContaining(["403", "409", "412", "422"]));
  });
});
