import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, decimal, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { step, withFlows } from "../support/flow-records.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

const RULES = { read: "true", create: "true", update: "true", delete: "true" };
const book = modelId("book");
const order = modelId("order");

function shop(): AppDefinition {
  const drawn = app(
    model("book", text("isbn", { required: true }), text("title"), integer("stock"), decimal("price"), {
      pluralLabel: "Books",
      rules: { ...RULES, read: 'title != "hidden"' },
    }),
    model("order", relation("book", "book"), integer("pieces", { required: true }), text("note"), {
      pluralLabel: "Orders",
      rules: { ...RULES, create: 'coalesce(record.note, "") != "forbidden"' },
    }),
    model("secret", text("word"), { pluralLabel: "Secrets" }),
  );
  const isbn = [
    { name: "isbn", type: { name: "text", maxLength: 20 }, required: true },
    { name: "pieces", type: { name: "integer", min: 1, max: 99 }, required: true },
  ];
  const found = step("wanted", {
    name: "find_one",
    modelId: book,
    where: "record.isbn == body.isbn",
    otherwise: "not_found",
  });
  const made = step("made", {
    name: "create",
    modelId: order,
    values: { [fieldId("order", "book")]: "wanted", [fieldId("order", "pieces")]: "body.pieces" },
  });
  const soldOut = step("sold_out", { name: "refuse", status: 409, message: "Sold out." });
  const total = step("sum", { name: "set", values: { total: "wanted.price * body.pieces", order: "made.id" } });
  const answer = step("answer", { name: "respond", as: "json", status: 201, value: "sum" });
  return withFlows(
    drawn,
    {
      name: "place_order",
      at: ["POST /orders/"],
      inputs: isbn,
      steps: [
        found,
        step("enough", { name: "if", condition: "wanted.stock >= body.pieces" }, [
          [
            "then",
            [
              step("take", {
                name: "update",
                modelId: book,
                row: "wanted",
                values: { [fieldId("book", "stock")]: "record.stock - body.pieces" },
              }),
            ],
          ],
          ["else", [soldOut]],
        ]),
        made,
        total,
        answer,
      ],
    },
    {
      name: "take_where",
      at: ["POST /take/"],
      inputs: isbn,
      steps: [
        step("taken", {
          name: "update",
          modelId: book,
          where: "record.isbn == body.isbn and record.stock >= body.pieces",
          values: { [fieldId("book", "stock")]: "record.stock - body.pieces" },
        }),
        step("none", { name: "if", condition: "taken == 0" }, [["then", [soldOut]]]),
        step("wanted", { name: "find_one", modelId: book, where: "record.isbn == body.isbn", otherwise: "absent" }),
        step("made", {
          name: "create",
          modelId: order,
          values: { [fieldId("order", "book")]: "wanted", [fieldId("order", "pieces")]: "body.pieces" },
        }),
        step("gone", { name: "respond", as: "nothing" }),
      ],
    },
    {
      name: "list_books",
      at: ["GET /cheap/<int:most>/", "GET /cheap/"],
      inputs: [{ name: "most", type: { name: "decimal", digits: 8, scale: 2 }, required: true }],
      steps: [
        step("found", { name: "find", modelId: book, where: "record.price <= body.most", limit: 10 }),
        step("how_many", { name: "count", modelId: book }),
        step("both", { name: "set", values: { books: "found", of: "how_many" } }),
        step("answer", { name: "respond", as: "json", status: 200, value: "both" }),
      ],
    },
    {
      name: "write_each",
      at: ["POST /each/"],
      steps: [
        step("found", { name: "find", modelId: book, limit: 100 }),
        step("loop", { name: "for_each", list: "found" }, [
          [
            "each",
            [
              step("note_it", {
                name: "create",
                modelId: order,
                values: { [fieldId("order", "book")]: "item", [fieldId("order", "pieces")]: "index + 1" },
              }),
            ],
          ],
        ]),
        step("back", {
          name: "respond",
          as: "redirect",
          routeId: testId("route", "cheap_int_most"),
          parameters: { most: "7" },
        }),
      ],
    },
    {
      name: "forbidden_write",
      at: ["POST /forbidden/"],
      steps: [
        step("first", { name: "create", modelId: order, values: { [fieldId("order", "pieces")]: "1" } }),
        step("second", {
          name: "create",
          modelId: order,
          values: { [fieldId("order", "pieces")]: "2", [fieldId("order", "note")]: '"forbidden"' },
        }),
        step("done", { name: "respond", as: "nothing" }),
      ],
    },
    {
      name: "as_caller",
      at: ["GET /secrets/"],
      steps: [
        step("found", { name: "find", modelId: modelId("secret"), limit: 10 }),
        step("answer", { name: "respond", as: "json", status: 200, value: "found" }),
      ],
    },
    {
      name: "as_app",
      at: ["GET /open-secrets/"],
      runAs: "app",
      reason: "The words are shown to everyone.",
      steps: [
        step("found", { name: "find", modelId: modelId("secret"), limit: 10 }),
        step("answer", { name: "respond", as: "json", status: 200, value: "found" }),
      ],
    },
    {
      name: "clear",
      at: ["DELETE /orders/"],
      steps: [
        step("gone", { name: "delete", modelId: order, where: "record.pieces > 1" }),
        step("said", { name: "set", values: { deleted: "gone" } }),
        step("answer", { name: "respond", as: "json", status: 200, value: "said" }),
      ],
    },
  );
}

