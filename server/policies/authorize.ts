import { type Action, isSensitive, judge, type MemberRole, permissions, type TokenScope } from "#contract/permissions";
import type { WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { Actor } from "./actor.ts";

/**
 * Who may do what in the studio, by the one table of the contract (server/contract/permissions.ts). What belongs to
 * another workspace does not exist for the actor: 404, never 403, so that ids cannot be probed.
 */
export type AppAction =
  | "read"
  | "edit"
  | "publish"
  | "delete"
  | "restore"
  | "readRows"
  | "writeRows"
  | "manageUsers"
  | "manageInbox"
  | "manageKeys"
  | "makeKeys";

/** The properties of an app, or of a record that belongs to one, that decide about access. */
export interface Owned {
  readonly workspaceId: WorkspaceId;
}

/** Throws unless the actor may do this in the workspace they work in. */
export function authorizeInWorkspace(actor: Actor, action: Action): void {
  const verdict = judge(actor, action);
  if (verdict === "allowed") {
    requireFresh(actor, action);
    return;
  }
  if (verdict === "people") {
    throw new UserError("people_only", "This is for people who are signed in; no API token does it.");
  }
  if (verdict === "scope") {
    throw insufficientScope(permissions[action].scope, "for this");
  }
  throw new UserError("forbidden", `Your role in this workspace (${formatRole(actor)}) does not allow this.`);
}

/**
 * Sensitive acts need a person who has just given the password: an open window is not enough. This is the only place
 * that checks it; the table says for which acts. A token has no password, and a person who runs a command on this
 * machine could read the data folder anyway.
 */
function requireFresh(actor: Actor, action: Action): void {
  if (!isSensitive(action) || actor.isFresh || actor.scopes !== undefined || actor.via?.kind === "local") return;
  throw new UserError("confirmation_required", "Confirm with your password that it is you. Nothing was done yet.");
}

/**
 * Throws when a token would give more rights than it has. The holder of a stolen token could otherwise invite
 * themselves, and would be a person then, with all that tokens are kept from.
 */
export function authorizeGiving(actor: Actor, place: { readonly role: MemberRole; readonly data: boolean }): void {
  const { scopes } = actor;
  if (scopes === undefined || (place.role === "viewer" && !place.data)) return;
  if (place.role === "owner") {
    throw new UserError(
      "people_only",
      "Only a person who is signed in can make another person an owner; an API token cannot.",
    );
  }
  const needed: readonly TokenScope[] = place.role === "editor" ? ["edit", "publish", "data"] : ["data"];
  const missing = needed.find((scope) => !scopes.includes(scope));
  if (missing !== undefined) throw insufficientScope(missing, "to make somebody what it may not do itself");
}

/** Throws unless the actor may do this to something of that workspace. */
export function authorize(actor: Actor, action: AppAction, subject: Owned): void {
  if (subject.workspaceId !== actor.workspaceId) throw new UserError("not_found", "There is no such app.");
  authorizeInWorkspace(actor, action);
}

const insufficientScope = (scope: string, why: string): UserError =>
  new UserError("insufficient_scope", `This token needs the scope “${scope}” ${why}, and has not got it.`, {
    headers: { "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
  });

const formatRole = ({ role, data }: Actor): string => (role === "viewer" && data ? "viewer with data" : role);
