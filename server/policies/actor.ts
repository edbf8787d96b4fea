import type { MemberRole, TokenScope } from "#contract/permissions";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import type { ActorVia } from "../models/actor-via.ts";

/**
 * Who does something: a builder in the workspace they work in, signed in or by an API token of theirs. Every command
 * takes one. It is looked up anew for each request and each event of a socket and never kept, so that a changed role
 * counts at once.
 */
export interface Actor {
  readonly accountId: AccountId;
  readonly name: string;
  readonly email: string;
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly role: MemberRole;
  /** Sees live rows: owners and editors always, a viewer if an owner said so. */
  readonly data: boolean;
  /** What an API token was given; undefined for a person who is signed in. */
  readonly scopes?: readonly TokenScope[] | undefined;
  /** The channel in which they act, for the audit log. Null only for a job that is older than the column. */
  readonly via: ActorVia | null;
  /** The session that says so; signing out ends it. Empty for a token and for a job. */
  readonly sessionId: string;
  /** Whether the person of the session has shown who they are a short while ago (engine/auth/session-life.ts). */
  readonly isFresh?: boolean;
  /** Of the request that acts, as in the log. */
  readonly requestId: string;
}
