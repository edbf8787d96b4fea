import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { LooseFieldType } from "#engine/definition/records/field";
import type { RouteRecord } from "#engine/definition/records/route";
import { app, boolean, date, decimal, field, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

const formula = (name: string, result: string, expression: string, rest: Partial<LooseFieldType> = {}) =>
  field(name, { name: "formula", result, expression, ...rest });

const customer = model(
  "customer",
  text("first"),
  text("last"),
  boolean("secret"),
  formula("full_name", "text", 'first + " " + last'),
  { pluralLabel: "Customers", rules: { read: "secret == false" }, api: true },
);
const open = { read: "true", create: "true", update: "true", delete: "true" };

/** A shop: orders with lines, of customers and lines that may be secret. */
const shop = (more: Parameters<typeof model>[1][] = []) =>
  app(
    customer,
    model(
      "order",
      text("code", { required: true }),
      date("due"),
      decimal("shipping"),
      relation("customer", "customer", { reverse: "orders" }),
      formula("customer_name", "text", "customer.last"),
      formula("buyer", "text", "customer.full_name"),
      formula("total", "decimal", "lines.sum(l, l.amount)"),
      formula("grand_total", "decimal", "total + coalesce(shipping, 0)", { scale: 1 }),
      formula("size", "integer", "lines.count()"),
      formula("dearest", "decimal", "lines.max(line, line.price)"),
      formula("mean", "decimal", "lines.avg(l, l.quantity)", { scale: 2 }),
      formula("is_late", "boolean", 'due < "2026-01-01"'),
      formula("week_later", "date", 'due + duration("P7D")'),
      { pluralLabel: "Orders", rules: open, api: true },
    ),
    model(
      "line",
      relation("order", "order", { required: true, onDelete: "cascade", reverse: "lines" }),
      integer("quantity"),
      decimal("price"),
      boolean("secret", { default: false }),
      formula("amount", "decimal", "quantity * price"),
      formula("order_code", "text", "order.code"),
      ...more,
      { pluralLabel: "Lines", rules: { ...open, read: "secret == false" }, api: true },
    ),
  );

/** The same with pages: a list and a page of one order, both built in, and one of the builder's own. */
const withPages = (definition: AppDefinition): AppDefinition => {
  const templateId = testId("template", "own");
  const source =
    "{{ order.code }} {{ order.grand_total }} {{ order.is_late }} {% if order.size > 1 %}many{% endif %}{% for line in order.lines %} [{{ line.amount }}]{% endfor %}";
  const detail = { name: "detail", modelId: modelId("order") } as const;
  const records: readonly DefinitionRecord[] = [
    { kind: "template", id: templateId, name: "own.html", source, order: "i" },
    page("orders", "/orders/", { name: "list", modelId: modelId("order"), pageSize: 20 } as never),
    page("order", "/orders/<int:id>/", detail),
    page("own", "/own/<int:id>/", { ...detail, templateId }),
  ];
  return {
    ...definition,
    records: { ...definition.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
};
const page = (name: string, path: string, view: RouteRecord["view"]): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "i",
});

let served: ServedApp;
const get = async (target: string) => {
  const answer = await served.request("GET", `/api/v1/${target}`);
  return { status: answer.status, etag: answer.headers.etag, body: answer.json() as Record<string, unknown> };
};
const results = async (target: string): Promise<unknown> => {
  const { status, body } = await get(target);
  expect([target, status, body]).toEqual([target, 200, body]);
  return body.results;
};

beforeAll(async () => {
  served = await serveApp(withPages(shop()));
  await served.sql(
    "INSERT INTO app.customer (first, last, secret) VALUES ('Ann', 'Arbor', false), ('Ben', 'Hur', true), ('Cy', NULL, false)",
  );
  await served.sql(`INSERT INTO app."order" (code, due, shipping, customer) VALUES
    ('A', '2025-12-30', 4.25, 1), ('B', '2026-02-01', NULL, 2), ('C', NULL, 1.00, 3)`);
  await served.sql(`INSERT INTO app.line ("order", quantity, price, secret) VALUES
    (1, 2, 10.50, false), (1, 1, 3.00, false), (1, 1, 100.00, true), (2, 3, 0.10, false), (2, NULL, 5.00, false)`);
});
afterAll(() => served?.close());

describe("formula fields in REST", () => {
  it("are read with their row, by the type of their result [FLD-17]", async () => {
    expect((await get("orders/1")).body).toEqual({
      id: 1,
      code: "A",
      due: "2025-12-30",
      shipping: "4.25",
      customer: 1,
      customer_name: "Arbor",
      buyer: "Ann Arbor",
      total: "24.00",
      grand_total: "28.3",
      size: 2,
      dearest: "10.50",
      mean: "1.50",
      is_late: true,
      week_later: "2026-01-06",
    });
  });

  it("total the lines that the caller may read, and nothing is zero [MOD-04]", async () => {
    expect(await results("orders?fields=code,total,size,dearest,mean")).toEqual([
      { code: "A", total: "24.00", size: 2, dearest: "10.50", mean: "1.50" },
      { code: "B", total: "0.30", size: 2, dearest: "5.00", mean: "3.00" },
      { code: "C", total: "0.00", size: 0, dearest: null, mean: null },
    ]);
  });

  it("are absent where what they read is absent or hidden", async () => {
    expect(await results("orders?fields=code,customer_name,buyer")).toEqual([
      { code: "A", customer_name: "Arbor", buyer: "Ann Arbor" },
      { code: "B", customer_name: null, buyer: null },
      { code: "C", customer_name: null, buyer: null },
    ]);
    expect(await results("orders?customer_name=Hur&fields=code")).toEqual([]);
    expect(await results(`orders?where=${encodeURIComponent('buyer == "Ben Hur"')}&fields=code`)).toEqual([]);
    expect(await results("orders?search=Hur&fields=code")).toEqual([]);
  });

  it("filter, order, page and search like fields of their type", async () => {
    expect(await results("lines?amount__gte=5&fields=amount")).toEqual([{ amount: "21.00" }]);
    expect(await results("lines?ordering=-amount,id&fields=id,amount")).toEqual([
      { id: 5, amount: null },
      { id: 1, amount: "21.00" },
      { id: 2, amount: "3.00" },
      { id: 4, amount: "0.30" },
    ]);
    expect(await results("lines?order__is_late=true&fields=id")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await results("orders?search=arbor&fields=code")).toEqual([{ code: "A" }]);
    const where = encodeURIComponent("amount > 1 and order.is_late");
    expect(await results(`lines?where=${where}&fields=id`)).toEqual([{ id: 1 }, { id: 2 }]);
    const first = await get("lines?ordering=amount&limit=2&fields=amount");
    expect(first.body.results).toEqual([{ amount: "0.30" }, { amount: "3.00" }]);
    const next = new URL(first.body.next as string, "http://x").search;
    expect(await results(`lines${next}`)).toEqual([{ amount: "21.00" }, { amount: null }]);
  });

  it("stand in expanded rows and in lists of related rows", async () => {
    expect(await results("lines?id=1&expand=order&fields=amount,order.total")).toEqual([
      { order: { total: "24.00" }, amount: "21.00" },
    ]);
    expect((await get("orders/2?fields=lines&expand=lines&omit=lines.order,lines.secret")).body).toEqual({
      _more: [],
      lines: [
        { id: 4, quantity: 3, price: "0.10", amount: "0.30", order_code: "B" },
        { id: 5, quantity: null, price: "5.00", amount: null, order_code: "B" },
      ],
    });
    expect((await get("customers/1?fields=orders&expand=orders.customer")).body).toMatchObject({
      orders: [{ code: "A", total: "24.00", customer: { full_name: "Ann Arbor" } }],
    });
  });

  it("are not sorted or found by as long as they are totals, which is said", async () => {
    for (const query of [
      "ordering=total",
      "total__gte=3",
      "grand_total=3",
      `where=${encodeURIComponent("size > 1")}`,
    ]) {
      const { status, body } = await get(`orders?${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(body.detail).toMatch(/total/);
    }
    expect((await get("lines?order__total=3")).status).toBe(400);
  });

  it("are calculated from what is written, and never written themselves", async () => {
    const made = await served.request("POST", "/api/v1/lines", { body: { order: 3, quantity: 4, price: "2.50" } });
    expect([made.status, made.json()]).toMatchObject([201, { amount: "10.00", order_code: "C" }]);
    const { id } = made.json<{ id: number }>();
    const changed = await served.request("PATCH", `/api/v1/lines/${id}`, { body: { quantity: 5 } });
    expect([changed.status, changed.json()]).toMatchObject([200, { amount: "12.50" }]);
    const many = await served.request("POST", "/api/v1/lines", { body: [{ order: 3, quantity: 1, price: "1" }] });
    expect(many.status).toBe(201);
    expect(await results("orders?code=C&fields=total")).toEqual([{ total: "13.50" }]);
    const refused = await served.request("PATCH", `/api/v1/lines/${id}`, { body: { amount: "3" } });
    expect([refused.status, refused.json()]).toMatchObject([
      422,
      { errors: [{ pointer: "/amount", code: "read_only" }] },
    ]);
    expect((await served.request("DELETE", `/api/v1/lines/${id}`)).status).toBe(204);
  });

  it("change the ETag when the rows that they read do", async () => {
    const before = await get("orders/2");
    await served.sql("UPDATE app.line SET price = 7 WHERE id = 4");
    const after = await get("orders/2");
    expect(after.body.total).toBe("21.00");
    expect(after.etag).not.toBe(before.etag);
    await served.sql("UPDATE app.line SET price = 0.10 WHERE id = 4");
  });
});

describe("formula fields on pages", () => {
  const html = async (path: string) => {
    const answer = await served.request("GET", path);
    expect(answer.status).toBe(200);
    return answer.text;
  };

  it("are shown by default lists and pages, and read by templates [MOD-04]", async () => {
    expect(await html("/orders/")).toContain("Jan 6, 2026");
    expect(await html("/orders/1/")).toMatch(/Ann Arbor.*28\.3</s);
    expect(await html("/own/1/")).toContain("A 28.3 Yes many [21.00] [3.00]");
    expect(await html("/own/3/")).toContain("C 2.0");
  });

  it("are offered for sorting, except totals", async () => {
    const list = await html("/orders/");
    expect(list).toContain("ordering=week_later");
    expect(list).not.toContain("ordering=total");
    expect(list).not.toContain("ordering=size");
  });
});

describe("a change of formulas", () => {
  it("is no work in the database, and keeps the rows", async () => {
    const columns = async () =>
      (
        await served.sql<{ name: string }>(
          "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'app.line'::regclass AND attnum > 0",
        )
      ).map(({ name }) => name);
    const before = await columns();
    await served.publish(withPages(shop([formula("twice", "decimal", "amount * 2")])));
    expect(await results("lines?id=1&fields=twice")).toEqual([{ twice: "42.00" }]);
    await served.publish(withPages(shop([formula("twice", "text", 'order_code + "!"')])));
    expect(await results("lines?id=1&fields=twice")).toEqual([{ twice: "A!" }]);
    await served.publish(withPages(shop()));
    expect(await columns()).toEqual(before);
  });
});
