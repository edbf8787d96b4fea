import type pg from "pg";
import { LIVE } from "#contract/environments";
import type { AppId } from "#contract/platform-ids";
import { LIVE_CHANNEL } from "#engine/runtime/releases/listen";
import { provisionApp } from "../../app-database/provision-app.ts";
import type { ServerContext } from "../../context.ts";
import { Environment } from "../../models/environment.ts";

/** Where an app's keys are: in its own schema, made when the first one is. */
export async function keysOf(context: ServerContext, appId: AppId): Promise<{ schemaName: string }> {
  const { schemaName, roleName } = await Environment.findOne({
    where: { appId, name: LIVE },
    rejectOnEmpty: true,
  });
  await provisionApp(context.appDatabase, { appId, schemaName, roleName });
  return { schemaName };
}

/**
 * Changes an app's keys. The access version grows in the same transaction, so that no statement judged by the old keys
 * can answer after the commit, and engines are told to look.
 */
export async function changeKeys<Result>(
  context: ServerContext,
  appId: AppId,
  change: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await context.appDatabase.pool.connect();
  try {
    await client.query("BEGIN");
    const result = await change(client);
    await client.query(
      `WITH raised AS (
         UPDATE quintet.live SET access_version = access_version + 1 WHERE app_id = $1 AND environment = 'live'
         RETURNING app_id, environment, release_id)
       SELECT pg_notify($2, json_build_object('appId', app_id, 'environment', environment, 'releaseId', release_id)::text)
         FROM raised`,
      [appId, LIVE_CHANNEL],
    );
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
