import type pg from "pg";
import { LIVE } from "#contract/environments";
import type { AppId } from "#contract/platform-ids";
import { authRoleOf } from "#engine/auth/auth-role";
import { UserError } from "#engine/errors";
import { failpoint } from "#engine/runtime/failpoints";
import { identifier, printSql, quoteIdentifier, sql } from "#engine/sql/sql";
import type { AppDatabase } from "../context.ts";
import { dropRole, grantLivePointer, makeRole } from "./app-roles.ts";
import { pendingSteps, readSteps, runSystemSteps, type StepRecord } from "./system-steps.ts";

export interface AppPlace {
  readonly appId: AppId;
  /** `live`, unless said. */
  readonly environment?: string;
  readonly schemaName: string;
  readonly roleName: string;
}

/** Until the end of the transaction no other transaction creates, moves or removes this app's place. */
export async function holdPlace(client: pg.ClientBase, appId: AppId): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`provision ${appId}`]);
}

/**
 * Makes an app's schema and roles, the system tables that every app has and its row in quintet.live; may run again and
 * then changes nothing. The login owns everything, the roles may only read and write rows. Idempotent by looking, under
 * a lock of its own: roles are per cluster and have no IF NOT EXISTS. A deleted app stays suspended. For a
 * permanently deleted app, a request that was under way is answered with 404 and creates nothing.
 */
export async function provisionApp(database: Pick<AppDatabase, "pool">, place: AppPlace): Promise<void> {
  const client = await database.pool.connect();
  let failure: Error | undefined;
  try {
    if (await isProvisioned(client, place)) return;
    await client.query("BEGIN");
    await holdPlace(client, place.appId);
    const gone = await client.query("SELECT FROM quintet.off_air WHERE app_id = $1 AND dropped", [place.appId]);
    if (gone.rows.length > 0) throw new UserError("not_found", "There is no such app.");
    await makeRole(client, place.roleName);
    await makeSchema(client, place);
    const environment = place.environment ?? LIVE;
    const stepPlace = { ...place, environment };
    await runSystemSteps(client, stepPlace, pendingSteps(await readSteps(client, stepPlace), undefined));
    await client.query(
      `INSERT INTO quintet.live (app_id, environment, release_id, access_version)
       SELECT $1, $2, 0, 1 WHERE NOT EXISTS (SELECT FROM quintet.off_air WHERE app_id = $1)
       ON CONFLICT DO NOTHING`,
      [place.appId, environment],
    );
    await failpoint("publish.provisioning");
    await client.query("COMMIT");
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    // A connection on which something failed is ended, and its transaction with it.
    client.release(failure);
  }
}

async function isProvisioned(client: pg.ClientBase, place: AppPlace): Promise<boolean> {
  const { rows } = await client.query<StepRecord>(
    `SELECT ARRAY(SELECT s.step FROM quintet.app_steps s WHERE s.app_id = $1 AND s.environment = $2) AS tried,
            ARRAY(SELECT s.step FROM quintet.app_steps s
                   WHERE s.app_id = $1 AND s.environment = $2 AND s.done_at IS NOT NULL) AS done
       FROM quintet.live l
      WHERE l.app_id = $1 AND l.environment = $2 AND to_regnamespace($3) IS NOT NULL
        AND EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $4)`,
    [place.appId, place.environment ?? LIVE, quoteIdentifier(place.schemaName), place.roleName],
  );
  return rows[0] !== undefined && pendingSteps(rows[0], undefined).length === 0;
}

async function makeSchema(client: pg.ClientBase, { schemaName, roleName }: AppPlace): Promise<void> {
  const schema = identifier(schemaName);
  const role = identifier(roleName);
  const statements = [
    sql`CREATE SCHEMA IF NOT EXISTS ${schema}`,
    sql`GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    sql`ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
    sql`ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
  ];
  for (const statement of statements) await client.query(printSql(statement).text);
  await grantLivePointer(client, roleName);
}

/**
 * Permanently deletes an app's rows and roles: 30 days after the app was deleted, or when an owner asks for it. May run
 * again. One row stays, so that the schema is not created again.
 */
export async function dropApp(database: Pick<AppDatabase, "pool">, place: AppPlace): Promise<void> {
  const client = await database.pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    await holdPlace(client, place.appId);
    await client.query(printSql(sql`DROP SCHEMA IF EXISTS ${identifier(place.schemaName)} CASCADE`).text);
    for (const table of ["live", "journal", "physical", "imports", "app_steps", "outbox", "places"]) {
      await client.query(printSql(sql`DELETE FROM ${identifier("quintet", table)} WHERE app_id = $1`).text, [
        place.appId,
      ]);
    }
    await client.query(
      `INSERT INTO quintet.off_air (app_id, environment, release_id, access_version, dropped)
       VALUES ($1, $2, NULL, 0, true)
       ON CONFLICT (app_id, environment) DO UPDATE SET release_id = NULL, dropped = true`,
      [place.appId, place.environment ?? LIVE],
    );
    await dropRole(client, authRoleOf(place.roleName));
    await dropRole(client, place.roleName);
    await failpoint("purge.before-commit");
    await client.query("COMMIT");
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure);
  }
}
