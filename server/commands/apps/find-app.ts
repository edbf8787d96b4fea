import type { Transaction } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { App } from "../../models/app.ts";
import { type AppAction, authorize } from "../../policies/authorize.ts";
import type { Actor } from "../accounts/actor.ts";

/** The app, if it is there and the actor may do this to it. The way every command begins that is about an app. */
export async function findAppFor(
  actor: Actor,
  action: AppAction,
  appId: AppId,
  transaction?: Transaction,
): Promise<App> {
  const app = await App.findOne({ where: { id: appId, deletedAt: null }, transaction: transaction ?? null });
  if (!app) throw new UserError("not_found", "There is no such app.");
  authorize(actor, action, app);
  return app;
}
