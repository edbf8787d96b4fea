import type { DraftId } from "#contract/platform-ids";
import type { Audience, SocketOwner } from "../context.ts";

/**
 * The room of an audience. A socket joins the rooms of its account and workspace automatically, those of drafts on
 * request.
 */
export function roomOf(audience: Audience): string {
  if ("draft" in audience) return draftRoom(audience.draft);
  return "workspace" in audience ? `workspace ${audience.workspace}` : `account ${audience.account}`;
}

export const roomOfOwner = (owner: SocketOwner): string =>
  "session" in owner ? `session ${owner.session}` : roomOf(owner);

export const draftRoom = (draftId: DraftId): string => `draft ${draftId}`;

export const draftOfRoom = (room: string): DraftId | undefined =>
  /^draft (\S+)$/.exec(room)?.[1] as DraftId | undefined;

/** Those in the draft who may read rows, and so may know which row a person is on. */
export const rowReadersRoom = (draftId: DraftId): string => `draft ${draftId} rows`;
