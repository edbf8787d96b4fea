import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SUPERUSER } from "#server/postgres/cluster";
import { startEmbeddedPostgres } from "#server/postgres/supervise";
import { bundleServer } from "./server-bundle.ts";
import { createTemplate } from "./template-database.ts";

/**
 * Vitest's global set-up of the integration projects: one Postgres for the whole run, and in it a template, of which
 * each test file has a copy (database.ts). `TEST_DATABASE_URL` names another server instead.
 */
export default async function startPostgres(): Promise<() => Promise<void>> {
  // The other project has made it.
  if (process.env.TEST_TEMPLATE) return async () => undefined;
  process.env.TEST_QUINTET_PROGRAM = await bundleServer();
  if (process.env.TEST_DATABASE_URL) {
    const dropTemplate = await createTemplate(process.env.TEST_DATABASE_URL);
    return dropTemplate;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "quintet-test-"));
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, fsync: false, maxConnections: 400 });
  process.env.TEST_DATABASE_URL = postgres.url;
  // What is tested is an ordinary login; a few tests are about what a superuser leaves for one.
  const superuser = new URL(postgres.url);
  superuser.username = SUPERUSER;
  superuser.password = readFileSync(path.join(postgres.folder, "password"), "utf8").trim();
  process.env.TEST_SUPERUSER_URL = superuser.toString();
  await createTemplate(postgres.url);
  return async () => {
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
