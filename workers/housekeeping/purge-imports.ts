import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { dropStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { printSql } from "#engine/sql/sql";
import type { ServerContext } from "#server/context";
import { removeImportFile } from "#server/imports/import-files";
import { cancelForgotten } from "#server/imports/import-states";
import { StagedTable } from "#server/models/staged-table";

/** Proposals that were not accepted; and rows of a model that was removed from the draft, which undo could restore. */
const FORGOTTEN_AFTER_DAYS = 7;
const ORPHANED_AFTER_DAYS = 30;
const MARKED_DAYS = 90;

/** Deletes files of forgotten proposals and rows that no draft uses any more. */
export async function purgeImports(context: ServerContext): Promise<void> {
  await forgetProposals(context);
  await dropOrphans(context);
  // Rows that an import wrote to a live model can be taken back for this long.
  await context.appDatabase.pool.query("DELETE FROM quintet.imports WHERE at < now() - make_interval(days => $1)", [
    MARKED_DAYS,
  ]);
}

async function forgetProposals(context: ServerContext): Promise<void> {
  const forgotten = await cancelForgotten(context, FORGOTTEN_AFTER_DAYS);
  for (const { filePath } of forgotten) await removeImportFile(filePath);
}

async function dropOrphans(context: ServerContext): Promise<void> {
  const orphans = await context.sequelize.query<{
    app_id: AppId;
    model_id: ModelId;
    table_name: string;
    schema_name: string;
  }>(
    `SELECT s.app_id, s.model_id, s.table_name, e.schema_name
       FROM platform.staged_tables s JOIN platform.environments e ON e.app_id = s.app_id AND e.name = 'live'
      WHERE s.created_at < now() - make_interval(days => $1)
        AND NOT EXISTS (SELECT FROM platform.drafts d JOIN platform.draft_records r ON r.draft_id = d.id
                         WHERE d.app_id = s.app_id AND r.record_id = s.model_id)
        AND NOT EXISTS (SELECT FROM platform.imports i
                         WHERE i.app_id = s.app_id AND i.model_id = s.model_id AND i.state = 'importing')`,
    { bind: [ORPHANED_AFTER_DAYS], type: QueryTypes.SELECT },
  );
  for (const orphan of orphans) {
    await context.appDatabase.pool.query(printSql(dropStagedTableSql(orphan.schema_name, orphan.table_name)).text);
    await StagedTable.destroy({ where: { appId: orphan.app_id, modelId: orphan.model_id } });
    context.log.info(
      { appId: orphan.app_id, modelId: orphan.model_id },
      "imported rows of a deleted model were removed",
    );
  }
}
