import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { resumeApp, suspendApp } from "../../app-database/suspended-apps.ts";
import type { ServerContext } from "../../context.ts";

/**
 * Lets the apps' database follow what the platform says: a deleted app is suspended, any other is on it. That is a
 * commit of its own, so it looks at the platform's row and holds it meanwhile: of a delete and a restoring that
 * cross, the last to commit decides here too. After a crash before it, housekeeping does it
 * (workers/housekeeping/sweep-deleted-apps.ts). May run any number of times.
 */
export async function settleDeletion(context: ServerContext, appId: AppId): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    const [app] = await context.sequelize.query<{ deleted_at: Date | null }>(
      "SELECT deleted_at FROM platform.apps WHERE id = $1 FOR NO KEY UPDATE",
      { bind: [appId], type: QueryTypes.SELECT, transaction },
    );
    if (!app) return;
    if (app.deleted_at) await suspendApp(context.appDatabase, appId);
    else await resumeApp(context.appDatabase, appId);
  });
}

/** For callers that have committed already: after a failure housekeeping tries again within seconds. */
export async function settleDeletionNowOrSoon(context: ServerContext, appId: AppId): Promise<void> {
  await settleDeletion(context, appId).catch((error: unknown) =>
    context.log.warn(
      { err: error, appId },
      "an app's live pointer does not follow its deletion yet; it is tried again",
    ),
  );
}
