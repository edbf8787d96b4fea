import { QueryTypes, Transaction } from "sequelize";
import type { DraftState, Layout } from "#contract/http/drafts";
import type { AppId, DraftId, VersionId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { assemble } from "#engine/edits/assemble";
import { SETTINGS_ID } from "#engine/edits/edit";
import { storedDefinition } from "#engine/stored-definition";
import type { ServerContext } from "../../context.ts";
import { DraftLayout } from "../../models/draft-layout.ts";
import type { Actor } from "../../policies/actor.ts";
import { readUndoState } from "./edit-log.ts";
import { type FoundDraft, findDraftFor } from "./find-draft.ts";

/** The draft whole, as of one moment, with what is live beside it. */
export function loadDraft(context: ServerContext, actor: Actor, draftId: DraftId): Promise<DraftState> {
  // One snapshot, so that the revision is that of the records: edits go on meanwhile.
  const isolationLevel = Transaction.ISOLATION_LEVELS.REPEATABLE_READ;
  return context.sequelize.transaction({ isolationLevel, readOnly: true }, async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "read", draftId, transaction });
    const definition = await loadDefinition(context, draft, transaction);
    const layouts = await DraftLayout.findAll({ where: { draftId }, transaction });
    const live = await loadLive(context, draft.appId, transaction);
    const state: DraftState = {
      draftId,
      appId: draft.appId,
      revision: draft.revision,
      definition: definition as DraftState["definition"],
      layouts: Object.fromEntries(layouts.map((layout): [string, Layout] => [layout.canvas, layout.body])),
      undoState: await readUndoState(context, { draftId, accountId: actor.accountId }, transaction),
      ...(live ? { live: { ...live, definition: live.definition as DraftState["definition"] } } : {}),
      staged: await loadStaged(context, draft.appId, transaction),
    };
    return state;
  });
}

/** A draft's definition from its rows. For other commands too: publishing freezes what this gives. */
export async function loadDefinition(
  context: ServerContext,
  draft: Pick<FoundDraft, "id" | "settings" | "format">,
  transaction: Transaction,
): Promise<AppDefinition> {
  const rows = await context.sequelize.query<{ recordId: string; body: unknown }>(
    'SELECT record_id AS "recordId", body FROM platform.draft_records WHERE draft_id = $1',
    { bind: [draft.id], type: QueryTypes.SELECT, transaction },
  );
  const document = assemble([{ recordId: SETTINGS_ID, body: draft.settings }, ...rows]);
  return storedDefinition({ ...document, formatVersion: draft.format });
}

interface LiveVersion {
  readonly releaseNumber: number;
  readonly versionId: VersionId;
  readonly versionNumber: number;
  readonly definition: AppDefinition;
}

async function loadLive(
  context: ServerContext,
  appId: AppId,
  transaction: Transaction,
): Promise<LiveVersion | undefined> {
  const [row] = await context.sequelize.query<LiveVersion>(
    `SELECT r.number AS "releaseNumber", v.id AS "versionId", v.number AS "versionNumber", v.definition
       FROM platform.releases r JOIN platform.app_versions v ON v.id = r.version_id
      WHERE r.app_id = $1 AND r.environment = 'live' AND r.state = 'live' ORDER BY r.id DESC LIMIT 1`,
    { bind: [appId], type: QueryTypes.SELECT, transaction },
  );
  return row && { ...row, definition: storedDefinition(row.definition) };
}

async function loadStaged(
  context: ServerContext,
  appId: AppId,
  transaction: Transaction,
): Promise<DraftState["staged"]> {
  const rows = await context.sequelize.query<{ model_id: string; rows: string }>(
    "SELECT model_id, rows FROM platform.staged_tables WHERE app_id = $1 ORDER BY created_at",
    { bind: [appId], type: QueryTypes.SELECT, transaction },
  );
  return rows.map((row) => ({ modelId: row.model_id, rows: Number(row.rows) }));
}
