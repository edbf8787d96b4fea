import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { freePort } from "../support/quintet.ts";

/** A start that finds what it cannot use says what to do, and leaves it as it is. */
let folder: string;
let database: TestDatabase;
let sql: pg.Client;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "quintet-refusal-"));
  database = await createTestDatabase();
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});
afterEach(async () => {
  await sql.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(environment: Record<string, string>): Promise<{ code: number | null; text: string }> {
  const env = { PATH: process.env.PATH, QUINTET_DATA: folder, PORT: String(await freePort()), ...environment };
  const child = spawn(process.execPath, ["dist/server/main.js"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, text })));
}

const tables = async (): Promise<string[]> => {
  const { rows } = await sql.query<{ name: string }>(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1",
  );
  return rows.map(({ name }) => name);
};

it("refuses a database that a newer Quintet has migrated", { timeout: 60_000 }, async () => {
  await sql.query(`CREATE SCHEMA platform;
    CREATE TABLE platform.migrations (name varchar(255) PRIMARY KEY, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
    INSERT INTO platform.migrations VALUES ('20990101000000-tomorrow', now(), now())`);
  const { code, text } = await start({ DATABASE_URL: database.url });
  expect(code).toBe(1);
  expect(text).toContain("newer Quintet (it has had the migration 20990101000000-tomorrow");
  expect(text).toMatch(/Start that version again, or restore a backup/);
  expect(text).not.toMatch(/\n\s+at /);
  expect(await tables()).toEqual(["platform.migrations"]);
});

it("refuses tables of the platform that no recorded migration made", { timeout: 60_000 }, async () => {
  await sql.query("CREATE SCHEMA platform; CREATE TABLE platform.accounts (id uuid)");
  const { code, text } = await start({ DATABASE_URL: database.url });
  expect(code).toBe(1);
  expect(text).toContain('has tables ("accounts") that no recorded migration made');
  expect(text).toMatch(/Restore the whole backup into an empty database/);
  expect(await tables()).toEqual(["platform.accounts"]);
});

it("refuses a data folder of another major of Postgres", { timeout: 60_000 }, async () => {
  const data = path.join(folder, "postgres/data");
  mkdirSync(data, { recursive: true });
  writeFileSync(path.join(data, "PG_VERSION"), "15\n");
  writeFileSync(path.join(folder, "postgres/password"), "secret\n");
  const { code, text } = await start({});
  expect(code).toBe(1);
  expect(text).toMatch(/was made by Postgres 15, and this Quintet brings Postgres \d+, which cannot read it/);
  expect(text).toMatch(/take a backup there/);
  expect(readFileSync(path.join(data, "PG_VERSION"), "utf8")).toBe("15\n");
});
