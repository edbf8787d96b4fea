import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../tests/support/database.ts";
import { applyQuintetSteps, readQuintetVersion } from "./apply-quintet-steps.ts";
import { type QuintetStep, quintetSteps } from "./quintet-steps.ts";

let database: TestDatabase;
let client: pg.Client;
beforeEach(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client?.end();
  await database?.drop();
});

const newest = quintetSteps.length;
const later = (statements: readonly string[]): readonly QuintetStep[] => [
  ...quintetSteps,
  { number: newest + 1, what: "a table that came later", statements },
];
const made = async (name: string): Promise<boolean> =>
  (await client.query("SELECT to_regclass($1) IS NOT NULL AS made", [name])).rows[0].made;

describe("the schema quintet", () => {
  it("has steps that are numbered without a gap", () => {
    expect(quintetSteps.map(({ number }) => number)).toEqual(quintetSteps.map((_step, index) => index + 1));
  });

  it("is made whole in an empty database, by several processes at once", async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await Promise.all([applyQuintetSteps(client), applyQuintetSteps(other)]);
    await other.end();
    expect(await readQuintetVersion(client)).toBe(newest);
    expect(await made("quintet.live")).toBe(true);
  });

  it("gets what came later into a database that was made before there were numbers, and keeps its rows", async () => {
    await client.query("CREATE SCHEMA quintet");
    for (const statement of quintetSteps[0]?.statements ?? []) await client.query(statement);
    await client.query("INSERT INTO quintet.live VALUES (gen_random_uuid(), 'live', 7, 3)");
    await applyQuintetSteps(client, later(["CREATE TABLE quintet.later (n int)"]));
    expect(await readQuintetVersion(client)).toBe(newest + 1);
    expect(await made("quintet.later")).toBe(true);
    expect((await client.query("SELECT release_id FROM quintet.live")).rows).toEqual([{ release_id: "7" }]);
  });

  it("has nothing of a step that failed half-way, says which it was, and does it at the next start", async () => {
    const half = later(["CREATE TABLE quintet.later (n int)", "CREATE INDEX ON quintet.later (missing)"]);
    await expect(applyQuintetSteps(client, half)).rejects.toThrow(
      `Step ${newest + 1} of the schema "quintet" (a table that came later) failed: column "missing" does not exist`,
    );
    expect(await readQuintetVersion(client)).toBe(newest);
    expect(await made("quintet.later")).toBe(false);
    await applyQuintetSteps(client, later(["CREATE TABLE quintet.later (missing int)"]));
    expect(await readQuintetVersion(client)).toBe(newest + 1);
  });

  it("of a newer Quintet is not touched by an older one", async () => {
    await applyQuintetSteps(client, later([]));
    await expect(applyQuintetSteps(client)).rejects.toThrow(
      `its schema "quintet" is at step ${newest + 1}, and this program knows ${newest}`,
    );
  });
});
