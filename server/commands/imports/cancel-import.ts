import type { Transaction } from "sequelize";
import type { ImportId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { removeImportFile } from "../../imports/import-files.ts";
import { markImportCancelled } from "../../imports/import-states.ts";
import { markImport } from "../../imports/live/import-marker.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Import } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { findImportFor } from "./find-import.ts";
import { tellImport } from "./present-import.ts";
import { takeBackImport } from "./take-back-import.ts";

/** Stops an import wherever it is; a job that loads its rows sees it and drops them. Once the rows are in it is too late. */
export async function cancelImport(
  context: ServerContext,
  actor: Actor,
  importId: ImportId,
  transaction: Transaction,
): Promise<void> {
  const row = await findImportFor(actor, importId, transaction);
  if (row.state === "cancelled" || row.state === "failed") return;
  if (row.state === "done") {
    throw new UserError("conflict", "The rows are imported already. Undo the import in the app, or delete its model.");
  }
  if (row.state === "importing" && row.analysis?.isLive) await stopLiveImport(context, row);
  else if (row.state === "importing") await takeBackImport(context, actor, { row, removeNewApp: true }, transaction);
  await markImportCancelled(row, transaction);
  await recordAudit(
    { actor, action: "import.cancelled", subject: row.fileName, before: { importId: row.id } },
    transaction,
  );
  transaction.afterCommit(async () => {
    tellImport(context, row);
    await removeImportFile(row.filePath);
  });
}

/** Waits for a job that is about to commit; if it has, the rows are live. */
async function stopLiveImport(context: ServerContext, row: Import): Promise<void> {
  if (row.appId === null) return;
  const mark = await markImport(context.appDatabase.pool, { importId: row.id, appId: row.appId, state: "cancelled" });
  if (mark !== undefined && mark.state !== "cancelled")
    throw new UserError("conflict", "The rows are live already. They can be taken back.");
}
