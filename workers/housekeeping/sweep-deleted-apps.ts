import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { listSuspendedApps } from "#server/app-database/suspended-apps";
import { removeRemains } from "#server/commands/apps/remove-remains";
import { settleDeletion } from "#server/commands/apps/settle-deletion";
import type { ServerContext } from "#server/context";

/**
 * Finishes deletions and restores that a crash interrupted between the two databases: an app that was deleted and is still
 * live, one that was restored and is not live, one that was permanently deleted and left data. Returns how many.
 */
export async function sweepDeletedApps(context: ServerContext): Promise<number> {
  // An app that is deleted or restored between the two queries is settled again, which is harmless.
  const suspended = await listSuspendedApps(context.appDatabase);
  const deleted = await context.sequelize.query<{ id: AppId; gone: boolean }>(
    `SELECT a.id, a.purged_at IS NOT NULL AS gone FROM platform.apps a
      WHERE a.deleted_at IS NOT NULL
        AND (a.purged_at IS NULL OR EXISTS (SELECT FROM platform.environments e WHERE e.app_id = a.id))`,
    { type: QueryTypes.SELECT },
  );
  const kept = new Set(deleted.flatMap(({ id, gone }) => (gone ? [] : [id])));
  const remains = deleted.flatMap(({ id, gone }) => (gone ? [id] : []));
  const unsettled = [...kept, ...suspended].filter((id) => kept.has(id) !== suspended.has(id) && !remains.includes(id));
  for (const appId of unsettled) {
    await finish(context, appId, () => settleDeletion(context, appId));
  }
  for (const appId of remains) {
    await finish(context, appId, () => removeRemains(context, appId));
  }
  return unsettled.length + remains.length;
}

/** An app that is locked by another session must not block the others. */
async function finish(context: ServerContext, appId: AppId, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) =>
    context.log.warn({ err: error, appId }, "a deleted app could not be settled; it is tried again"),
  );
}
