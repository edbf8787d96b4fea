import { randomBytes } from "node:crypto";
import type { Transaction } from "sequelize";
import type { EditRequest } from "#contract/http/drafts";
import type { ImportProposal } from "#contract/http/imports";
import type { AppId, DraftId, ImportId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { modelFromImport } from "#engine/edits/commands/model-from-import";
import type { ServerContext } from "../../context.ts";
import { beginLoading } from "../../imports/import-states.ts";
import { choicesOf } from "../../imports/row-converter.ts";
import { columnsOfVia } from "../../models/actor-via.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { AcceptedImport, Import } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { createApp, type NewApp } from "../apps/create-app.ts";
import { applyDraftEdits } from "../drafts/apply-edits.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";
import { judgeProposal, proposedAnalysis } from "./check-import.ts";
import { enqueueImport } from "./enqueue-import.ts";
import { findImportFor } from "./find-import.ts";
import { tellImport } from "./present-import.ts";

export interface Acceptance {
  readonly importId: ImportId;
  readonly proposal: ImportProposal;
  readonly into: ({ readonly app: "new" } & NewApp) | { readonly app: "existing"; readonly draftId: DraftId };
}

/**
 * Draws what was proposed, as one batch of the actor's that can be undone, and makes the job necessary that loads the
 * rows: all in one transaction.
 */
export async function acceptImport(
  context: ServerContext,
  actor: Actor,
  input: Acceptance,
  transaction: Transaction,
): Promise<{ import: Import; appId: AppId; draftId: DraftId; modelId: string }> {
  const row = await findImportFor(actor, input.importId, transaction);
  const analysis = proposedAnalysis(row);
  const proposal = judgeProposal(input.proposal, analysis);
  const isNewApp = input.into.app === "new";
  const draftId =
    input.into.app === "new" ? (await createApp(context, actor, input.into, transaction)).draftId : input.into.draftId;

  const draft = await findDraftFor(context, actor, { action: "edit", draftId, transaction, lock: true });
  const reader = readDefinition(await loadDefinition(context, draft, transaction));
  const columns = proposal.columns.map((column) => ({ ...column, choices: choicesOf(column, analysis) }));
  const drawn = modelFromImport(reader, { ...proposal, columns }, (length) => new Uint8Array(randomBytes(length)));
  await applyDraftEdits(
    context,
    actor,
    {
      draftId,
      batchId: importBatchId(row.id),
      seenRevision: draft.revision,
      label: drawn.label,
      operations: drawn.operations as EditRequest["operations"],
    },
    transaction,
  );

  const accepted: AcceptedImport = {
    draftId,
    isNewApp,
    fieldIds: Object.fromEntries(drawn.fieldIds),
    timeZone: draft.settings.timeZone,
  };
  await beginLoading(
    row,
    {
      ...columnsOfVia(actor.via),
      appId: draft.appId,
      modelId: drawn.modelId,
      proposal,
      analysis: { ...analysis, accepted },
    },
    transaction,
  );
  await recordAudit(
    { actor, action: "import.accepted", appId: draft.appId, subject: row.fileName, after: { importId: row.id } },
    transaction,
  );
  await enqueueImport(context, row, transaction);
  transaction.afterCommit(() => tellImport(context, row));
  return { import: row, appId: draft.appId, draftId, modelId: drawn.modelId };
}

/** The batch that created an import's model has a derived id, so that it can be found and undone. */
export const importBatchId = (importId: ImportId): string => `import-${importId}`;
