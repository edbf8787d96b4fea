import { afterAll, beforeAll, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { coreFieldsOf, usersModelOf } from "#engine/definition/users";
import { createImportStagingSql, dropImportStagingSql, updateImportedSql } from "#engine/query/import-rows";
import type { ImportTable } from "#engine/query/import-table";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { printSql, type Sql } from "#engine/sql/sql";
import { app, model, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, signIn, withUsers } from "../support/users.ts";

/**
 * A right that is taken away is gone with the person's next request, in every process, whoever took it away, while others
 * read and write. Each time the right is given back and seen again, so that a refusal is never the usual answer.
 */
const PEOPLE = 8;
const ROUNDS = 125;

const drawn = withUsers(
  app(
    model("order", text("what"), { rules: { read: "user.staff" }, api: true }),
    model("club", text("name"), { rules: { read: '"editors" in user.groups' }, api: true }),
  ),
);
const users = usersModelOf(readDefinition(drawn)) as NonNullable<ReturnType<typeof usersModelOf>>;
const api = { kind: "apiResource", id: testId("apiResource", "users"), modelId: users.id } as const;
const definition = { ...drawn, records: { ...drawn.records, [api.id]: api } } as typeof drawn;
const reader = readDefinition(definition);
const staff = coreFieldsOf(reader, users).staff;
const editors = reader.groups.find(({ name }) => name === "editors")?.id ?? "";
const builder = { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Zoe" } as const;

let served: ServedApp;
let rows: BuilderRows;
let boss: string;
beforeAll(async () => {
  served = await serveApp(definition);
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
  await addPerson(served, { email: "boss@example.com", name: "Boss", administrator: true });
  boss = await signIn(served, "boss@example.com");
});
afterAll(() => served?.close());

interface Person {
  readonly id: string;
  readonly cookie: string;
}
const versionOf = async ({ id }: Person) =>
  Number((await served.sql<{ v: string }>('SELECT _version AS v FROM app."user" WHERE id = $1', [id]))[0]?.v);
const run = (statement: Sql) => served.sql(printSql(statement).text);

/** The ways in which somebody stops being staff, or leaves a group. */
const ways = {
  sql: ({ id }: Person) => served.sql('UPDATE app."user" SET staff = false WHERE id = $1', [id]),
  rest: async ({ id }: Person) => {
    const headers = { cookie: boss, "sec-fetch-site": "same-origin" };
    const answer = await served.request("PATCH", `/api/v1/users/${id}`, { headers, body: { staff: false } });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  },
  studio: async (person: Person) => {
    const change = { id: Number(person.id), version: await versionOf(person), values: { [staff?.name ?? ""]: false } };
    await rows.update({ appId: served.appId, environment: "live" }, builder, users.id, change);
  },
  import: async ({ id }: Person) => {
    const fieldId = staff?.id as NonNullable<typeof staff>["id"];
    const table: ImportTable = {
      schemaName: served.schemaName,
      stagingName: `_import_${id}`,
      name: users.name,
      keySqlType: "bigint",
      hasKeys: false,
      columns: [{ fieldId, name: staff?.name ?? "", sqlType: "boolean" }],
      touched: [],
      matchBy: "id",
    };
    await run(createImportStagingSql(table));
    await served.sql(`INSERT INTO app._import_${id} (_row, _key, "${fieldId}") VALUES (1, $1, false)`, [id]);
    await run(updateImportedSql(table));
    await run(dropImportStagingSql(table));
  },
  group: ({ id }: Person) => served.sql("DELETE FROM app._memberships WHERE user_id = $1", [id]),
} satisfies Record<string, (person: Person) => Promise<unknown>>;
type Way = keyof typeof ways;
const order = Object.keys(ways) as Way[];

async function give({ id }: Person): Promise<void> {
  await served.sql('UPDATE app."user" SET staff = true WHERE id = $1', [id]);
  await served.sql("INSERT INTO app._memberships (user_id, group_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    id,
    editors,
  ]);
}

/** What both processes answer. */
async function answers(way: Way, { cookie }: Person): Promise<readonly number[]> {
  const path = way === "group" ? "/api/v1/club" : "/api/v1/order";
  const ask = async (process: 1 | 2) => (await served.request("GET", path, { headers: { cookie }, process })).status;
  return Promise.all([ask(1), ask(2)]);
}

it(`[AUTH-12] [AUTH-10] ${PEOPLE * ROUNDS} rights are taken away under load, and none outlives the next request`, async () => {
  const people: Person[] = [];
  for (let number = 0; number < PEOPLE; number++) {
    const email = `person${number}@example.com`;
    const id = await addPerson(served, { email, name: `Person ${number}` });
    people.push({ id, cookie: await signIn(served, email, { address: `10.0.0.${number}` }) });
  }
  const wrong: string[] = [];
  const rounds = async (person: Person, first: number) => {
    for (let round = 0; round < ROUNDS; round++) {
      const way = order[(first + round) % order.length] as Way;
      await give(person);
      const before = await answers(way, person);
      await ways[way](person);
      const after = await answers(way, person);
      if (`${before} ${after}` !== "200,200 403,403") wrong.push(`${way}: ${before}, then ${after}`);
    }
  };
  await Promise.all(people.map(rounds));
  expect(wrong).toEqual([]);
}, 300_000);
