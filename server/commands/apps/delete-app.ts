import { QueryTypes, type Transaction } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { App } from "../../models/app.ts";
import type { Actor } from "../../policies/actor.ts";
import { holdAppFor, noSuchApp } from "./find-app.ts";
import { markDeleted } from "./mark-deleted.ts";

/**
 * Suspends an app and takes it out of the list. For 30 days it can be restored (restore-app.ts), then housekeeping
 * deletes it permanently. Suspending it is a second commit, in the app database (settle-deletion.ts).
 */
export async function deleteApp(
  context: ServerContext,
  actor: Actor,
  input: { appId: AppId; confirm: string },
): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    const app = await holdAppFor(actor, "delete", input.appId, transaction);
    if (app.deletedAt) throw noSuchApp();
    const label = await labelOf(context, app, transaction);
    requireTyped(label, input.confirm);
    await markDeleted(context, actor, { app, label }, transaction);
  });
}

/** As people read it: the draft's setting; the column is its copy. */
export async function labelOf(context: ServerContext, app: App, transaction: Transaction): Promise<string> {
  const [draft] = await context.sequelize.query<{ label: string }>(
    "SELECT settings->>'label' AS label FROM platform.drafts WHERE app_id = $1 AND name = 'main'",
    { bind: [app.id], type: QueryTypes.SELECT, transaction },
  );
  return draft?.label ?? app.label;
}

/** Throws unless the app's name was typed. */
export function requireTyped(label: string, typed: string): void {
  if (typed.trim() === label) return;
  throw new UserError("invalid_values", `Type the app's name, “${label}”, to delete it.`, {
    errors: [{ pointer: "/confirm", code: "not_confirmed", message: "This is not the app's name." }],
  });
}
