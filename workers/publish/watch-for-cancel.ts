import type pg from "pg";
import type { ReleaseId } from "#contract/platform-ids";
import { cancelStatement } from "#engine/runtime/data/connection";
import type { ServerContext } from "#server/context";
import { Release, UNDER_WAY } from "#server/models/release";

const LOOK_EVERY_MS = 1_000;

/** Cancels the statement on the release's connection when the release is cancelled, until the watch is stopped. */
export function watchForCancel(context: ServerContext, client: pg.Client, releaseId: ReleaseId): { stop(): void } {
  let isStopped = false;
  const look = async (): Promise<void> => {
    const row = await Release.findByPk(String(releaseId), { attributes: ["state"] });
    if (row && !UNDER_WAY.includes(row.state) && !isStopped) cancelStatement(client, context.appDatabase.url);
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => context.log.debug({ err: error, releaseId }, "a release could not be watched"));
  }, LOOK_EVERY_MS);
  return {
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
