import { failpoint } from "#engine/runtime/failpoints";
import { holdPlace } from "#server/app-database/provision-app";
import { readSteps, recordStepFailure, runSystemSteps, SystemStepFailed } from "#server/app-database/system-steps";
import type { ServerContext } from "#server/context";
import { findUnfinishedSteps, type UnfinishedApp } from "#server/releases/unfinished-steps";
import { withReleaseSession } from "../publish/release-session.ts";

/** A step may wait this long for a lock; after that, a later sweep tries the app again. */
const LOCK_MS = 3_000;

/**
 * Brings the system tables of apps up to date: a new version of Quintet may add one to what an app uses already, and a
 * step that failed is tried again. It holds the app's release lock, so it never runs during a switch. Returns the number of
 * apps that were finished.
 */
export async function finishSystemSteps(context: ServerContext): Promise<number> {
  let finished = 0;
  for (const app of await findUnfinishedSteps(context)) {
    // An app that is locked by another session must not block the others.
    await finishApp(context, app).then(
      () => finished++,
      (error: unknown) =>
        context.log.warn({ err: error, appId: app.place.appId }, "an app's system tables are not up to date yet"),
    );
  }
  return finished;
}

async function finishApp(context: ServerContext, { place, steps }: UnfinishedApp): Promise<void> {
  await withReleaseSession(context, place, async (client) => {
    await client.query("BEGIN");
    try {
      await client.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
      await holdPlace(client, place.appId);
      // A release may have run them since, or the app may have been deleted.
      const { done } = await readSteps(client, place);
      const { rows } = await client.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1", [place.schemaName]);
      const left = rows.length === 0 ? [] : steps.filter(({ number }) => !done.includes(number));
      await runSystemSteps(client, place, left);
      await failpoint("start.system-step");
      await client.query("COMMIT");
      context.log.info(
        { appId: place.appId, steps: left.map(({ what }) => what) },
        "system tables were brought up to date",
      );
    } catch (error) {
      await client.query("ROLLBACK");
      if (error instanceof SystemStepFailed) await recordStepFailure(client, place, error);
      throw error;
    }
  });
}
