import { randomBytes } from "node:crypto";
import type { Transaction } from "sequelize";
import { failpoint } from "#engine/runtime/failpoints";
import type { ServerContext } from "../../context.ts";
import type { App } from "../../models/app.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { cancelReleasesOf } from "../../releases/release-states.ts";
import { findReleaseToTell } from "../releases/find-releases.ts";
import { settleDeletionNowOrSoon } from "./settle-deletion.ts";

/**
 * The one way in which an app is deleted: by its owner, or by taking back the import that it was made for. Its slug is
 * free at once and remembered; a release that has not begun to switch ends here, an import goes on beside live and ends
 * by itself. It is suspended after the commit.
 */
export async function markDeleted(
  context: ServerContext,
  actor: Actor,
  input: { readonly app: App; readonly label: string },
  transaction: Transaction,
): Promise<void> {
  const { app, label } = input;
  const { slug } = app;
  await app.update(
    {
      label,
      deletedAt: context.clock.now(),
      deletedBy: actor.accountId,
      deletedSlug: slug,
      slug: `deleted-${randomBytes(8).toString("hex")}`,
    },
    { transaction },
  );
  const ended = await cancelReleasesOf(app.id, "The app was deleted before this could go live.", transaction);
  await recordAudit({ actor, action: "app.deleted", appId: app.id, subject: label, before: { slug } }, transaction);
  transaction.afterCommit(async () => {
    await failpoint("delete.after-commit");
    await settleDeletionNowOrSoon(context, app.id);
    for (const { id } of ended) {
      const told = await findReleaseToTell(context, Number(id));
      if (told) context.realtime.emit({ workspace: told.workspaceId }, "release.progressed", told.release);
    }
    context.realtime.emit({ workspace: app.workspaceId }, "apps.changed", { appId: app.id });
  });
}
