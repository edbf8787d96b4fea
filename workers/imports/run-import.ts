import pg from "pg";
import type { ImportProposal } from "#contract/http/imports";
import type { ImportId } from "#contract/platform-ids";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { OperationalError, UserError } from "#engine/errors";
import { knownFieldType } from "#engine/field-types/registry";
import type { StagedTable } from "#engine/schema/design/table-design";
import { dropStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { printSql } from "#engine/sql/sql";
import { provisionApp } from "#server/app-database/provision-app";
import { actorOfImport } from "#server/commands/imports/actor-of-import";
import { removeImportFile } from "#server/commands/imports/import-files";
import { tellImport } from "#server/commands/imports/present-import";
import { takeBackImport } from "#server/commands/imports/take-back-import";
import type { ServerContext } from "#server/context";
import { Environment } from "#server/models/environment";
import { type AcceptedImport, Import } from "#server/models/import";
import { StagedTable as StagedTableRow } from "#server/models/staged-table";
import { loadRows } from "./load-rows.ts";

const TELL_EVERY_MS = 150;
const CHECK_EVERY_MS = 500;

/**
 * Loads the rows of an accepted import beside live (mechanics.md, 9). The job may run twice: the table is made anew
 * each time, in the transaction that fills it. A cancelled or failed import leaves nothing, in the app's schema or in
 * the draft.
 */
export async function runImport(context: ServerContext, importId: ImportId): Promise<void> {
  const row = await Import.findByPk(importId);
  if (row?.state !== "importing" || !row.analysis?.accepted || !row.proposal || !row.appId || !row.modelId) return;
  const { analysis, proposal } = row;
  const environment = await Environment.findOne({ where: { appId: row.appId, name: "live" }, rejectOnEmpty: true });
  const { schemaName, roleName } = environment;
  const table = stagedTableOf(row, proposal, row.analysis.accepted);
  await provisionApp(context.appDatabase, { appId: row.appId, schemaName, roleName });

  const client = new pg.Client({
    connectionString: context.appDatabase.url,
    application_name: "quintet-import",
    keepAlive: true,
  });
  client.on("error", () => undefined); // a lost connection fails the query that runs on it
  try {
    await client.connect();
    const rows = await loadRows(client, {
      schemaName,
      table,
      proposal,
      analysis,
      filePath: row.filePath,
      timeZone: row.analysis.accepted.timeZone,
      progress: progressOf(context, row),
    });
    const isKept = await keep(context, row, { table, rows });
    if (!isKept) await client.query(printSql(dropStagedTableSql(schemaName, table.tableName)).text);
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (isTransient(error))
      throw new OperationalError("The rows could not be loaded; it is tried again.", { cause: error });
    await fail(context, row, error);
    if (!(error instanceof UserError)) throw error;
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
  await removeImportFile(row.filePath);
}

/** `_import_<id>`, its columns named by field id, so that a rename in the draft touches nothing. */
function stagedTableOf(row: Import, proposal: ImportProposal, accepted: AcceptedImport): Omit<StagedTable, "rows"> {
  const columns = proposal.columns.filter((column) => column.include && !column.isKey);
  return {
    modelId: row.modelId as ModelId,
    tableName: `_import_${row.id.replaceAll("-", "")}`,
    columns: columns.map((column) => ({
      fieldId: accepted.fieldIds[column.source] as FieldId,
      sqlType: knownFieldType(column.type).sqlType(column.type),
    })),
  };
}

class Cancelled extends Error {
  override readonly name = "Cancelled";
}

function progressOf(context: ServerContext, row: Import) {
  let toldAt = 0;
  let checkedAt = performance.now();
  return async (done: { rows: number; bytes: number }): Promise<void> => {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    row.set({ progress: Math.min(0.99, done.bytes / Math.max(1, row.size)) });
    if (now - checkedAt >= CHECK_EVERY_MS) {
      checkedAt = now;
      const [alive] = await Import.update({ progress: row.progress }, { where: { id: row.id, state: "importing" } });
      if (alive === 0) throw new Cancelled();
    }
    tellImport(context, row);
  };
}

/** The rows count as imported when the platform says so; a cancellation that came first wins. */
async function keep(
  context: ServerContext,
  row: Import,
  loaded: { table: Omit<StagedTable, "rows">; rows: number },
): Promise<boolean> {
  const isKept = await context.sequelize.transaction(async (transaction) => {
    const [changed] = await Import.update(
      { state: "done", progress: 1, rows: loaded.rows },
      { where: { id: row.id, state: "importing" }, transaction },
    );
    if (changed === 0) return false;
    const { modelId, tableName, columns } = loaded.table;
    await StagedTableRow.upsert(
      {
        appId: row.appId as NonNullable<Import["appId"]>,
        modelId,
        tableName,
        columns: [...columns],
        rows: loaded.rows,
      },
      { transaction },
    );
    return true;
  });
  await row.reload();
  tellImport(context, row);
  return isKept;
}

async function fail(context: ServerContext, row: Import, error: unknown): Promise<void> {
  const failure =
    error instanceof UserError
      ? error.message
      : "The rows could not be loaded, for a reason that is ours. Nothing was changed.";
  await context.sequelize.transaction(async (transaction) => {
    const [changed] = await Import.update(
      { state: "failed", failure },
      { where: { id: row.id, state: "importing" }, transaction },
    );
    if (changed === 0) return;
    const actor = await actorOfImport(context, row, transaction);
    if (actor) await takeBackImport(context, actor, { row, removeNewApp: false }, transaction);
  });
  await row.reload();
  tellImport(context, row);
  await removeImportFile(row.filePath);
}

/** Connection lost, server shutting down, too many connections. */
const isTransient = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code ?? "");
  return (
    /^(?:08...|57P0[123]|53300)$/.test(code) ||
    ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code) ||
    /Connection terminated/.test(String(error))
  );
};
