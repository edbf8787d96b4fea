import type pg from "pg";
import { identifier, printSql, sql } from "#engine/sql/sql";

/** A role that this login can set and that has no rights by itself. Changes nothing when it exists. */
export async function makeRole(client: pg.ClientBase, roleName: string): Promise<void> {
  const role = identifier(roleName);
  const { rows } = await client.query<{ version: number; exists: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version,
            EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1) AS exists`,
    [roleName],
  );
  if (rows[0]?.exists !== true) {
    await client.query(printSql(sql`CREATE ROLE ${role} NOLOGIN NOINHERIT NOCREATEDB NOCREATEROLE`).text);
  }
  // The login may become the role, and inherits none of its rights. Before version 16 a grant could not say so.
  const grant =
    (rows[0]?.version ?? 0) >= 160_000
      ? sql`GRANT ${role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE`
      : sql`GRANT ${role} TO CURRENT_USER`;
  await client.query(printSql(grant).text);
}

/** Two transactions that change the rights on one table at once: Postgres ends the second with "tuple concurrently updated". */
const holdSharedRights = (client: pg.ClientBase) =>
  client.query("SELECT pg_advisory_xact_lock(hashtext('rights on the schema quintet'))");

/** What both roles of an app may do in the schema `quintet`: look at the live pointer, as every guard does. */
export async function grantLivePointer(client: pg.ClientBase, roleName: string): Promise<void> {
  await holdSharedRights(client);
  const role = identifier(roleName);
  await client.query(printSql(sql`GRANT USAGE ON SCHEMA quintet TO ${role}`).text);
  await client.query(printSql(sql`GRANT SELECT ON quintet.live TO ${role}`).text);
}

/** What an app leaves to be done after its commit, it posts: quintet-steps.ts. */
export async function grantPost(client: pg.ClientBase, roleName: string): Promise<void> {
  await holdSharedRights(client);
  const post = sql`quintet.post(text, uuid, text, jsonb, timestamptz)`;
  await client.query(printSql(sql`GRANT EXECUTE ON FUNCTION ${post} TO ${identifier(roleName)}`).text);
}

/** Removes a role with what it may do in the schema `quintet`. Its rights in the app's schema end with that schema. */
export async function dropRole(client: pg.ClientBase, roleName: string): Promise<void> {
  const found = await client.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [roleName]);
  if (found.rows.length === 0) return;
  await holdSharedRights(client);
  const role = identifier(roleName);
  for (const statement of [
    sql`REVOKE ALL ON ALL TABLES IN SCHEMA quintet FROM ${role}`,
    sql`REVOKE ALL ON ALL FUNCTIONS IN SCHEMA quintet FROM ${role}`,
    sql`REVOKE ALL ON SCHEMA quintet FROM ${role}`,
    sql`DROP ROLE ${role}`,
  ]) {
    await client.query(printSql(statement).text);
  }
}
