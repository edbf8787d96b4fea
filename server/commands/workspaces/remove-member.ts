import type { Transaction } from "sequelize";
import type { AccountId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Membership } from "../../models/membership.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { noMember } from "./change-member.ts";
import { holdWorkspace, holdWorkspaceAsOwner, requireAnotherOwner } from "./hold-workspace.ts";
import { getMember } from "./list-members.ts";

/** Removes a member from the workspace. The database deletes their API tokens for it with the membership. */
export async function removeMember(context: ServerContext, actor: Actor, accountId: AccountId): Promise<void> {
  authorizeInWorkspace(actor, "manageMembers");
  await context.sequelize.transaction(async (transaction) => {
    await holdWorkspaceAsOwner(actor, transaction);
    if (accountId === actor.accountId) {
      throw new UserError("conflict", "You are this person. To go yourself, leave the workspace.");
    }
    const before = await getMember(context, actor, accountId, transaction);
    const membership = await Membership.findOne({ where: { workspaceId: actor.workspaceId, accountId }, transaction });
    if (!membership || !before) throw noMember();
    await requireAnotherOwner(membership, transaction);
    const { name, email, role, data } = before;
    await recordAudit(
      { actor, action: "member.removed", subject: name, before: { accountId, email, role, data } },
      transaction,
    );
    await endMembership(context, membership, transaction);
  });
}

/** Leaves the workspace, unless no owner would be left. */
export async function leaveWorkspace(context: ServerContext, actor: Actor): Promise<void> {
  authorizeInWorkspace(actor, "ownAccount");
  await context.sequelize.transaction(async (transaction) => {
    await holdWorkspace(actor, transaction);
    const { workspaceId, accountId } = actor;
    const membership = await Membership.findOne({ where: { workspaceId, accountId }, transaction });
    if (!membership) return;
    await requireAnotherOwner(membership, transaction);
    await recordAudit({ actor, action: "member.left", before: { role: membership.role } }, transaction);
    await endMembership(context, membership, transaction);
  });
}

async function endMembership(context: ServerContext, membership: Membership, transaction: Transaction): Promise<void> {
  const { workspaceId, accountId } = membership;
  await membership.destroy({ transaction });
  // A person in no workspace any more is signed out; a member of another one continues there.
  const elsewhere = await Membership.count({ where: { accountId }, transaction });
  if (elsewhere === 0) await Session.destroy({ where: { accountId }, transaction });
  else await Session.update({ workspaceId: null }, { where: { accountId, workspaceId }, transaction });
  transaction.afterCommit(() => context.realtime.endSockets({ account: accountId }));
}
