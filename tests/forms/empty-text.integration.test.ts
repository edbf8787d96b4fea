import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, field, model, modelId, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { fillAndSend, formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Two questions about a text: whether a row needs a value, and whether empty text is one. REST and forms agree on both. */
const RULES = { read: "true", create: "true", update: "true" };
const blank = { name: "text", maxLength: 20, emptyText: true } as const;

function notes() {
  const drawn = app(
    model(
      "note",
      text("needed", { required: true }),
      text("free"),
      field("needed_blank", blank, { required: true, default: "" }),
      field("free_blank", { name: "long_text", emptyText: true }),
      { pluralLabel: "Notes", rules: RULES, api: true },
    ),
  );
  const view = { modelId: modelId("note") };
  return withRecords(drawn, [
    pageRoute("note_new", "/notes/new/", { name: "create", ...view }),
    pageRoute("note_edit", "/notes/<int:id>/edit/", { name: "update", ...view }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(notes());
});
beforeEach(() => served.sql("TRUNCATE app.note RESTART IDENTITY"));
afterAll(() => served?.close());

const ALL_EMPTY = { needed: "x", free: "", needed_blank: "", free_blank: "" };
const STORED = { needed: "x", free: null, needed_blank: "", free_blank: "" };
const create = (body: object) => served.request("POST", "/api/v1/notes", { body });
const note = async () => (await served.request("GET", "/api/v1/notes/1")).json();

describe("empty text [FLD-20]", () => {
  it("is stored where it is a value, and is no value elsewhere, over REST", async () => {
    expect((await create(ALL_EMPTY)).json()).toMatchObject(STORED);
    expect((await create({ ...ALL_EMPTY, needed: "" })).json()).toMatchObject({
      errors: [{ pointer: "/needed", code: "blank" }],
    });
    await served.request("PATCH", "/api/v1/notes/1", { body: { free: "a", free_blank: null } });
    expect(await note()).toMatchObject({ free: "a", free_blank: null });
    await served.request("PATCH", "/api/v1/notes/1", { body: { free: "", free_blank: "" } });
    expect(await note()).toMatchObject(STORED);
  });

  it("is the same in forms, which ask for nothing where empty text is a value", async () => {
    const { html } = formIn((await served.request("GET", "/notes/new/")).text);
    const isRequired = (name: string) => new RegExp(`<(?:input|textarea)[^>]*name="${name}" required`).test(html);
    expect(["needed", "free", "needed_blank", "free_blank"].map(isRequired)).toEqual([true, false, false, false]);
    expect((await fillAndSend(served, "/notes/new/", ALL_EMPTY)).status).toBe(303);
    expect(await note()).toMatchObject(STORED);
    expect((await fillAndSend(served, "/notes/new/", { ...ALL_EMPTY, needed: "" })).status).toBe(422);
    expect((await fillAndSend(served, "/notes/1/edit/", { free: "a", needed_blank: "b" })).status).toBe(303);
    expect((await fillAndSend(served, "/notes/1/edit/", { free: "", needed_blank: "" })).status).toBe(303);
    expect(await note()).toMatchObject(STORED);
  });

  it("is what a required field begins with, and null is refused there as everywhere", async () => {
    expect((await create({ needed: "x" })).json()).toMatchObject({ needed_blank: "", free_blank: null });
    expect((await create({ needed: "x", needed_blank: null })).json()).toMatchObject({
      errors: [{ pointer: "/needed_blank", code: "required" }],
    });
  });

  it("is told apart in the API's documentation", async () => {
    const { text: document } = await served.request("GET", "/api/openapi.json");
    const schemas = JSON.parse(document).components.schemas as Record<string, { properties?: Record<string, object> }>;
    const written = Object.values(schemas).find(
      ({ properties }) => properties?.needed && "minLength" in properties.needed,
    );
    expect(written?.properties?.needed).toMatchObject({ minLength: 1 });
    expect(written?.properties?.needed_blank).not.toHaveProperty("minLength");
  });
});
