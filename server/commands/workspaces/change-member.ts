import type { Member } from "#contract/http/people";
import type { MemberRole } from "#contract/permissions";
import type { AccountId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Membership } from "../../models/membership.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeGiving, authorizeInWorkspace } from "../../policies/authorize.ts";
import { holdWorkspaceAsOwner, requireAnotherOwner } from "./hold-workspace.ts";
import { getMember } from "./list-members.ts";

/** Gives a member another role. It counts from their next request on, and their sockets are judged anew. */
export async function changeMember(
  context: ServerContext,
  actor: Actor,
  input: { readonly accountId: AccountId; readonly role: MemberRole; readonly data: boolean },
): Promise<Member> {
  authorizeInWorkspace(actor, "manageMembers");
  authorizeGiving(actor, input);
  return context.sequelize.transaction(async (transaction) => {
    await holdWorkspaceAsOwner(actor, transaction);
    const { accountId, role } = input;
    // "data" is a viewer's; kept with another role it would come back by surprise.
    const data = role === "viewer" && input.data;
    const membership = await Membership.findOne({
      where: { workspaceId: actor.workspaceId, accountId },
      transaction,
    });
    const before = await getMember(context, actor, accountId, transaction);
    if (!membership || !before) throw noMember();
    if (membership.role === role && membership.data === data) return before;
    if (role !== "owner") await requireAnotherOwner(membership, transaction);
    await Membership.update({ role, data }, { where: { workspaceId: actor.workspaceId, accountId }, transaction });
    await recordAudit(
      {
        actor,
        action: "member.changed",
        subject: before.name,
        before: { accountId, role: membership.role, data: membership.data },
        after: { accountId, role, data },
      },
      transaction,
    );
    transaction.afterCommit(() => context.realtime.endSockets({ account: accountId }));
    return { ...before, role, data: role !== "viewer" || data };
  });
}

export const noMember = (): UserError => new UserError("not_found", "This person is not in the workspace.");
