import type { Layout } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../accounts/actor.ts";
import { findDraftFor } from "./find-draft.ts";

/** Keeps positions of one canvas: the given ones are merged into what is there, so that two people who drag both win. */
export async function saveLayout(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly canvas: string; readonly positions: Layout },
): Promise<void> {
  const draft = await findDraftFor(context, actor, { action: "edit", draftId: input.draftId });
  await context.sequelize.query(
    `INSERT INTO platform.draft_layouts AS l (draft_id, canvas, body) VALUES ($1, $2, $3::jsonb)
     ON CONFLICT (draft_id, canvas) DO UPDATE SET body = l.body || excluded.body, updated_at = now()`,
    { bind: [draft.id, input.canvas, JSON.stringify(input.positions)] },
  );
}
