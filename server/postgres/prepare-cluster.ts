import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { ESCAPE_FUNCTIONS, revokeFromPublic } from "../app-database/revoke-from-public.ts";
import { type Cluster, SUPERUSER } from "./cluster.ts";

/**
 * What we log in as is not a superuser: from one, an injection would reach the machine (COPY … PROGRAM). It may make
 * roles, because every app has one, and databases, for tests. Functions by which a statement could leave its role, run
 * text as SQL, hold the server up or reach large objects are taken from PUBLIC and given to this login alone
 * Only what changed is done again: the version says so.
 */
const LOGIN = "quintet";
const DATABASE = "quintet";
const VERSION = "1";

/** The login's password comes from the cluster's own, so that one secret file is enough. */
const loginPassword = (cluster: Cluster): string =>
  createHmac("sha256", cluster.password).update("login").digest("base64url");

export function loginUrl(cluster: Cluster, port: number): string {
  return `postgres://${LOGIN}:${loginPassword(cluster)}@127.0.0.1:${port}/${DATABASE}`;
}

export async function prepareCluster(cluster: Cluster, port: number): Promise<void> {
  const marker = path.join(cluster.folder, "prepared");
  if (readOr(marker, "") === VERSION) return;
  await withClient(cluster, port, "postgres", async (client) => {
    const { rowCount: hasRole } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [LOGIN]);
    await client.query(
      `${hasRole ? "ALTER" : "CREATE"} ROLE ${LOGIN} LOGIN CREATEROLE CREATEDB NOSUPERUSER NOINHERIT PASSWORD '${loginPassword(cluster)}'`,
    );
    const { rowCount: hasDatabase } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (!hasDatabase) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${LOGIN}`);
  });
  await withClient(cluster, port, DATABASE, async (client) => {
    const { rows } = await client.query<{ signature: string }>(
      `SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname LIKE ANY($1)`,
      [ESCAPE_FUNCTIONS],
    );
    const functions = rows.map((row) => row.signature).join(", ");
    await client.query(`GRANT EXECUTE ON FUNCTION ${functions} TO ${LOGIN}`);
    await revokeFromPublic(client);
    await client.query(`GRANT ALL ON SCHEMA public TO ${LOGIN}`);
  });
  writeFileSync(marker, VERSION);
}

async function withClient(
  cluster: Cluster,
  port: number,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: SUPERUSER, password: cluster.password, database });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function readOr(file: string, fallback: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return fallback; // not prepared yet
  }
}
