import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, integer, model, modelId, relation, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { formIn, post } from "../support/send-form.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** A relation that may only be set to some rows: by those rows, by the row that holds it, or by who asks. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };

function shop(): AppDefinition {
  const drawn = app(
    model("country", text("name"), boolean("active"), { rules: OPEN, api: true, pluralLabel: "Countries" }),
    model("city", text("name"), relation("country", "country"), boolean("secret"), {
      rules: { ...OPEN, read: "secret != true" },
      api: true,
      pluralLabel: "Cities",
    }),
    model("label", text("name"), boolean("old"), { rules: OPEN, api: true, pluralLabel: "Labels" }),
    model(
      "address",
      text("street"),
      relation("country", "country", { choicesWhere: "target.active" }),
      relation("city", "city", { choicesWhere: "target.country == record.country" }),
      { rules: OPEN, api: true, pluralLabel: "Addresses" },
    ),
    model(
      "visit",
      relation("address", "address", { onDelete: "cascade", reverse: "visits", required: true }),
      relation("country", "country", { choicesWhere: "target.active" }),
      relation("city", "city", { choicesWhere: "target.country == record.country" }),
      integer("days"),
      { rules: OPEN, api: true, label: "Visit" },
    ),
  );
  const link = addManyToMany(
    readDefinition(drawn),
    { modelId: modelId("address"), targetModelId: modelId("label"), names: ["labels", "addresses"] },
    seededRandom(5),
  );
  const linked = applyEdits(drawn, link.operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  const far = readDefinition(linked.definition)
    .collections(modelId("address"))
    .find(({ name }) => name === "labels")?.link?.far;
  if (!far) throw new Error("The link has no far end.");
  return withRecords(linked.definition, [
    { ...far, type: { ...far.type, choicesWhere: "target.old != true" } },
    pageRoute("new", "/addresses/new/", { name: "create", modelId: modelId("address") }),
    pageRoute("edit", "/addresses/<int:id>/edit/", { name: "update", modelId: modelId("address") }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(shop());
});
beforeEach(async () => {
  await served.sql(
    "TRUNCATE app.country, app.city, app.label, app.address, app.visit, app.address_labels RESTART IDENTITY CASCADE",
  );
  await served.sql(
    "INSERT INTO app.country (name, active) VALUES ('Norway', true), ('Chile', true), ('Prussia', false)",
  );
  await served.sql(
    "INSERT INTO app.city (name, country, secret) VALUES ('Oslo', 1, false), ('Bergen', 1, false), ('Arica', 2, false), ('Vault', 1, true)",
  );
  await served.sql("INSERT INTO app.label (name, old) VALUES ('home', false), ('fax', true)");
});
afterAll(() => served?.close());

const told = (answer: Answered | undefined) =>
  (answer?.json<{ errors?: { pointer: string; code: string }[] }>().errors ?? []).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  served.request(method, path, { body, headers });
const addresses = () =>
  served.sql<{ country: number | null; city: number | null }>(
    "SELECT country::int, city::int FROM app.address ORDER BY id",
  );

describe("a relation that may only be set to some rows, over the API [REL-13]", () => {
  it("is set to those, and every other row is refused at the field", async () => {
    expect((await send("POST", "/api/v1/addresses", { country: 1, city: 1 })).status).toBe(201);
    const refused = await send("POST", "/api/v1/addresses", { country: 3, city: 1 });
    expect(refused.status).toBe(422);
    expect(told(refused)).toEqual(["/country not_offered", "/city not_offered"]);
    expect(refused.text).toContain("Country cannot be set to this row.");
    expect(refused.text).not.toContain("Prussia");
    const other = await send("POST", "/api/v1/addresses", { country: 2, city: 1 });
    expect(told(other)).toEqual(["/city not_offered"]);
    expect(await addresses()).toEqual([{ country: 1, city: 1 }]);
  });

  it("answers for a hidden row as for one that is not there", async () => {
    const [hidden, absent] = await Promise.all(
      [4, 400].map((city) => send("POST", "/api/v1/addresses", { country: 2, city })),
    );
    expect([hidden?.status, told(hidden)]).toEqual([422, ["/city not_found"]]);
    expect([absent?.status, told(absent)]).toEqual([422, ["/city not_found"]]);
  });

  it("needs what its condition reads: without it no row may be chosen", async () => {
    expect(told(await send("POST", "/api/v1/addresses", { city: 1 }))).toEqual(["/city not_offered"]);
    expect((await send("POST", "/api/v1/addresses", { street: "Main" })).status).toBe(201);
  });

  it("is judged when it changes, and when what its condition reads changes", async () => {
    await served.sql("INSERT INTO app.address (street, country, city) VALUES ('Main', 1, 1), ('Old', 3, 3)");
    expect(told(await send("PATCH", "/api/v1/addresses/1", { city: 3 }))).toEqual(["/city not_offered"]);
    expect(told(await send("PATCH", "/api/v1/addresses/1", { country: 2 }))).toEqual(["/city not_offered"]);
    expect((await send("PATCH", "/api/v1/addresses/1", { country: 2, city: 3 })).status).toBe(200);
    // What a row holds already stays, also where it could not be chosen any more.
    expect((await send("PATCH", "/api/v1/addresses/2", { street: "Older" })).status).toBe(200);
    expect((await send("PUT", "/api/v1/addresses/2", { street: "Oldest", country: 3, city: 3 })).status).toBe(200);
    expect(told(await send("PATCH", "/api/v1/addresses/2", { country: 3, city: 1 }))).toEqual(["/city not_offered"]);
    expect((await send("PATCH", "/api/v1/addresses/2", { city: null, country: null })).status).toBe(200);
  });

  it("is judged for each of many rows, and none is written", async () => {
    const created = await send("POST", "/api/v1/addresses", [
      { country: 1, city: 2 },
      { country: 1, city: 3 },
      { country: 3 },
    ]);
    expect([created.status, told(created)]).toEqual([422, ["/1/city not_offered", "/2/country not_offered"]]);
    expect(await addresses()).toEqual([]);
    await served.sql("INSERT INTO app.address (street, country, city) VALUES ('Main', 1, 1), ('Old', 3, 3)");
    const changed = await send("PATCH", "/api/v1/addresses", [
      { id: 1, city: 3 },
      { id: 2, street: "x" },
    ]);
    expect([changed.status, told(changed)]).toEqual([422, ["/0/city not_offered"]]);
    const kept = await send("PATCH", "/api/v1/addresses", [
      { id: 1, city: 2 },
      { id: 2, street: "x" },
    ]);
    expect(kept.status, kept.text).toBe(200);
  });

  it("is judged in nested rows and in links", async () => {
    const nested = await send("POST", "/api/v1/addresses", { street: "A", visits: [{ days: 1, country: 1, city: 3 }] });
    expect([nested.status, told(nested)]).toEqual([422, ["/visits/0/city not_offered"]]);
    const linked = await send("POST", "/api/v1/addresses", { street: "A", labels: [1, 2] });
    expect(linked.status, linked.text).toBe(422);
    expect(linked.text).toContain("not_offered");
    expect(await addresses()).toEqual([]);
    expect(
      (await send("POST", "/api/v1/addresses", { street: "A", labels: [1], visits: [{ country: 1, city: 1 }] })).status,
    ).toBe(201);
  });
});

const options = (html: string, name: string): readonly string[] => {
  const select =
    new RegExp(`<select[^>]*name="${name.replaceAll(".", "\\.")}"[^>]*>(.*?)</select>`, "s").exec(html)?.[1] ?? "";
  return [...select.matchAll(/<option[^>]*>([^<]*)</g)].map(([, label]) => label ?? "");
};
const open = async (path: string) => formIn((await served.request("GET", path)).text);

describe("a relation that may only be set to some rows, in a form [REL-13] [FRM-05]", () => {
  it("offers those, and follows what the other fields hold", async () => {
    const form = await open("/addresses/new/");
    expect(options(form.html, "country")).toEqual(
      ["–", "Chile", "Norway"].map((one) => (one === "–" ? options(form.html, "country")[0] : one)),
    );
    expect(options(form.html, "city")).toHaveLength(1);
    const values = { ...form.values, country: "1" };
    const followed = formIn((await post(served, form.action, { ...values, _do: "find:city" })).text);
    expect(options(followed.html, "city").slice(1)).toEqual(["Bergen", "Oslo"]);
    expect(followed.html).not.toContain("Vault");
    expect(followed.values.country).toBe("1");
    const answer = await post(served, form.action, { ...followed.values, city: "2" });
    expect(answer.status, answer.text.slice(0, 1500)).toBe(303);
    expect(await addresses()).toEqual([{ country: 1, city: 2 }]);
  });

  it("offers the rows that fit the stored row", async () => {
    await served.sql("INSERT INTO app.address (street, country, city) VALUES ('Main', 2, 3), ('Old', 3, 3)");
    expect(options((await open("/addresses/1/edit/")).html, "city").slice(1)).toEqual(["Arica"]);
    const old = await open("/addresses/2/edit/");
    // What is chosen stays in view with its title, and can be sent again.
    expect(options(old.html, "country").slice(1)).toEqual(["Chile", "Norway", "Prussia"]);
    expect((await post(served, old.action, { ...old.values, street: "Older" })).status).toBe(303);
  });

  it("refuses another row at its field, and offers what fits", async () => {
    const form = await open("/addresses/new/");
    const refused = await post(served, form.action, { ...form.values, country: "2", city: "1" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("What is chosen for City does not fit.");
    expect(options(refused.text, "city").slice(1)).toEqual(["Arica", "Oslo"]);
    expect(await addresses()).toEqual([]);
  });

  it("offers labels that links may lead to, and refuses others", async () => {
    const form = await open("/addresses/new/");
    expect(form.html).toContain("home");
    expect(form.html).not.toContain("fax");
    const refused = await post(served, form.action, [...form.pairs, ["labels", "2"]]);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("What is chosen for Labels does not fit.");
    expect(await addresses()).toEqual([]);
  });

  it("finds the rows that fit a line by their title", async () => {
    const form = await open("/addresses/new/");
    expect(options(form.html, "visits.n1.country").slice(1)).toEqual(["Chile", "Norway"]);
    const typed = { ...form.values, "visits.n1.country": "2", "visits.n1.city.find": "", _do: "find:visits.n1.city" };
    const found = formIn((await post(served, form.action, typed)).text);
    expect(found.html).toContain("Arica");
    expect(found.html).not.toContain("Oslo");
    const saved = await post(served, form.action, { ...found.values, "visits.n1.city": "1" });
    expect(saved.status).toBe(422);
    expect(saved.text).toContain("Visit 1: What is chosen for City does not fit.");
    expect((await post(served, form.action, { ...found.values, "visits.n1.city": "3" })).status).toBe(303);
    // A stored line is read where the form does not say it.
    const [stored] = await served.sql<{ id: string; visit: string }>(
      "SELECT a.id, v.id AS visit FROM app.address a JOIN app.visit v ON v.address = a.id",
    );
    const edit = await open(`/addresses/${stored?.id}/edit/`);
    const line = `visits.r${stored?.visit}.city`;
    const again = await post(served, edit.action, {
      ...edit.values,
      [`${line}.find`]: "a",
      _do: `find:${line}`,
    });
    expect(again.text).toContain("Arica");
    expect(again.text).not.toContain("Bergen");
  });
});
