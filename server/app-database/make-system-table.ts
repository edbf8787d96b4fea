import type pg from "pg";
import { authRoleOf } from "#engine/auth/auth-role";
import { identifier, joinSql, printSql, type Sql, sql } from "#engine/sql/sql";

import type { StepPlace } from "./system-step.ts";

/**
 * Creates one of our own tables, and gives both roles exactly the rights that are listed, in the caller's transaction: by the
 * schema's default privileges the data role has every right on a new table, its sequence included.
 */
export async function makeSystemTable(
  client: pg.ClientBase,
  { schemaName, roleName }: StepPlace,
  table: {
    readonly name: string;
    readonly columns: Sql;
    /** Rights of the data role: sql`SELECT`, sql`SELECT (id, ends_at)`. */
    readonly data?: readonly Sql[];
    /** Of the auth role. */
    readonly auth?: readonly Sql[];
  },
): Promise<void> {
  const name = identifier(schemaName, table.name);
  await client.query(printSql(sql`CREATE TABLE IF NOT EXISTS ${name} (${table.columns})`).text);
  const { rows: sequences } = await client.query<{ name: string }>(
    `SELECT s.relname AS name FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class s ON s.oid = d.objid
      WHERE d.refobjid = to_regclass($1) AND d.deptype IN ('i', 'a') AND s.relkind = 'S'`,
    [printSql(name).text],
  );
  const { rows: roles } = await client.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_catalog.pg_roles WHERE rolname = ANY($1)",
    [[roleName, authRoleOf(roleName)]],
  );
  const grantees = joinSql([sql`PUBLIC`, ...roles.map((role) => identifier(role.name))], ", ");
  const grants = (role: string, privileges: readonly Sql[] = []) =>
    privileges.map((privilege) => sql`GRANT ${privilege} ON ${name} TO ${identifier(role)}`);
  for (const statement of [
    sql`REVOKE ALL ON ${name} FROM ${grantees}`,
    ...sequences.map(
      (sequence) => sql`REVOKE ALL ON SEQUENCE ${identifier(schemaName, sequence.name)} FROM ${grantees}`,
    ),
    ...grants(roleName, table.data),
    ...grants(authRoleOf(roleName), table.auth),
  ]) {
    await client.query(printSql(statement).text);
  }
}
