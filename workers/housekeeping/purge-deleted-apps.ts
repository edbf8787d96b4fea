import { Op } from "sequelize";
import { claimForPurge } from "#server/commands/apps/delete-for-good";
import { KEPT_DAYS } from "#server/commands/apps/list-deleted-apps";
import { removeRemainsNowOrSoon } from "#server/commands/apps/remove-remains";
import type { ServerContext } from "#server/context";
import { App } from "#server/models/app";

const DAY_MS = 86_400_000;
/** In one turn: nothing loops over more than a little at once. */
const MOST = 50;

/**
 * Removes apps for good that were deleted long ago. First the platform's row says so, then their rows go: somebody who
 * restores one at this moment either has it, or is told that it is gone. Gives how many.
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
      // Restored meanwhile (and maybe deleted again), or claimed by another.
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
