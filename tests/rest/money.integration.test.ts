import { afterAll, beforeAll, expect, it } from "vitest";
import type { RouteRecord } from "#engine/definition/records/route";
import { app, field, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

const all = { read: "true", create: "true", update: "true", delete: "true" };
const euros = { name: "money", currency: "EUR", min: "0" };

/** Bills with lines in euros: what is written, found, added up and shown. */
let served: ServedApp;
beforeAll(async () => {
  const drawn = app(
    model(
      "bill",
      text("code"),
      field("shipping", euros, { default: "4.50" }),
      field("total", {
        name: "formula",
        result: "money",
        currency: "EUR",
        expression: "lines.sum(l, l.price * l.quantity)",
      }),
      field("due", { name: "formula", result: "money", currency: "EUR", expression: "total + shipping" }),
      { pluralLabel: "Bills", rules: all, api: true },
    ),
    model("line", relation("bill", "bill", { reverse: "lines" }), field("price", euros), integer("quantity"), {
      pluralLabel: "Lines",
      rules: all,
      api: true,
    }),
  );
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
  const routes = [
    page("bill", "/bills/<int:id>/", { name: "detail", modelId: modelId("bill") }),
    page("add", "/add/", { name: "create", modelId: modelId("line") }),
  ];
  const records = { ...drawn.records, ...Object.fromEntries(routes.map((route) => [route.id, route])) };
  served = await serveApp({ ...drawn, records });
});
afterAll(() => served?.close());

const send = async (target: string, body: unknown) => {
  const answer = await served.request("POST", `/api/v1/${target}`, { body });
  return { status: answer.status, body: answer.json() };
};

it("is a string with two to four decimal places, exact, and judged [FLD-06]", async () => {
  expect(await send("bills", { code: "A" })).toMatchObject({ status: 201, body: { shipping: "4.50", total: "0.00" } });
  expect(await send("lines", { bill: 1, price: "10.5", quantity: 2 })).toMatchObject({ body: { price: "10.50" } });
  expect(await send("lines", { bill: 1, price: "0.0125", quantity: 8 })).toMatchObject({ body: { price: "0.0125" } });
  for (const price of ["0.00001", "-1", "€ 3", "1e3"])
    expect(await send("lines", { bill: 1, price, quantity: 1 })).toMatchObject({ status: 422 });
});

it("is added up in its currency, found and sorted by", async () => {
  expect((await served.request("GET", "/api/v1/bills/1")).json()).toMatchObject({ total: "21.10", due: "25.60" });
  const list = async (query: string) =>
    (await served.request("GET", `/api/v1/lines?${query}&fields=price`)).json<{ results: unknown }>().results;
  expect(await list("price__gte=1")).toEqual([{ price: "10.50" }]);
  expect(await list("ordering=price")).toEqual([{ price: "0.0125" }, { price: "10.50" }]);
});

it("is written on pages as the app's language does, and typed beside its currency in forms", async () => {
  expect((await served.request("GET", "/bills/1/")).text).toContain("€25.60");
  const form = (await served.request("GET", "/add/")).text;
  expect(form).toContain("EUR");
  expect(form).toContain('inputmode="decimal"');
});

it("is described with its currency in OpenAPI", async () => {
  const document = (await served.request("GET", "/api/openapi.json")).text;
  expect(document).toContain("In EUR.");
});
