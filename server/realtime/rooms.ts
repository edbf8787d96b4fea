import type { DraftId } from "#contract/platform-ids";
import type { Audience } from "../context.ts";

/** The room of an audience. A socket is in its account's and its workspace's from the start, in drafts' by asking. */
export function roomOf(audience: Audience): string {
  if ("draft" in audience) return draftRoom(audience.draft);
  return "workspace" in audience ? `workspace ${audience.workspace}` : `account ${audience.account}`;
}

export const draftRoom = (draftId: DraftId): string => `draft ${draftId}`;
