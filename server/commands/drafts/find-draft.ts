import { QueryTypes, type Transaction } from "sequelize";
import type { AppId, DraftId, WorkspaceId } from "#contract/platform-ids";
import type { AppSettings } from "#engine/definition/app-definition";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { type AppAction, authorize } from "../../policies/authorize.ts";

export interface FoundDraft {
  readonly id: DraftId;
  readonly appId: AppId;
  readonly workspaceId: WorkspaceId;
  readonly revision: number;
  readonly settings: AppSettings;
  /** In which its rows and settings are. */
  readonly format: number;
}

/**
 * A draft that the actor may see or edit, else 404 or 403. With `lock` the draft's row is held until the transaction
 * ends: that is what puts batches in one order.
 */
export async function findDraftFor(
  context: ServerContext,
  actor: Actor,
  input: {
    readonly action: AppAction;
    readonly draftId: DraftId;
    readonly transaction?: Transaction;
    readonly lock?: boolean;
    /** Also that of a deleted app, for what was under way when it was deleted. */
    readonly evenDeleted?: boolean;
  },
): Promise<FoundDraft> {
  const [draft] = await context.sequelize.query<FoundDraft>(
    `SELECT d.id, d.app_id AS "appId", a.workspace_id AS "workspaceId", d.revision, d.settings, d.format
       FROM platform.drafts d JOIN platform.apps a ON a.id = d.app_id
      WHERE d.id = $1 ${input.evenDeleted ? "" : "AND a.deleted_at IS NULL"} ${input.lock ? "FOR UPDATE OF d" : ""}`,
    { bind: [input.draftId], type: QueryTypes.SELECT, transaction: input.transaction ?? null },
  );
  if (!draft) throw new UserError("not_found", "There is no such app.");
  authorize(actor, input.action, draft);
  return draft;
}