let served: ServedApp;
beforeAll(async () => {
  const definition = shop();
  expect(checkApp(definition).filter(({ severity }) => severity === "error")).toEqual([]);
  served = await serveApp(definition);
  await served.sql("INSERT INTO app.secret (word) VALUES ('plum')");
});
beforeEach(async () => {
  await served.sql('TRUNCATE app.book, app."order" RESTART IDENTITY CASCADE');
  await served.sql(
    "INSERT INTO app.book (isbn, title, stock, price) VALUES ('1', 'Solaris', 3, 7.50), ('2', 'hidden', 5, 1), ('3', 'Fiasco', 0, 9)",
  );
});
afterAll(() => served?.close());

const post = (path: string, body: unknown = {}) => served.request("POST", path, { body });
const stock = async (isbn: string) =>
  (await served.sql(`SELECT stock FROM app.book WHERE isbn = '${isbn}'`)).map((row) => Number(row.stock))[0];
const orders = async () =>
  (await served.sql('SELECT book, pieces FROM app."order" ORDER BY id')).map((row) => [
    row.book === null ? null : Number(row.book),
    Number(row.pieces),
  ]);

describe("a flow at a route", () => {
  it("finds, decides, writes and answers in one transaction [VIEW-01] [VIEW-08] [TXN-01]", async () => {
    const answer = await post("/orders/", { isbn: "1", pieces: 2 });
    expect([answer.status, answer.json()]).toEqual([201, { total: "15", order: 1 }]);
    expect(await stock("1")).toBe(1);
    expect(await orders()).toEqual([[1, 2]]);
  });

  it("takes all its writes back when it refuses, and answers as the step says", async () => {
    const answer = await post("/orders/", { isbn: "1", pieces: 4 });
    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ code: "refused", detail: "Sold out." });
    const forbidden = await post("/forbidden/");
    expect([forbidden.status, forbidden.json().code]).toEqual([403, "rule_denied"]);
    expect(await orders()).toEqual([]);
    expect(await stock("1")).toBe(3);
  });

  it("finds no row that the caller may not read", async () => {
    expect((await post("/orders/", { isbn: "2", pieces: 1 })).status).toBe(404);
    expect((await served.request("GET", "/cheap/8/")).json()).toEqual({
      books: [{ id: 1, isbn: "1", title: "Solaris", stock: 3, price: "7.50" }],
      of: 2,
    });
    expect((await served.request("GET", "/secrets/")).json()).toEqual([]);
  });

  it("is bound by no rule where it runs as the app", async () => {
    expect((await served.request("GET", "/open-secrets/")).json()).toEqual([{ id: 1, word: "plum" }]);
  });

  it("says at each input what is wrong with it", async () => {
    const answer = await post("/orders/", { isbn: "", pieces: 0, piecess: 1 });
    expect(answer.status).toBe(422);
    expect(answer.json().errors).toEqual([
      { pointer: "/piecess", code: "unknown_field", message: 'There is no input "piecess". Did you mean "pieces"?' },
      expect.objectContaining({ pointer: "/pieces", code: "too_small" }),
    ]);
    expect((await post("/orders/", { pieces: 1 })).json().errors).toMatchObject([
      { pointer: "/isbn", code: "required" },
    ]);
    expect((await post("/orders/", "no")).status).toBe(400);
    expect(
      (await served.request("POST", "/orders/", { headers: { "content-type": "text/plain" }, body: "x" })).status,
    ).toBe(415);
  });

  it("takes a form, and leads on with 303", async () => {
    const form = await served.request("POST", "/orders/", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "isbn=1&pieces=1",
    });
    expect(form.status).toBe(201);
    const answer = await post("/each/");
    expect([answer.status, answer.headers.location]).toEqual([303, "/cheap/7/"]);
    expect(await orders()).toEqual([
      [1, 1],
      [1, 1],
      [3, 2],
    ]);
  });

  it("deletes what fits a condition, and says how many", async () => {
    await post("/each/");
    const answer = await served.request("DELETE", "/orders/");
    expect([answer.status, answer.json()]).toEqual([200, { deleted: 1 }]);
    expect(await orders()).toEqual([[1, 1]]);
  });

  it("changes all rows that fit a condition or none of them", async () => {
    await served.sql(`INSERT INTO app."order" (pieces) SELECT 2 FROM generate_series(1, 1001)`);
    const answer = await served.request("DELETE", "/orders/");
    expect([answer.status, answer.json().code]).toEqual([413, "too_large"]);
    expect(await orders()).toHaveLength(1_001);
    await served.sql('DELETE FROM app."order" WHERE id = 1');
    expect((await served.request("DELETE", "/orders/")).json()).toEqual({ deleted: 1_000 });
    expect(await orders()).toEqual([]);
  });

  it("takes its inputs from the path or from the query", async () => {
    const isbns = async (path: string) =>
      (await served.request("GET", path)).json<{ books: { isbn: string }[] }>().books.map(({ isbn }) => isbn);
    expect(await isbns("/cheap/9/")).toEqual(["1", "3"]);
    expect(await isbns("/cheap/?most=8.99")).toEqual(["1"]);
    expect((await served.request("GET", "/cheap/?most=much")).json().errors).toMatchObject([{ pointer: "/most" }]);
  });

  it("answers only the methods that have a flow", async () => {
    const answer = await served.request("GET", "/orders/", { headers: { accept: "application/json" } });
    expect([answer.status, answer.headers.allow]).toEqual([405, "POST, DELETE"]);
    expect((await served.request("HEAD", "/cheap/8/")).status).toBe(200);
    expect(
      (await served.request("GET", "/orders/", { headers: { accept: "text/html" } })).headers["content-type"],
    ).toMatch(/text\/html/);
  });

  it.each(["/orders/", "/take/"])("sells one piece to one of a hundred buyers at once: %s", async (path) => {
    await served.sql("UPDATE app.book SET stock = 1 WHERE isbn = '1'");
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(path, { isbn: "1", pieces: 1 })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.slice(1).every((status) => status === 409 || status === 503)).toBe(true);
    expect(await stock("1")).toBe(0);
    expect(await orders()).toEqual([[1, 1]]);
  });
});
