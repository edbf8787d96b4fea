import type pg from "pg";
import type { AppId } from "#contract/platform-ids";
import { LIVE_CHANNEL } from "#engine/runtime/releases/listen";
import type { AppDatabase } from "../context.ts";
import type { LivePointer } from "./live-pointer.ts";
import { holdPlace } from "./provision-app.ts";

/**
 * Suspends a deleted app: its live pointer moves from `quintet.live` to `quintet.off_air`. The guard of each statement
 * reads `quintet.live` alone, so it fails for every request to the app, whatever an engine has cached. An app without a
 * pointer gets a row without a release, so that a release that is under way cannot create its pointer.
 *
 * `suspendApp` and `resumeApp` may be repeated; the caller decides by the platform's row (settle-deletion.ts).
 */
export async function suspendApp(database: Pick<AppDatabase, "pool">, appId: AppId): Promise<void> {
  await inPlace(database, appId, async (client) => {
    await client.query(
      `WITH gone AS (DELETE FROM quintet.live WHERE app_id = $1 RETURNING app_id, environment, release_id, access_version),
            kept AS (INSERT INTO quintet.off_air (app_id, environment, release_id, access_version)
                     SELECT app_id, environment, release_id, access_version FROM gone)
       SELECT pg_notify($2, json_build_object('appId', app_id, 'environment', environment, 'releaseId', release_id)::text)
         FROM gone`,
      [appId, LIVE_CHANNEL],
    );
    // The app was never published, or an older version of Quintet deleted its pointer. The journal has the release; the
    // access version is larger than any counter of changed keys can be.
    await client.query(
      `INSERT INTO quintet.off_air (app_id, environment, release_id, access_version)
       VALUES ($1, 'live', (SELECT max(release_id) FROM quintet.journal WHERE app_id = $1 AND what = 'switched'),
               extract(epoch FROM now())::bigint)
       ON CONFLICT DO NOTHING`,
      [appId],
    );
  });
}

/**
 * Moves the pointer back as it was when the app was suspended. The access version grows, so that no process accepts a
 * key that was revoked meanwhile. Changes nothing for an app that is live, or deleted permanently.
 */
export async function resumeApp(database: Pick<AppDatabase, "pool">, appId: AppId): Promise<void> {
  await inPlace(database, appId, async (client) => {
    await client.query(
      `WITH back AS (DELETE FROM quintet.off_air WHERE app_id = $1 AND NOT dropped
                     RETURNING app_id, environment, release_id, access_version),
            shown AS (INSERT INTO quintet.live (app_id, environment, release_id, access_version)
                      SELECT app_id, environment, release_id, access_version + 1 FROM back WHERE release_id IS NOT NULL)
       SELECT pg_notify($2, json_build_object('appId', app_id, 'environment', environment, 'releaseId', release_id)::text)
         FROM back`,
      [appId, LIVE_CHANNEL],
    );
  });
}

/** The release that was live when an app was deleted; undefined for an app that is live or never was. */
export async function readSuspendedPointer(
  client: Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">,
  place: { appId: AppId; environment: string },
): Promise<LivePointer | undefined> {
  const { rows } = await client.query<{ release_id: string; access_version: string }>(
    `SELECT release_id, access_version FROM quintet.off_air
      WHERE app_id = $1 AND environment = $2 AND release_id IS NOT NULL`,
    [place.appId, place.environment],
  );
  const row = rows[0];
  return row && { releaseId: Number(row.release_id), accessVersion: Number(row.access_version) };
}

/** Apps that are suspended and not yet deleted permanently. */
export async function listSuspendedApps(database: Pick<AppDatabase, "pool">): Promise<ReadonlySet<AppId>> {
  const { rows } = await database.pool.query<{ app_id: AppId }>(
    "SELECT DISTINCT app_id FROM quintet.off_air WHERE NOT dropped",
  );
  return new Set(rows.map((row) => row.app_id));
}

/** One transaction that locks the app's place, so that no other one provisions it meanwhile. */
async function inPlace(
  { pool }: Pick<AppDatabase, "pool">,
  appId: AppId,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    await holdPlace(client, appId);
    await work(client);
    await client.query("COMMIT");
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure);
  }
}
