import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany, setLinkMutual } from "#engine/edits/commands/links";
import { createImportStagingSql, insertImportedSql } from "#engine/query/import-rows";
import type { ImportTable } from "#engine/query/import-table";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { printSql } from "#engine/sql/sql";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** What comes back is judged and written down as what is written: orders with at most one line, and friends. */
const open = { read: "true", create: "true", update: "true", delete: "true" };
const atMostOne: ValidationRecord = {
  kind: "validation",
  id: testId("validation", "lines"),
  modelId: modelId("order"),
  expression: "lines.count() <= 1",
  message: "An order has at most one line.",
  order: "a",
};
const random = seededRandom(7);
const drawn = withRecords(
  app(
    model("order", text("customer"), { pluralLabel: "Orders", rules: open, api: true, history: true }),
    model("line", relation("order", "order", { onDelete: "cascade", reverse: "lines" }), integer("quantity"), {
      pluralLabel: "Lines",
      rules: open,
      api: true,
      history: true,
    }),
    model("person", text("name"), { pluralLabel: "People", rules: open, api: true }),
  ),
  atMostOne,
);
let definition = drawn;
const person = modelId("person");
const link = addManyToMany(
  readDefinition(drawn),
  { modelId: person, targetModelId: person, names: ["friends", ""] },
  random,
);
for (const command of [
  () => link.operations,
  () => setLinkMutual(readDefinition(definition), { modelId: link.modelId, isMutual: true }, random).operations,
]) {
  const result = applyEdits(definition, command());
  if (!result.ok) throw new Error(result.refusal.message);
  definition = result.definition;
}
const [one, other] = readDefinition(definition).fields(link.modelId);
const table = readDefinition(definition).model(link.modelId)?.name ?? "";

let served: ServedApp;
let rows: BuilderRows;
const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Ada" } as const;
const place = () => ({ appId: served.appId, environment: "live" });
const restore = (model: ReturnType<typeof modelId>, id: number) => rows.restore(place(), builder, model, id);
const send = (method: string, target: string, body?: unknown) => served.request(method, `/api/v1/${target}`, { body });
const pairs = async () => {
  const found = await served.sql<{ a: string; b: string }>(
    `SELECT "${one?.name}" a, "${other?.name}" b FROM app."${table}" ORDER BY 1, 2`,
  );
  return found.map(({ a, b }) => `${a}-${b}`).join(" ");
};

beforeAll(async () => {
  served = await serveApp(definition);
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
});
beforeEach(async () => {
  await served.sql(`TRUNCATE app."order", app.line, app.person, app."${table}" RESTART IDENTITY CASCADE`);
  await served.sql("INSERT INTO app.person (name) VALUES ('Ada'), ('Ben'), ('Cleo')");
});
afterAll(() => served?.close());

it("writes its line of history", async () => {
  await send("POST", "orders", { customer: "Ada", lines: [{ quantity: 2 }] });
  await send("DELETE", "orders/1");
  expect(await restore(modelId("order"), 1)).toBe(2);
  const { results } = (await send("GET", "orders/1/history")).json<{ results: { action: string }[] }>();
  expect(results.map(({ action }) => action)).toEqual(["restore", "create"]);
  const lines = (await send("GET", "lines/1/history")).json<{ results: { action: string; by: unknown }[] }>().results;
  expect(lines[0]).toMatchObject({ action: "restore", by: { kind: "builder" } });
});

it("comes back as it was, whatever validations over lists ask of new rows by now", async () => {
  await served.sql("INSERT INTO app.\"order\" (customer) VALUES ('Ada')");
  await served.sql('INSERT INTO app.line ("order", quantity) VALUES (1, 2), (1, 3)');
  expect((await send("POST", "lines", { order: 1, quantity: 4 })).status).toBe(422);
  expect((await send("DELETE", "orders/1")).status).toBe(204);
  expect(await restore(modelId("order"), 1)).toBe(3);
  expect(await served.sql("SELECT id::int FROM app.line ORDER BY id")).toEqual([{ id: 1 }, { id: 2 }]);
});

it("stays deleted where it would break a validation over lists of a row that is there", async () => {
  await send("POST", "orders", { customer: "Ada", lines: [{ quantity: 2 }] });
  await send("DELETE", "lines/1");
  expect((await send("POST", "lines", { order: 1, quantity: 3 })).status).toBe(201);
  await expect(restore(modelId("line"), 1)).rejects.toMatchObject({
    message: expect.stringContaining("An order has at most one line."),
  });
  expect(await served.sql("SELECT id::int FROM app.line")).toEqual([{ id: 2 }]);
  await send("DELETE", "lines/2");
  expect(await restore(modelId("line"), 1)).toBe(1);
});

it("comes back both ways where it holds both ways, alone and with one of its ends [REL-06]", async () => {
  await send("PATCH", "people/1", { friends: [2, 3] });
  await send("PATCH", "people/2", { friends: { remove: [1] } });
  expect(await pairs()).toBe("1-3 3-1");
  expect(await restore(link.modelId, 1)).toBe(2);
  expect(await pairs()).toBe("1-2 1-3 2-1 3-1");
  await send("DELETE", "people/3");
  expect(await pairs()).toBe("1-2 2-1");
  expect(await restore(person, 3)).toBe(3);
  expect(await pairs()).toBe("1-2 1-3 2-1 3-1");
});

it("is imported both ways too, also where the file has both", async () => {
  const imported: ImportTable = {
    schemaName: served.schemaName,
    stagingName: "_import_friends",
    name: table,
    keySqlType: "bigint",
    hasKeys: false,
    columns: [one, other].map((end) => ({ fieldId: end?.id ?? "fld_", name: end?.name ?? "", sqlType: "bigint" })),
    touched: [],
    matchBy: undefined,
    mutual: [one?.name ?? "", other?.name ?? ""],
  };
  await served.sql(printSql(createImportStagingSql(imported)).text);
  await served.sql(
    `INSERT INTO "${served.schemaName}"._import_friends (_row, "${one?.id}", "${other?.id}") VALUES (1, 1, 2), (2, 2, 1), (3, 3, 1)`,
  );
  const inserting = printSql(insertImportedSql(imported, 100)).text;
  const [done] = await served.sql<{ added: number; ids: number[][] }>(inserting);
  expect(await pairs()).toBe("1-2 1-3 2-1 3-1");
  // An import that is taken back takes both.
  const counts = (done?.ids ?? []).map(([first = 0, last = 0]) => last - first + 1);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
});
