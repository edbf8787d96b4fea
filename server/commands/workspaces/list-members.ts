import { QueryTypes, type Transaction } from "sequelize";
import type { Member } from "#contract/http/people";
import type { AccountId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { MEMBER_COLUMNS, type MemberRow } from "../accounts/member-row.ts";

const MOST = 1_000;

/** Who is in the actor's workspace: owners first, then by name. */
export async function listMembers(context: ServerContext, actor: Actor): Promise<Member[]> {
  authorizeInWorkspace(actor, "listMembers");
  return readMembers(context, actor, null, null);
}

export async function getMember(
  context: ServerContext,
  actor: Actor,
  accountId: AccountId,
  transaction: Transaction,
): Promise<Member | undefined> {
  return (await readMembers(context, actor, accountId, transaction))[0];
}

async function readMembers(
  context: ServerContext,
  actor: Actor,
  accountId: AccountId | null,
  transaction: Transaction | null,
): Promise<Member[]> {
  const rows = await context.sequelize.query<MemberRow & { joined_at: Date }>(
    `SELECT ${MEMBER_COLUMNS}, m.created_at AS joined_at
       FROM platform.memberships m
       JOIN platform.accounts a ON a.id = m.account_id
       JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE m.workspace_id = $1 AND ($2::uuid IS NULL OR m.account_id = $2::uuid)
      ORDER BY array_position(ARRAY['owner', 'editor', 'viewer'], m.role), lower(a.name), a.id LIMIT ${MOST}`,
    { bind: [actor.workspaceId, accountId], type: QueryTypes.SELECT, transaction },
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.account_name,
    email: row.email,
    role: row.role,
    data: row.role !== "viewer" || row.data,
    joinedAt: row.joined_at.toISOString(),
  }));
}
