import { QueryTypes, type Transaction } from "sequelize";
import type { CanvasName } from "#contract/canvases";
import type { Layout } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { ServerContext } from "../../context.ts";
import { DraftLayout } from "../../models/draft-layout.ts";
import type { Actor } from "../../policies/actor.ts";
import { findDraftFor } from "./find-draft.ts";

/**
 * From here on only what the draft has is kept. Until then a deleted record keeps its place, in case a person brings it
 * back, and a place may come before the edit that makes its record.
 */
const MANY = 2_000;

/**
 * Keeps positions of one canvas and tells everybody in the draft: the given ones are merged into what is there, so two
 * people who drag different things both win, and of the same thing the last.
 */
export async function saveLayout(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly canvas: CanvasName; readonly positions: Layout },
): Promise<void> {
  const { draftId, canvas, positions } = input;
  await findDraftFor(context, actor, { action: "edit", draftId });
  if (Object.keys(positions).length === 0) return;
  await context.sequelize.transaction(async (transaction) => {
    const [kept] = await context.sequelize.query<{ count: number }>(
      `INSERT INTO platform.draft_layouts AS l (draft_id, canvas, body) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (draft_id, canvas) DO UPDATE SET body = l.body || excluded.body, updated_at = now()
       RETURNING (SELECT count(*)::int FROM jsonb_object_keys(body)) AS count`,
      { bind: [draftId, canvas, JSON.stringify(positions)], type: QueryTypes.SELECT, transaction },
    );
    if ((kept?.count ?? 0) > MANY) await dropUnknown(context, { draftId, canvas }, transaction);
    transaction.afterCommit(() =>
      context.realtime.emit({ draft: draftId }, "layout.changed", {
        draftId,
        canvas,
        positions,
        by: actor.accountId,
      }),
    );
  });
}

async function dropUnknown(
  context: ServerContext,
  where: { readonly draftId: DraftId; readonly canvas: string },
  transaction: Transaction,
): Promise<void> {
  const records = await context.sequelize.query<{ id: string }>(
    "SELECT record_id AS id FROM platform.draft_records WHERE draft_id = $1",
    { bind: [where.draftId], type: QueryTypes.SELECT, transaction },
  );
  const known = new Set(records.map(({ id }) => id));
  const layout = await DraftLayout.findOne({ where, transaction, rejectOnEmpty: true });
  const body = Object.fromEntries(Object.entries(layout.body).filter(([id]) => known.has(id)));
  await layout.update({ body }, { transaction });
}
