import type { AppSummary } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import { failpoint } from "#engine/runtime/failpoints";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { chooseSlug } from "./choose-slug.ts";
import { holdAppFor, permanentlyDeleted } from "./find-app.ts";
import { getAppSummary } from "./list-apps.ts";
import { settleDeletionNowOrSoon } from "./settle-deletion.ts";

/**
 * Restores a deleted app as it was: draft, history, releases, keys, rows, and live with the release that was live. Its
 * slug is the one it had, or the nearest that is free. A second request finds it restored and gets the same answer.
 * If it is deleted permanently at the same time, the first to lock the platform's row wins (delete-permanently.ts).
 */
export async function restoreApp(context: ServerContext, actor: Actor, appId: AppId): Promise<AppSummary> {
  await context.sequelize.transaction(async (transaction) => {
    const app = await holdAppFor(actor, "restore", appId, transaction);
    if (!app.deletedAt) return;
    if (app.purgedAt) throw permanentlyDeleted();
    const before = app.deletedSlug;
    const slug = await chooseSlug(context.sequelize, before ?? app.label, transaction);
    await app.update({ slug, deletedAt: null, deletedBy: null, deletedSlug: null }, { transaction });
    await recordAudit(
      { actor, action: "app.restored", appId, subject: app.label, before: { slug: before }, after: { slug } },
      transaction,
    );
    transaction.afterCommit(async () => {
      await failpoint("restore.after-commit");
      await settleDeletionNowOrSoon(context, appId);
      context.realtime.emit({ workspace: app.workspaceId }, "apps.changed", { appId });
    });
  });
  return getAppSummary(context, actor, appId);
}
