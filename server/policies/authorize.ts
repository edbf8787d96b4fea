import type { WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { Actor } from "../commands/accounts/actor.ts";

/**
 * Who may do what in the studio. One question per line, and what has no line is not allowed. What belongs to another
 * workspace does not exist for the actor: 404, never 403, so that ids cannot be probed.
 */
export type WorkspaceAction = "listApps" | "createApp" | "importFile";
export type AppAction = "read" | "edit" | "publish" | "delete" | "readRows" | "writeRows" | "manageKeys";

/** What an app, or anything that belongs to one, must tell about itself. */
export interface Owned {
  readonly workspaceId: WorkspaceId;
}

type Policy = (actor: Actor) => boolean;
const anyMember: Policy = () => true;
const editors: Policy = (actor) => actor.role === "owner" || actor.role === "editor";
const owners: Policy = (actor) => actor.role === "owner";

const workspacePolicies: Readonly<Record<WorkspaceAction, Policy>> = {
  listApps: anyMember,
  createApp: editors,
  importFile: editors,
};

const appPolicies: Readonly<Record<AppAction, Policy>> = {
  read: anyMember,
  edit: editors,
  publish: editors,
  delete: owners,
  // Viewers see structure only (docs/mechanics.md, 14).
  readRows: editors,
  writeRows: editors,
  manageKeys: editors,
};

export function authorizeInWorkspace(actor: Actor, action: WorkspaceAction): void {
  if (workspacePolicies[action]?.(actor) !== true) refuse(actor);
}

/** Throws unless the actor may do this to something of that workspace. */
export function authorize(actor: Actor, action: AppAction, subject: Owned): void {
  if (subject.workspaceId !== actor.workspaceId) throw new UserError("not_found", "There is no such app.");
  if (appPolicies[action]?.(actor) !== true) refuse(actor);
}

function refuse(actor: Actor): never {
  throw new UserError("forbidden", `Your role in this workspace (${actor.role}) does not allow this.`);
}
