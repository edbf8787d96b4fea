import { randomBytes } from "node:crypto";
import pg from "pg";

/** A database of one's own on the test cluster (tests/support/global-postgres.ts starts it). Drop it when done. */
export interface TestDatabase {
  /** `postgres://user:password@127.0.0.1:port/name` */
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty one, for tests of what an installation does with it. */
export async function createTestDatabase(login: "ordinary" | "superuser" = "ordinary"): Promise<TestDatabase> {
  // A cluster that was named from outside may have but one login.
  const superuser = login === "superuser" ? process.env.TEST_SUPERUSER_URL : undefined;
  const cluster = superuser ?? process.env.TEST_DATABASE_URL;
  if (!cluster) throw new Error("TEST_DATABASE_URL is not set: run the tests with vitest, which starts a Postgres.");
  const { name, url } = await createDatabase(cluster);
  return { url, drop: () => dropDatabase(cluster, name) };
}

/** One in which the platform's tables and Quintet's own are there already: a copy of the run's template. */
export async function createPreparedDatabase(): Promise<TestDatabase> {
  const { TEST_DATABASE_URL: cluster, TEST_TEMPLATE: template } = process.env;
  if (!cluster || !template) throw new Error("Run the tests with vitest, which makes the database that is copied.");
  const { name, url } = await createDatabase(cluster, template);
  return { url, drop: () => dropDatabase(cluster, name) };
}

export async function createDatabase(
  cluster: string,
  template?: string,
): Promise<{ readonly name: string; readonly url: string }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await run(cluster, `CREATE DATABASE ${name}${template === undefined ? "" : ` TEMPLATE ${template}`}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return { name, url: url.toString() };
}

/** Postgres' own vacuum may be at work in it, which an ordinary login cannot end: then once more. */
export async function dropDatabase(cluster: string, name: string): Promise<void> {
  await withoutClients(cluster, name);
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(cluster, `DROP DATABASE ${name} WITH (FORCE)`);
    } catch (error) {
      if ((error as { code?: unknown }).code !== "42501" || attempt === 20) throw error;
      await new Promise((done) => setTimeout(done, 250));
    }
  }
}

/** A connection that is being closed must not hear that it is ended: nobody listens any more, and the run would fail. */
async function withoutClients(cluster: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    for (let attempt = 0; attempt < 15; attempt++) {
      const { rows } = await client.query("SELECT 1 FROM pg_stat_activity WHERE datname = $1 LIMIT 1", [name]);
      if (rows.length === 0) return;
      await new Promise((done) => setTimeout(done, 20));
    }
  } finally {
    await client.end();
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
