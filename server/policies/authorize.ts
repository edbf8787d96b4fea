import { type Action, judge, permissions } from "#contract/permissions";
import type { WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { Actor } from "../commands/accounts/actor.ts";

/**
 * Who may do what in the studio, by the one table of the contract (server/contract/permissions.ts). What belongs to
 * another workspace does not exist for the actor: 404, never 403, so that ids cannot be probed.
 */
export type AppAction = "read" | "edit" | "publish" | "delete" | "readRows" | "writeRows" | "manageKeys";

/** What an app, or anything that belongs to one, must tell about itself. */
export interface Owned {
  readonly workspaceId: WorkspaceId;
}

/** Throws unless the actor may do this in the workspace they work in. */
export function authorizeInWorkspace(actor: Actor, action: Action): void {
  const verdict = judge(actor, action);
  if (verdict === "allowed") return;
  if (verdict === "people") {
    throw new UserError("people_only", "This is for people who are signed in; no API token does it.");
  }
  if (verdict === "scope") {
    const { scope } = permissions[action];
    throw new UserError("insufficient_scope", `This token has not the scope “${scope}”, which this needs.`, {
      headers: { "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
    });
  }
  throw new UserError("forbidden", `Your role in this workspace (${roleInWords(actor)}) does not allow this.`);
}

/** Throws unless the actor may do this to something of that workspace. */
export function authorize(actor: Actor, action: AppAction, subject: Owned): void {
  if (subject.workspaceId !== actor.workspaceId) throw new UserError("not_found", "There is no such app.");
  authorizeInWorkspace(actor, action);
}

const roleInWords = ({ role, data }: Actor): string => (role === "viewer" && data ? "viewer with data" : role);
