import pg from "pg";
import type { AppId } from "#contract/platform-ids";
import { OperationalError } from "#engine/errors";
import type { ServerContext } from "#server/context";

/** How long a second worker waits for the first; then the job is tried again later. */
const WAIT_FOR_OTHER_MS = 30_000;

/**
 * Runs `work` on a connection of its own that holds the app's advisory lock as a *session* lock: it outlives each
 * transaction of the work, and dies with the connection, so that a killed worker leaves nothing behind.
 */
export async function withReleaseSession<Result>(
  context: ServerContext,
  place: { readonly appId: AppId; readonly environment: string },
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: context.appDatabase.url,
    application_name: "quintet-release",
    keepAlive: true,
    // A peer that is gone without a word is found after some twenty seconds, also in the middle of a long statement.
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
  });
  // A connection lost between statements is told by the next statement; without a listener it would end the process.
  client.on("error", (error) =>
    context.log.warn({ err: error, appId: place.appId }, "the release's connection was lost"),
  );
  await client.connect();
  try {
    // Postgres notices within two seconds that this process has died, also in the middle of a long statement: else an
    // index that nobody waits for would be built to its end, and hold the lock until then. Not every platform can.
    await client.query("SET client_connection_check_interval = 2000").catch(() => undefined);
    await client.query(`SET lock_timeout = ${WAIT_FOR_OTHER_MS}`);
    await client
      .query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [
        `quintet release ${place.appId} ${place.environment}`,
      ])
      .catch((error: unknown) => {
        throw new OperationalError("Another worker runs a release of this app.", {
          cause: error,
          retryAfterSeconds: 5,
        });
      });
    await client.query("SET lock_timeout = 0");
    return await work(client);
  } finally {
    // Ending the session gives the lock back, whatever state the work left it in.
    await client.end().catch(() => undefined);
  }
}
