import type pg from "pg";
import { quoteIdentifier } from "#engine/sql/sql";

/** What publishing calls by itself: a superuser who took these from PUBLIC must leave them to our login. */
const NEEDED_FUNCTIONS = ["pg_advisory_lock(bigint)", "pg_advisory_xact_lock(bigint)", "pg_notify(text,text)"];

/**
 * The statements that an administrator must run for the login before Quintet can work; empty when nothing lacks. The
 * login makes a schema and a role for each app, so it needs CREATE on the database and CREATEROLE (or is superuser).
 */
export async function missingRights(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    login: string;
    database: string;
    superuser: boolean;
    may_make_roles: boolean;
    may_make_schemas: boolean;
  }>(
    `SELECT current_user AS login, current_database() AS database, r.rolsuper AS superuser, r.rolcreaterole AS may_make_roles,
            has_database_privilege(current_database(), 'CREATE') AS may_make_schemas
       FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`,
  );
  const rights = rows[0];
  if (!rights || rights.superuser) return [];
  const login = quoteIdentifier(rights.login);
  const missing: string[] = [];
  if (!rights.may_make_schemas) {
    missing.push(`GRANT CREATE ON DATABASE ${quoteIdentifier(rights.database)} TO ${login};`);
  }
  if (!rights.may_make_roles) missing.push(`ALTER ROLE ${login} CREATEROLE;`);
  const functions = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name
      WHERE NOT has_function_privilege('pg_catalog.' || name, 'EXECUTE')`,
    [NEEDED_FUNCTIONS],
  );
  for (const { name } of functions.rows) missing.push(`GRANT EXECUTE ON FUNCTION pg_catalog.${name} TO ${login};`);
  return missing;
}
