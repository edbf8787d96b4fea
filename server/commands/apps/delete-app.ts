import { randomBytes } from "node:crypto";
import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../accounts/actor.ts";
import { findAppFor } from "./find-app.ts";

/**
 * Takes an app off the air and out of the list. Its schema stays for 30 days; its slug is free at once, and the audit
 * log remembers which it was. Taking it off the air is a second commit, in the app database: without its row in
 * `quintet.live` every statement's guard fails, so no engine answers for it any more, whatever it has cached.
 */
export async function deleteApp(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; confirm: string },
): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    const app = await findAppFor(actor, "delete", input.appId, transaction);
    const [draft] = await context.sequelize.query<{ label: string }>(
      "SELECT settings->>'label' AS label FROM platform.drafts WHERE app_id = $1 AND name = 'main'",
      { bind: [app.id], type: QueryTypes.SELECT, transaction },
    );
    const label = draft?.label ?? app.label;
    if (input.confirm.trim() !== label) {
      throw new UserError("invalid_values", `Type the app's name, “${label}”, to delete it.`, {
        errors: [{ pointer: "/confirm", code: "not_confirmed", message: "This is not the app's name." }],
      });
    }
    const slug = app.slug;
    await app.update(
      { deletedAt: context.clock.now(), slug: `deleted-${randomBytes(8).toString("hex")}` },
      { transaction },
    );
    await recordAudit({ actor, action: "app.deleted", appId: app.id, subject: label, before: { slug } }, transaction);
    transaction.afterCommit(() =>
      context.realtime.emit({ workspace: actor.workspaceId }, "apps.changed", { appId: app.id }),
    );
  });
  await takeOffAir(context, input.appId);
}

async function takeOffAir(context: ServerContext, appId: AppId): Promise<void> {
  await context.appDatabase.pool.query(
    `WITH gone AS (DELETE FROM quintet.live WHERE app_id = $1 RETURNING app_id, environment, release_id)
     SELECT pg_notify('quintet_live', json_build_object('appId', app_id, 'environment', environment, 'releaseId', release_id)::text) FROM gone`,
    [appId],
  );
}
