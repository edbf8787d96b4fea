import { afterAll, beforeAll, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, modelId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Books and tags keep a history: a link is told at both of its ends. */
const open = { read: "true", create: "true", update: "true", delete: "true" };
let definition = app(
  model("book", text("title"), { pluralLabel: "Books", rules: open, api: true, history: true }),
  model("tag", text("name"), { pluralLabel: "Tags", rules: open, api: true, history: true }),
);
const ends = { modelId: modelId("book"), targetModelId: modelId("tag") };
const made = applyEdits(definition, addManyToMany(readDefinition(definition), ends, seededRandom(3)).operations);
if (!made.ok) throw new Error(made.refusal.message);
definition = made.definition;

let served: ServedApp;
let rows: BuilderRows;
const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Ada" } as const;
beforeAll(async () => {
  served = await serveApp(definition);
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
});
afterAll(() => served?.close());

const send = (method: string, target: string, body?: unknown) => served.request(method, `/api/v1/${target}`, { body });
const historyOf = async (name: string, id: number) => {
  const place = { appId: served.appId, environment: "live" };
  const { lines } = await rows.history(place, builder, modelId(name), { id, limit: 20 });
  return lines.map(({ action, link }) => (link ? [action, link.list, link.key, link.title] : [action]));
};

it("tells of a link at both of its ends, when it is made and when it goes [MOD-17]", async () => {
  for (const name of ["long", "old"]) await send("POST", "tags", { name });
  await send("POST", "books", { title: "Dune", tags: [1, 2] });
  await send("PATCH", "books/1", { tags: { remove: [2] } });
  expect(await historyOf("book", 1)).toEqual([
    ["unlinked", "tags", "2", "old"],
    ["linked", "tags", "2", "old"],
    ["linked", "tags", "1", "long"],
    ["create"],
  ]);
  expect(await historyOf("tag", 2)).toEqual([
    ["unlinked", "books", "1", "Dune"],
    ["linked", "books", "1", "Dune"],
    ["create"],
  ]);
  await send("DELETE", "tags/1");
  expect((await historyOf("book", 1))[0]).toEqual(["unlinked", "tags", "1", null]);
});

it("tells clients of the API nothing of links, whose ends have rules of their own", async () => {
  const { results } = (await send("GET", "books/1/history")).json<{ results: { action: string }[] }>();
  expect(results.map(({ action }) => action)).toEqual(["create"]);
});
