import type pg from "pg";
import { quoteIdentifier } from "#engine/sql/sql";

/**
 * Functions by which a single SELECT of one app's role could leave its own rights, hold others up or leave traces
 * elsewhere. Patterns of LIKE, where `\_` is an underscore.
 */
export const ESCAPE_FUNCTIONS = [
  "set\\_config",
  "query\\_to\\_xml%",
  "cursor\\_to\\_xml%",
  "table\\_to\\_xml%",
  "schema\\_to\\_xml%",
  "database\\_to\\_xml%",
  "ts\\_stat",
  "ts\\_rewrite",
  "lo\\_%",
  "loread",
  "lowrite",
  "pg\\_sleep%",
  "pg\\_advisory\\_%",
  "pg\\_try\\_advisory\\_%",
  "pg\\_notify",
  "pg\\_cancel\\_backend",
  "pg\\_terminate\\_backend",
  "pg\\_export\\_snapshot",
  "pg\\_logical\\_emit\\_message",
];

/**
 * Takes from PUBLIC what no statement of an app needs, as far as the login may: a superuser takes all of it, the owner
 * of the database takes TEMP. Returns whether anything dangerous is left.
 */
export async function revokeFromPublic(client: pg.ClientBase): Promise<{ readonly left: number }> {
  const { rows } = await client.query<{ signature: string; own: boolean }>(
    `SELECT p.oid::regprocedure::text AS signature, pg_has_role(current_user, p.proowner, 'USAGE') AS own
       FROM pg_catalog.pg_proc p
      WHERE p.pronamespace = 'pg_catalog'::regnamespace
        AND p.proname LIKE ANY ($1::text[])
        AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'))`,
    [ESCAPE_FUNCTIONS],
  );
  const own = rows.filter((row) => row.own).map((row) => row.signature);
  if (own.length > 0) await client.query(`REVOKE EXECUTE ON FUNCTION ${own.join(", ")} FROM PUBLIC`);

  const places = await client.query<{ database: string; temp: boolean; own_database: boolean; own_public: boolean }>(
    `SELECT d.datname AS database, pg_has_role(current_user, d.datdba, 'USAGE') AS own_database,
            d.datacl IS NULL OR EXISTS (SELECT FROM aclexplode(d.datacl) a WHERE a.grantee = 0 AND a.privilege_type = 'TEMPORARY') AS temp,
            EXISTS (SELECT FROM pg_catalog.pg_namespace n, aclexplode(n.nspacl) a
                     WHERE n.nspname = 'public' AND a.grantee = 0 AND a.privilege_type = 'CREATE'
                       AND pg_has_role(current_user, n.nspowner, 'USAGE')) AS own_public
       FROM pg_catalog.pg_database d WHERE d.datname = current_database()`,
  );
  const place = places.rows[0];
  if (place?.temp && place.own_database) {
    await client.query(`REVOKE TEMPORARY ON DATABASE ${quoteIdentifier(place.database)} FROM PUBLIC`);
  }
  if (place?.own_public) await client.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  return { left: rows.length - own.length };
}
