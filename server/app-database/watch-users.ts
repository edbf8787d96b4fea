import type pg from "pg";
import { authRoleOf } from "#engine/auth/auth-role";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { coreFieldsOf, usersModelOf } from "#engine/definition/users";
import { identifier, literal, printSql, type Sql, sql } from "#engine/sql/sql";

import type { StepPlace } from "./system-step.ts";

/**
 * Sets up the table of the users for a release, in the transaction of its switch and after its tables are as it needs
 * them: the auth role may read it, and triggers end rights at once, whatever changed a row (the studio, REST, an import or
 * SQL by hand). They name no column, so that a release can change the types of columns, and delete any, without them.
 *
 * Sessions end with a release without users, and with one whose users are another model: then passwords and memberships
 * go too, because the new rows have the same keys.
 */
export async function watchUsers(client: pg.ClientBase, place: StepPlace, definition: DefinitionReader): Promise<void> {
  const users = usersModelOf(definition);
  if (users) {
    await forgetOtherUsers(client, place, users);
    const core = coreFieldsOf(definition, users);
    await makeTriggers(client, place, {
      users,
      active: core.active?.name ?? "",
      administrator: core.administrator?.name ?? "",
    });
    await grantToAuthRole(client, place, { users, signedIn: core.last_sign_in?.name });
    return;
  }
  const sessions = printSql(identifier(place.schemaName, "_sessions")).text;
  const { rows } = await client.query("SELECT to_regclass($1) IS NOT NULL AS had", [sessions]);
  if (rows[0]?.had === true) await clear(client, place, ["_sessions", "_tickets"]);
}

const run = (client: pg.ClientBase, statement: Sql) => client.query(printSql(statement).text);

async function clear(client: pg.ClientBase, { schemaName }: StepPlace, tables: readonly string[]): Promise<void> {
  for (const table of tables) await run(client, sql`DELETE FROM ${identifier(schemaName, table)}`);
}

/** `_users_model` says whose the rows are. */
async function forgetOtherUsers(client: pg.ClientBase, place: StepPlace, { id }: ModelRecord): Promise<void> {
  const table = identifier(place.schemaName, "_users_model");
  const known = await run(client, sql`SELECT FROM ${table} WHERE model_id = ${literal(id)}`);
  if (known.rowCount === 1) return;
  await clear(client, place, ["_sessions", "_tickets", "_credentials", "_memberships", "_approvals", "_users_model"]);
  await run(client, sql`INSERT INTO ${table} (model_id) VALUES (${literal(id)})`);
}

async function makeTriggers(
  client: pg.ClientBase,
  { schemaName }: StepPlace,
  {
    users,
    active,
    administrator,
  }: { readonly users: ModelRecord; readonly active: string; readonly administrator: string },
): Promise<void> {
  const table = identifier(schemaName, users.name);
  const name = (text: string) => identifier(schemaName, text);
  for (const statement of [
    // A comparison of the whole rows, byte by byte: values of every type can be compared so.
    sql`CREATE OR REPLACE TRIGGER _user_changed AFTER UPDATE ON ${table} FOR EACH ROW
        WHEN (OLD.* OPERATOR(pg_catalog.*<>) NEW.*) EXECUTE FUNCTION ${name("_user_changed")}(${literal(active)})`,
    sql`CREATE OR REPLACE TRIGGER _user_deleted AFTER DELETE ON ${table} FOR EACH ROW
        EXECUTE FUNCTION ${name("_user_gone")}()`,
    sql`CREATE OR REPLACE TRIGGER _administrator_stays AFTER UPDATE OR DELETE ON ${table} FOR EACH ROW
        EXECUTE FUNCTION ${name("_administrator_stays")}(${literal(administrator)}, ${literal(active)})`,
    sql`CREATE OR REPLACE TRIGGER _users_truncated AFTER TRUNCATE ON ${table} FOR EACH STATEMENT
        EXECUTE FUNCTION ${name("_user_gone")}()`,
  ]) {
    await run(client, statement);
  }
}

/** It reads who signs in, and says when; the person's row is otherwise written by the data role, as every row is. */
async function grantToAuthRole(
  client: pg.ClientBase,
  { schemaName, roleName }: StepPlace,
  { users, signedIn }: { readonly users: ModelRecord; readonly signedIn: string | undefined },
): Promise<void> {
  const table = identifier(schemaName, users.name);
  const role = identifier(authRoleOf(roleName));
  await run(client, sql`GRANT SELECT ON ${table} TO ${role}`);
  if (signedIn !== undefined) await run(client, sql`GRANT UPDATE (${identifier(signedIn)}) ON ${table} TO ${role}`);
}
