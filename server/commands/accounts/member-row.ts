import type { MemberRole } from "#contract/permissions";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import type { Actor } from "../../policies/actor.ts";

/** A person in a workspace as three tables tell it: `a` the account, `w` the workspace, `m` the membership. */
export interface MemberRow {
  readonly account_id: AccountId;
  readonly account_name: string;
  readonly email: string;
  readonly workspace_id: WorkspaceId;
  readonly workspace_name: string;
  readonly role: MemberRole;
  readonly data: boolean;
}

export const MEMBER_COLUMNS =
  "a.id AS account_id, a.name AS account_name, a.email, w.id AS workspace_id, w.name AS workspace_name, m.role, m.data";

export const memberOf = (row: MemberRow): Omit<Actor, "via" | "sessionId" | "isFresh" | "requestId"> => ({
  accountId: row.account_id,
  name: row.account_name,
  email: row.email,
  workspaceId: row.workspace_id,
  workspaceName: row.workspace_name,
  role: row.role,
  data: row.role !== "viewer" || row.data,
});
