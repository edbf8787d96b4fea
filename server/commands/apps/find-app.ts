import type { Transaction } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { App } from "../../models/app.ts";
import type { Actor } from "../../policies/actor.ts";
import { type AppAction, authorize } from "../../policies/authorize.ts";

/** The app, if it exists and the actor may do this to it. Every command about an app begins with this. */
export async function findAppFor(
  actor: Actor,
  action: AppAction,
  appId: AppId,
  transaction?: Transaction,
): Promise<App> {
  const app = await App.findOne({ where: { id: appId, deletedAt: null }, transaction: transaction ?? null });
  return requireFor(actor, action, app);
}

/** The same, deleted or not, and held until the transaction ends: of two who delete it or restore it, one waits. */
export async function holdAppFor(
  actor: Actor,
  action: AppAction,
  appId: AppId,
  transaction: Transaction,
): Promise<App> {
  const app = await App.findByPk(appId, { transaction, lock: transaction.LOCK.NO_KEY_UPDATE });
  return requireFor(actor, action, app);
}

function requireFor(actor: Actor, action: AppAction, app: App | null): App {
  if (!app) throw noSuchApp();
  authorize(actor, action, app);
  return app;
}

export const noSuchApp = (): UserError => new UserError("not_found", "There is no such app.");

export const permanentlyDeleted = (): UserError =>
  new UserError("not_found", "This app was deleted permanently. It cannot be restored any more.");
