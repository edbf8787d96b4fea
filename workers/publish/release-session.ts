import pg from "pg";
import type { AppId } from "#contract/platform-ids";
import type { ServerContext } from "#server/context";
import { NotItsTurn } from "#server/queues/not-its-turn";

/** A job that waited longer would hold its worker, and with it the releases of other apps. */
const WAIT_FOR_OTHER_MS = 250;
const TRY_AGAIN_MS = 1_000;

/**
 * Runs `work` on its own connection, which holds the app's advisory lock as a *session* lock. The lock lasts across the
 * transactions of the work and is released when the connection closes, so a killed worker leaves no lock.
 */
export async function withReleaseSession<Result>(
  context: ServerContext,
  place: { readonly appId: AppId; readonly environment: string; readonly waitMs?: number | undefined },
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: context.appDatabase.url,
    application_name: "quintet-release",
    keepAlive: true,
    // A peer that disappears without closing the connection is detected after about 20 s, also during a long statement.
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
  });
  // The next statement reports a connection that was lost in between. Without a listener the error would end the process.
  client.on("error", (error) =>
    context.log.warn({ err: error, appId: place.appId }, "the release's connection was lost"),
  );
  await client.connect();
  try {
    // Postgres detects within two seconds that this process has ended, also during a long statement. Otherwise it would
    // finish building an index that is no longer needed, and hold the lock until then. Not every platform supports this.
    await client.query("SET client_connection_check_interval = 2000").catch(() => undefined);
    await client.query("SELECT set_config('lock_timeout', $1, false)", [String(place.waitMs ?? WAIT_FOR_OTHER_MS)]);
    await client
      .query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [
        `quintet release ${place.appId} ${place.environment}`,
      ])
      .catch((error: unknown) => {
        if ((error as { code?: string }).code !== "55P03") throw error;
        throw new NotItsTurn("Another worker runs a release of this app.", TRY_AGAIN_MS);
      });
    await client.query("SET lock_timeout = 0");
    return await work(client);
  } finally {
    // Ending the session releases the lock, whatever state the work left it in.
    await client.end().catch(() => undefined);
  }
}
