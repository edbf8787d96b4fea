import type { Transaction } from "sequelize";
import { UserError } from "#engine/errors";
import { Membership } from "../../models/membership.ts";
import { Workspace } from "../../models/workspace.ts";
import type { Actor } from "../../policies/actor.ts";

/**
 * Holds the workspace until the transaction ends: changes of who is in it happen one after the other. The actor was an
 * owner when the request came; by the time it is their turn they may have been made something else, so it is looked at
 * again under the lock. Two owners who remove each other at once are then one who did and one who is refused.
 */
export async function holdWorkspaceAsOwner(actor: Actor, transaction: Transaction): Promise<Workspace> {
  const workspace = await holdWorkspace(actor, transaction);
  const own = await Membership.findOne({
    where: { workspaceId: actor.workspaceId, accountId: actor.accountId, role: "owner" },
    transaction,
  });
  if (!own) throw new UserError("forbidden", "You are not an owner of this workspace any more.");
  return workspace;
}

export const holdWorkspace = (actor: Actor, transaction: Transaction): Promise<Workspace> =>
  Workspace.findByPk(actor.workspaceId, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });

/** Throws when no owner would be left in the workspace. Called under its lock. */
export async function requireAnotherOwner(leaving: Membership, transaction: Transaction): Promise<void> {
  if (leaving.role !== "owner") return;
  const owners = await Membership.count({ where: { workspaceId: leaving.workspaceId, role: "owner" }, transaction });
  if (owners > 1) return;
  throw new UserError(
    "last_owner",
    "A workspace needs an owner, and this is its only one. Make another person an owner first.",
  );
}
