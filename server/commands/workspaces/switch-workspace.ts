import { QueryTypes } from "sequelize";
import type { MemberRole } from "#contract/permissions";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { Membership } from "../../models/membership.ts";
import { Session } from "../../models/session.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";

/** The session works in another workspace of the same person from now on, in all its windows. */
export async function switchWorkspace(context: ServerContext, actor: Actor, workspaceId: WorkspaceId): Promise<void> {
  authorizeInWorkspace(actor, "ownAccount");
  if (actor.sessionId === "")
    throw new UserError("conflict", "A command on this machine works in the first workspace. Make a token in another.");
  const membership = await Membership.findOne({ where: { workspaceId, accountId: actor.accountId } });
  if (!membership) throw new UserError("not_found", "You are in no such workspace.");
  await Session.update({ workspaceId }, { where: { id: actor.sessionId } });
  // A socket is in its workspace's room from its handshake on.
  context.realtime.endSockets({ session: actor.sessionId });
}

export interface OwnWorkspace {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly role: MemberRole;
}

/** All workspaces of a person, by name. */
export const workspacesOf = (context: ServerContext, accountId: AccountId): Promise<OwnWorkspace[]> =>
  context.sequelize.query<OwnWorkspace>(
    `SELECT w.id, w.name, m.role FROM platform.memberships m JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE m.account_id = $1 ORDER BY lower(w.name), w.id LIMIT 200`,
    { bind: [accountId], type: QueryTypes.SELECT },
  );
