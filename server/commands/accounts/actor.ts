import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import type { MemberRole } from "../../models/membership.ts";

/** Who does something: a signed-in builder, in the workspace they work in. Every command takes one. */
export interface Actor {
  readonly accountId: AccountId;
  readonly name: string;
  readonly email: string;
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly role: MemberRole;
  /** The session that says so; signing out ends it. */
  readonly sessionId: string;
  /** Of the request that acts, as in the log. */
  readonly requestId: string;
}
