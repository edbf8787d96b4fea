import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, field, model, modelId, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { fillAndSend, formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** A field with several values: through the API, forms, pages, conditions and writes of many. */
const RULES = { read: "true", create: "true", update: "true", delete: "true" };

function shirts() {
  const drawn = app(
    model(
      "shirt",
      text("name", { required: true }),
      field("tags", { name: "list", of: "text" }, { indexed: true }),
      field("sizes", { name: "list", of: "integer" }, { required: true, default: [38] }),
      { pluralLabel: "Shirts", rules: RULES, api: true },
    ),
    model("open_shirt", text("name"), field("tags", { name: "list", of: "text" }), {
      pluralLabel: "Open shirts",
      rules: { read: '!record.tags.contains("hidden")', create: "size(record.tags) <= 2", update: "true" },
      api: true,
    }),
  );
  const view = { modelId: modelId("shirt") };
  return withRecords(drawn, [
    pageRoute("shirt_new", "/shirts/new/", { name: "create", ...view }),
    pageRoute("shirt_edit", "/shirts/<int:id>/edit/", { name: "update", ...view }),
    pageRoute("shirt", "/shirts/<int:id>/", { name: "detail", ...view }),
    pageRoute("shirts", "/shirts/", { name: "list", ...view, pageSize: 10 }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(shirts());
});
beforeEach(() => served.sql("TRUNCATE app.shirt, app.open_shirt RESTART IDENTITY"));
afterAll(() => served?.close());

const create = (body: object, path = "shirts") => served.request("POST", `/api/v1/${path}`, { body });
const shirt = async () => (await served.request("GET", "/api/v1/shirts/1")).json<Record<string, unknown>>();
const found = async (query: string) =>
  (await served.request("GET", `/api/v1/shirts?ordering=id&${query}`))
    .json<{ results: { name: string }[] }>()
    .results.map(({ name }) => name);

describe("a list of values", () => {
  it("is a JSON array, in its order, and no value without items", async () => {
    expect((await create({ name: "A", tags: ["red", "a, b", 'q"\\'], sizes: [42, 40] })).json()).toMatchObject({
      tags: ["red", "a, b", 'q"\\'],
      sizes: [42, 40],
    });
    expect((await create({ name: "B", tags: [] })).json()).toMatchObject({ tags: null, sizes: [38] });
    const errors = (await create({ name: "C", tags: ["x", ""], sizes: ["1"] })).json();
    expect(errors).toMatchObject({
      errors: [
        { pointer: "/tags", message: "Tags has a mistake: item 2 is empty." },
        { pointer: "/sizes", code: "wrong_type" },
      ],
    });
    expect((await create({ name: "C", sizes: [] })).json()).toMatchObject({ errors: [{ code: "blank" }] });
    await served.request("PATCH", "/api/v1/shirts/1", { body: { tags: ["blue"] } });
    expect(await shirt()).toMatchObject({ tags: ["blue"], sizes: [42, 40] });
  });

  it("is written with many others in one statement", async () => {
    const many = await served.request("POST", "/api/v1/shirts", {
      body: [{ name: "A", tags: ["x", "y"] }, { name: "B" }, { name: "C", tags: [], sizes: [1] }],
    });
    expect(many.status).toBe(201);
    const rows = await served.sql("SELECT name, tags, sizes FROM app.shirt ORDER BY id");
    expect(rows).toEqual([
      { name: "A", tags: ["x", "y"], sizes: [38] },
      { name: "B", tags: null, sizes: [38] },
      { name: "C", tags: null, sizes: [1] },
    ]);
  });

  it("is found by what it contains, by any of it, by all of it, and by its length [PG-01]", async () => {
    for (const [name, tags] of [
      ["A", ["red", "new"]],
      ["B", ["red"]],
      ["C", []],
      ["D", ["a, b", "new"]],
    ] as const)
      await create({ name, tags });
    expect(await found("tags__contains=red")).toEqual(["A", "B"]);
    expect(await found("tags__contains=new,red")).toEqual(["A"]);
    expect(await found(`tags__contains=${encodeURIComponent('"a, b"')}`)).toEqual(["D"]);
    expect(await found("tags__overlap=red,new")).toEqual(["A", "B", "D"]);
    expect(await found("tags__contained=red")).toEqual(["B"]);
    expect(await found("tags__len=2")).toEqual(["A", "D"]);
    expect(await found("tags__len=0")).toEqual(["C"]);
    expect(await found("tags__isnull=true")).toEqual(["C"]);
    expect(await found("sizes__contains=38")).toHaveLength(4);
    expect(await found(`where=${encodeURIComponent('record.tags.contains("new") or size(tags) == 1')}`)).toEqual([
      "A",
      "B",
      "D",
    ]);
    expect(await found(`where=${encodeURIComponent('"red" in tags and 38 in sizes')}`)).toEqual(["A", "B"]);
    for (const [query, code] of [
      ["tags=red", "unknown_parameter"],
      ["tags__len=many", "invalid_parameter"],
      ["sizes__contains=x", "invalid_parameter"],
    ])
      expect((await served.request("GET", `/api/v1/shirts?${query}`)).json()).toMatchObject({ status: 400, code });
  });

  it("is judged by rules when it is read and written", async () => {
    expect((await create({ name: "A", tags: ["a", "b", "c"] }, "open_shirts")).status).toBe(401);
    expect((await create({ name: "B", tags: ["a", "hidden"] }, "open_shirts")).status).toBe(201);
    expect((await create({ name: "C", tags: ["a"] }, "open_shirts")).status).toBe(201);
    const list = (await served.request("GET", "/api/v1/open_shirts")).json<{ results: { name: string }[] }>();
    expect(list.results.map(({ name }) => name)).toEqual(["C"]);
  });

  it("has a line for each item in forms, and a mark for each on pages", async () => {
    const { html, values } = formIn((await served.request("GET", "/shirts/new/")).text);
    expect(html).toMatch(/<textarea[^>]*name="tags"/);
    expect(values.sizes).toBe("38");
    const sent = { name: "A", tags: 'red\nnew season\n\n"salt, pepper"', sizes: "40\n42" };
    expect((await fillAndSend(served, "/shirts/new/", sent)).status).toBe(303);
    expect(await shirt()).toMatchObject({ tags: ["red", "new season", "salt, pepper"], sizes: [40, 42] });
    const edit = formIn((await served.request("GET", "/shirts/1/edit/")).text);
    expect(edit.values.tags).toBe('red\nnew season\n"salt, pepper"');
    expect((await fillAndSend(served, "/shirts/1/edit/", { tags: "red" })).status).toBe(303);
    expect(await shirt()).toMatchObject({ tags: ["red"], sizes: [40, 42] });
    const refused = await fillAndSend(served, "/shirts/1/edit/", { sizes: "40\nlarge" });
    expect([refused.status, refused.text.includes("Sizes must be a whole number")]).toEqual([422, true]);
    expect((await fillAndSend(served, "/shirts/1/edit/", { sizes: "" })).status).toBe(422);
    for (const path of ["/shirts/1/", "/shirts/"])
      expect((await served.request("GET", path)).text).toContain('<span class="tag">red</span>');
  });

  it("is in the API's documentation as an array with its look-ups", async () => {
    const { text: document } = await served.request("GET", "/api/openapi.json");
    expect(document).toContain('"tags__overlap"');
    expect(document).toContain('"maxItems":100');
  });
});
