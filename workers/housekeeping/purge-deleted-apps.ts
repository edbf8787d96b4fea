import { Op } from "sequelize";
import { claimForPurge } from "#server/commands/apps/delete-permanently";
import { KEPT_DAYS } from "#server/commands/apps/list-deleted-apps";
import { removeRemainsNowOrSoon } from "#server/commands/apps/remove-remains";
import type { ServerContext } from "#server/context";
import { App } from "#server/models/app";

const DAY_MS = 86_400_000;
/** The limit of one sweep, so that no sweep takes long. */
const MOST = 50;

/**
 * Permanently deletes apps that were deleted long ago. It first marks the platform's row and then deletes the data. So
 * a restore at the same time either succeeds completely or fails with the message that the app no longer exists.
 * Returns how many were deleted.
 */
export async function purgeDeletedApps(context: ServerContext): Promise<number> {
  const before = new Date(context.clock.now().getTime() - KEPT_DAYS * DAY_MS);
  const apps = await App.findAll({
    where: { deletedAt: { [Op.lt]: before }, purgedAt: null },
    attributes: ["id"],
    order: ["deletedAt"],
    limit: MOST,
  });
  let purged = 0;
  for (const { id } of apps) {
    const isClaimed = await context.sequelize.transaction(async (transaction) => {
      const app = await App.findByPk(id, { transaction, lock: transaction.LOCK.NO_KEY_UPDATE });
      // Restored since (and perhaps deleted again), or claimed by another process.
      if (!app?.deletedAt || app.deletedAt >= before || app.purgedAt) return false;
      await claimForPurge(context, { app, actor: undefined }, transaction);
      transaction.afterCommit(() =>
        context.realtime.emit({ workspace: app.workspaceId }, "apps.changed", { appId: app.id }),
      );
      return true;
    });
    if (!isClaimed) continue;
    await removeRemainsNowOrSoon(context, id);
    purged += 1;
  }
  return purged;
}
