import type { DraftEdit } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { presentEdit, readLog } from "./edit-log.ts";
import { findDraftFor } from "./find-draft.ts";

/** The log after a revision, oldest first, and the revision that the draft has. */
export async function listDraftEdits(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly after: number; readonly limit: number },
): Promise<{ revision: number; edits: DraftEdit[] }> {
  const draft = await findDraftFor(context, actor, { action: "read", draftId: input.draftId });
  const rows = await readLog(context, input);
  const edits = rows.map((row) => presentEdit(draft.id, row));
  // An edit may have been made between the two statements; the newest that is told counts.
  return { revision: Math.max(draft.revision, edits.at(-1)?.revision ?? 0), edits };
}
