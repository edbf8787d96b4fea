import type { Transaction } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { cancelImportsOf } from "../../imports/import-states.ts";
import type { App } from "../../models/app.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../../policies/actor.ts";
import { labelOf, requireTyped } from "./delete-app.ts";
import { holdAppFor } from "./find-app.ts";
import { removeRemainsNowOrSoon } from "./remove-remains.ts";

/** Removes a deleted app before its 30 days are over. Asked twice, it has been done. */
export async function deletePermanently(
  context: ServerContext,
  actor: Actor,
  input: { readonly appId: AppId; readonly confirm: string },
): Promise<void> {
  const { appId, confirm } = input;
  await context.sequelize.transaction(async (transaction) => {
    const app = await holdAppFor(actor, "delete", appId, transaction);
    if (app.purgedAt) return;
    if (!app.deletedAt) {
      throw new UserError("conflict", "This app is not deleted: it was restored, or never was. Delete it first.");
    }
    requireTyped(await labelOf(context, app, transaction), confirm);
    await claimForPurge(context, { app, actor }, transaction);
    transaction.afterCommit(() =>
      context.realtime.emit({ workspace: app.workspaceId }, "apps.changed", { appId: app.id }),
    );
  });
  await removeRemainsNowOrSoon(context, appId);
}

/** From here on it cannot be restored. The app's row must be locked. `actor` is undefined when its 30 days are over. */
export async function claimForPurge(
  context: ServerContext,
  { app, actor }: { readonly app: App; readonly actor: Pick<Actor, "accountId" | "via" | "requestId"> | undefined },
  transaction: Transaction,
): Promise<void> {
  await app.update({ purgedAt: context.clock.now() }, { transaction });
  await cancelImportsOf(app.id, transaction);
  const { accountId, via, requestId } = actor ?? { accountId: null, via: null, requestId: null };
  const { id: appId, label: subject, workspaceId } = app;
  await recordAudit(
    { actor: { accountId, workspaceId, via, requestId }, action: "app.purged", appId, subject },
    transaction,
  );
}
