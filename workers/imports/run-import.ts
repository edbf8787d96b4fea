import { LIVE } from "#contract/environments";
import type { ImportProposal } from "#contract/http/imports";
import type { ImportId } from "#contract/platform-ids";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { OperationalError, UserError } from "#engine/errors";
import { fieldTypeOf, knownFieldType } from "#engine/field-types/registry";
import type { StagedTable } from "#engine/schema/design/table-design";
import { dropStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { printSql } from "#engine/sql/sql";
import { provisionApp } from "#server/app-database/provision-app";
import { actorOfImport } from "#server/commands/imports/actor-of-import";
import { tellImport } from "#server/commands/imports/present-import";
import { takeBackImport } from "#server/commands/imports/take-back-import";
import type { ServerContext } from "#server/context";
import { removeImportFile } from "#server/imports/import-files";
import { endLoading, failLoading } from "#server/imports/import-states";
import { Environment } from "#server/models/environment";
import { type AcceptedImport, Import } from "#server/models/import";
import { StagedTable as StagedTableRow } from "#server/models/staged-table";
import { isTransient } from "./is-transient.ts";
import { connectLocked, loadConnection } from "./load-connection.ts";
import { progressOf } from "./load-progress.ts";
import { type LoadedRows, LoadStopped, loadRows } from "./load-rows.ts";
import { failLiveImport, runLiveImport } from "./run-live-import.ts";

/**
 * Loads the rows of an accepted import into a table that live requests do not read (docs/mechanics.md, 9). The job may run
 * twice: each run creates the table again, in the transaction that fills it. A cancelled or failed import leaves nothing in
 * the app's schema or in the draft.
 */
export async function runImport(context: ServerContext, importId: ImportId): Promise<void> {
  const row = await Import.findByPk(importId);
  if (row?.state === "importing" && row.analysis?.isLive) return runLiveImport(context, row);
  if (row?.state !== "importing" || !row.analysis?.accepted || !row.proposal || !row.appId || !row.modelId) return;
  const { analysis, proposal } = row;
  const environment = await Environment.findOne({ where: { appId: row.appId, name: LIVE }, rejectOnEmpty: true });
  const { schemaName, roleName } = environment;
  const table = stagedTableOf(row, proposal, row.analysis.accepted);
  await provisionApp(context.appDatabase, { appId: row.appId, schemaName, roleName });

  const client = loadConnection(context);
  try {
    // A stalled job may still have been running, and may have finished.
    await connectLocked(client, [`import ${row.id}`]);
    if (!(await isStill(row, "importing"))) return;
    const loaded = await loadRows(client, {
      schemaName,
      table,
      proposal,
      analysis,
      filePath: row.filePath,
      timeZone: row.analysis.accepted.timeZone,
      progress: progressOf(context, row),
    });
    await keep(context, row, { table, ...loaded });
    // Cancelled at the last moment.
    if (!(await isStill(row, "done")))
      await client.query(printSql(dropStagedTableSql(schemaName, table.tableName)).text);
  } catch (error) {
    if (error instanceof LoadStopped) return;
    if (isTransient(error))
      throw new OperationalError("The rows could not be loaded; it is tried again.", { cause: error });
    await failImport(context, row, error);
    if (!(error instanceof UserError)) throw error;
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
  await removeImportFile(row.filePath);
}

const isStill = async (row: Import, state: Import["state"]): Promise<boolean> => (await row.reload()).state === state;

/** `_import_<id>`. Its columns are named by field id, so that a rename in the draft does not affect it. */
function stagedTableOf(row: Import, proposal: ImportProposal, accepted: AcceptedImport): Omit<StagedTable, "rows"> {
  const columns = proposal.columns.filter((column) => column.include && !column.isKey);
  return {
    modelId: row.modelId as ModelId,
    ...(proposal.columns.some(
      (column) => column.include && column.isKey && fieldTypeOf(column.type)?.import?.rowKey === "uuid",
    )
      ? { key: "uuid" as const }
      : {}),
    tableName: `_import_${row.id.replaceAll("-", "")}`,
    columns: columns.map((column) => ({
      fieldId: accepted.fieldIds[column.source] as FieldId,
      sqlType: knownFieldType(column.type).sqlType(column.type),
    })),
  };
}

/** The rows count as imported once the platform's row says so; an earlier cancellation wins. */
async function keep(
  context: ServerContext,
  row: Import,
  loaded: LoadedRows & { table: Omit<StagedTable, "rows"> },
): Promise<void> {
  await context.sequelize.transaction(async (transaction) => {
    const analysis = row.analysis && { ...row.analysis, notes: [...(row.analysis.notes ?? []), ...leftOut(loaded)] };
    if (!(await endLoading(row.id, { rows: loaded.rows, analysis }, transaction))) return;
    const { modelId, tableName, key = null, columns } = loaded.table;
    const appId = row.appId as NonNullable<Import["appId"]>;
    await StagedTableRow.upsert(
      { appId, modelId, tableName, key, columns: [...columns], rows: loaded.rows },
      { transaction },
    );
  });
  await row.reload();
  tellImport(context, row);
}

/** The numbers of rows and cells that the builder chose to leave out. */
function leftOut({ skipped, shortened }: LoadedRows): string[] {
  const rows = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "row was" : "rows were"}`;
  return [
    ...(skipped > 0 ? [`${rows(skipped)} skipped.`] : []),
    ...(shortened > 0 ? [`${rows(shortened)} imported without the cells that the header has no column for.`] : []),
  ];
}

/** Ends an import whose rows cannot be loaded, and undoes the edits that created its model. */
export async function failImport(context: ServerContext, row: Import, error: unknown): Promise<void> {
  if (row.analysis?.isLive) return failLiveImport(context, row, error);
  const failure =
    error instanceof UserError
      ? error.message
      : "The rows could not be loaded, for a reason that is ours. Nothing was changed.";
  await context.sequelize.transaction(async (transaction) => {
    if (!(await failLoading(row.id, failure, transaction))) return;
    const actor = await actorOfImport(context, row, transaction);
    if (actor) await takeBackImport(context, actor, { row, removeNewApp: false }, transaction);
  });
  await row.reload();
  tellImport(context, row);
  await removeImportFile(row.filePath);
}
