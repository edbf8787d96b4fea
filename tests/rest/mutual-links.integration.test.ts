import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { applyEdits } from "#engine/edits/apply-edits";
import { setRule } from "#engine/edits/commands/access";
import { addLinkDetails, addManyToMany, setLinkMutual } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, model, modelId, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { formIn, post } from "../support/send-form.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** People and their friends: if Ada is a friend of Ben, Ben is one of Ada. Some people are hidden. */
const random = seededRandom(31);
let definition = app(
  model("person", text("name"), boolean("hidden"), {
    pluralLabel: "People",
    rules: { read: "hidden == false", create: "true", update: "true", delete: "true" },
    api: true,
  }),
);
const edit = (operations: Parameters<typeof applyEdits>[1]) => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  definition = result.definition;
};
const ends = { modelId: modelId("person"), targetModelId: modelId("person"), names: ["friends", ""] as const };
const link = addManyToMany(readDefinition(definition), { ...ends, names: [...ends.names] }, random);
edit(link.operations);
edit(setLinkMutual(readDefinition(definition), { modelId: link.modelId, isMutual: true }, random).operations);
for (const action of ["read", "create", "update", "delete"] as const) {
  edit(setRule(readDefinition(definition), { modelId: link.modelId, action, expression: "true" }, random).operations);
}
definition = withRecords(definition, [
  pageRoute("edit", "/people/<int:id>/edit/", { name: "update", modelId: modelId("person") }),
]);
const linkModel = () => readDefinition(definition).model(link.modelId) as ModelRecord;
const table = linkModel().name;
const [left, right] = readDefinition(definition)
  .fields(link.modelId)
  .map(({ name }) => name) as [string, string];

let served: ServedApp;
const send = (method: string, target: string, body?: unknown) =>
  served.request(method, `/api/v1/${target}`, { body, headers: { "content-type": "application/json" } });
const friends = async (id: number) =>
  (await send("GET", `people/${id}?fields=friends`)).json<{ friends: number[] }>().friends;
const befriend = (id: number, body: unknown) => send("PATCH", `people/${id}`, { friends: body });
const pairs = async () => {
  const rows = await served.sql<{ a: string; b: string }>(
    `SELECT "${left}" a, "${right}" b FROM app."${table}" ORDER BY 1, 2`,
  );
  return rows.map(({ a, b }) => `${a}-${b}`).join(" ");
};
const errorsOf = (answer: Answered) =>
  answer.json<{ errors: { pointer: string; code: string }[] }>().errors.map(({ pointer, code }) => [pointer, code]);

beforeAll(async () => {
  served = await serveApp(definition);
});
beforeEach(async () => {
  await served.sql(`TRUNCATE app.person, app."${table}" RESTART IDENTITY CASCADE`);
  await served.sql("INSERT INTO app.person (name, hidden) SELECT n::text, n = 5 FROM generate_series(1, 5) n");
});
afterAll(() => served?.close());

it("are written both ways by one of the two people, and removed both ways by the other [REL-06]", async () => {
  expect((await befriend(1, [2, 3])).status).toBe(200);
  expect(await pairs()).toBe("1-2 1-3 2-1 3-1");
  expect([await friends(1), await friends(2), await friends(3)]).toEqual([[2, 3], [1], [1]]);
  await befriend(2, { add: [1, 4], remove: [] });
  expect(await pairs()).toBe("1-2 1-3 2-1 2-4 3-1 4-2");
  await befriend(3, { remove: [1] });
  expect(await pairs()).toBe("1-2 2-1 2-4 4-2");
  await befriend(2, []);
  expect(await pairs()).toBe("");
  const made = await send("POST", "people", { name: "new", hidden: false, friends: [4] });
  expect(made.status).toBe(201);
  expect(await pairs()).toBe("4-6 6-4");
});

it("go with either person", async () => {
  await befriend(1, [2, 3]);
  await befriend(2, { add: [3] });
  expect((await send("DELETE", "people/2")).status).toBe(204);
  expect(await pairs()).toBe("1-3 3-1");
});

it("refuse a person as their own friend, and people who may not be seen", async () => {
  expect(errorsOf(await befriend(1, [2, 1]))).toEqual([["/friends/1", "check_failed"]]);
  expect(errorsOf(await befriend(1, { add: [5] }))).toEqual([["/friends/add/0", "not_found"]]);
  expect(await pairs()).toBe("");
});

it("offer everybody in a form but the person themselves, found by title too", async () => {
  const offered = (html: string) =>
    [...html.matchAll(/name="friends" value="(\d+)"/g)].map(([, id]) => Number(id)).sort((one, other) => one - other);
  expect(offered((await served.request("GET", "/people/1/edit/")).text)).toEqual([2, 3, 4]);
  await served.sql("INSERT INTO app.person (name, hidden) SELECT 'more', false FROM generate_series(1, 30)");
  const form = formIn((await served.request("GET", "/people/20/edit/")).text);
  const sent = form.pairs.map(([name, value]) => [name, name === "friends.find" ? "more" : value] as const);
  const found = await post(served, form.action, [...sent, ["_do", "find:friends"]]);
  expect(offered(found.text)).toHaveLength(20);
  expect(offered(found.text)).not.toContain(20);
});

it("cannot have details, a second name or other models, and cannot be turned once they are published", async () => {
  const codes = (changed: ModelRecord) =>
    checkApp({ ...definition, records: { ...definition.records, [changed.id]: changed } }).map(({ code }) => code);
  const model = linkModel();
  const own = model.link as NonNullable<ModelRecord["link"]>;
  expect(codes(model)).not.toContain("LINK_E003");
  expect(codes({ ...model, link: { ...own, hidden: false } })).toContain("LINK_E003");
  expect(codes({ ...model, link: { ...own, names: ["friends", "others"] } })).toContain("LINK_E003");
  expect(addLinkDetails(readDefinition(definition), { modelId: model.id }).operations).toEqual([]);
});
