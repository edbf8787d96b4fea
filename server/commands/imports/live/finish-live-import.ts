import type { LiveResult } from "#contract/http/imports";
import type { AppId } from "#contract/platform-ids";
import type { ServerContext } from "../../../context.ts";
import { endLoading } from "../../../imports/import-states.ts";
import type { ImportedRows } from "../../../imports/live/import-marker.ts";
import { viaOfColumns } from "../../../models/actor-via.ts";
import { recordAudit } from "../../../models/audit-entry.ts";
import type { Import } from "../../../models/import.ts";
import { tellImport } from "../present-import.ts";

/** Says on the platform that the rows are live, with the line in the audit log. May be told twice; it is said once. */
export async function finishLiveImport(context: ServerContext, row: Import, rows: ImportedRows): Promise<void> {
  const { added, updated, unchanged, skipped, ids } = rows;
  const shortened = rows.shortened ? { shortened: rows.shortened } : {};
  const linked = rows.links?.reduce((all, list) => all + list.added, 0);
  const links = linked === undefined ? {} : { links: linked };
  const canTakeBack = (added > 0 || (linked ?? 0) > 0) && ids !== null;
  const result: LiveResult = { added, updated, unchanged, skipped, ...links, ...shortened, canTakeBack };
  await context.sequelize.transaction(async (transaction) => {
    const analysis = row.analysis && { ...row.analysis, result };
    if (!(await endLoading(row.id, { rows: added + updated + unchanged, analysis }, transaction))) return;
    await recordAudit(
      {
        actor: {
          accountId: row.actorId,
          workspaceId: row.workspaceId,
          via: viaOfColumns(row),
          requestId: `import-${row.id}`,
        },
        action: "rows.imported",
        appId: row.appId as AppId,
        subject: row.fileName,
        after: { importId: row.id, modelId: row.modelId, added, updated, unchanged, skipped, ...links, ...shortened },
      },
      transaction,
    );
  });
  await row.reload();
  tellImport(context, row);
}
