import type pg from "pg";
import type { AppId, ImportId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { LAST_ADMINISTRATOR } from "#engine/definition/users";
import { UserError } from "#engine/errors";
import { keyOf } from "#engine/field-types/keys";
import { deleteImportedSql } from "#engine/query/import-rows";
import { lastAdministrator } from "#engine/rest/write-errors";
import { bindParameters, printSql } from "#engine/sql/sql";
import type { ServerContext } from "../../../context.ts";
import { findMark, type ImportedRows, writeMark } from "../../../imports/live/import-marker.ts";
import { type LiveTarget, onLiveTarget, ReleaseMoved } from "../../../imports/live/live-target.ts";
import { recordAudit } from "../../../models/audit-entry.ts";
import { Import } from "../../../models/import.ts";
import type { Actor } from "../../../policies/actor.ts";
import { findAppFor } from "../../apps/find-app.ts";
import { findImportFor } from "../find-import.ts";

/**
 * Removes what an import added to a live model: exactly those rows, as far as they have not changed since. All
 * or nothing: rows that others point to stop it. What it found in the model and changed stays as it is.
 */
export async function takeBackRows(context: ServerContext, actor: Actor, importId: ImportId): Promise<Import> {
  const row = await findImportFor(actor, importId);
  const { result, live } = row.analysis ?? {};
  if (row.state !== "done" || !result || !live)
    throw new UserError("conflict", "This import has no live rows to remove.");
  if (result.takenBack !== undefined) return row;
  if (!result.canTakeBack)
    throw new UserError("conflict", "This import changed rows that were there, so it cannot be taken back.");
  await findAppFor(actor, "writeRows", live.appId);
  const removed = await onLiveTarget(context, live, async (target) => {
    const client = await context.appDatabase.pool.connect();
    try {
      return await remove(client, target, importId);
    } catch (error) {
      await client.query("ROLLBACK").catch(() => undefined);
      throw explained(error);
    } finally {
      client.release();
    }
  });
  await context.sequelize.transaction(async (transaction) => {
    const locked = await Import.findByPk(row.id, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });
    if (!locked.analysis?.result || locked.analysis.result.takenBack !== undefined) return;
    const taken = { ...locked.analysis.result, canTakeBack: false, takenBack: removed };
    await locked.update({ analysis: { ...locked.analysis, result: taken } }, { transaction });
    await recordAudit(
      {
        actor,
        action: "rows.import_taken_back",
        appId: row.appId as AppId,
        subject: row.fileName,
        after: { importId: row.id, modelId: row.modelId, removed },
      },
      transaction,
    );
  });
  return row.reload();
}

async function remove(client: pg.PoolClient, target: LiveTarget, importId: ImportId): Promise<number> {
  await client.query("BEGIN");
  await client.query("SET LOCAL lock_timeout = '5s'");
  await client.query("SET LOCAL statement_timeout = '5min'");
  const live = await client.query<{ release_id: string }>(
    "SELECT release_id FROM quintet.live WHERE app_id = $1 AND environment = 'live' FOR SHARE",
    [target.appId],
  );
  if (Number(live.rows[0]?.release_id) !== target.releaseId) throw new ReleaseMoved();
  const mark = await findMark(client, importId, "lock");
  // A try before this one came so far and no further.
  if (mark?.state === "taken_back") {
    await client.query("COMMIT");
    return mark.result.takenBack ?? 0;
  }
  if (mark?.state !== "done" || mark.result.ids === null)
    throw new UserError("conflict", "It is not known any more which rows this import added.");
  const { schemaName, model, reader } = target;
  for (const { fieldId, ids } of mark.result.links ?? []) {
    const link = reader.model(reader.field(fieldId)?.modelId as ModelId);
    if (link) await removeRows(client, { schemaName, model: link, ids });
  }
  const takenBack = await removeRows(client, { schemaName, model, ids: mark.result.ids });
  await writeMark(client, importId, { state: "taken_back", result: { ...mark.result, takenBack } });
  await client.query("COMMIT");
  return takenBack;
}

async function removeRows(
  client: pg.PoolClient,
  { schemaName, model, ids }: Pick<LiveTarget, "schemaName" | "model"> & Pick<ImportedRows, "ids">,
): Promise<number> {
  const { text, parameters } = printSql(
    deleteImportedSql({ schemaName, name: model.name, keySqlType: keyOf(model).sqlType }),
  );
  const { rows } = await client.query<{ removed: number }>(
    text,
    bindParameters(parameters, { ids: JSON.stringify(ids ?? []) }) as unknown[],
  );
  return rows[0]?.removed ?? 0;
}

function explained(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (constraint === LAST_ADMINISTRATOR) return lastAdministrator();
  if (code === "23503")
    return new UserError(
      "protected",
      "Other rows point to rows of this import, so nothing was removed. Delete unwanted rows in Data.",
      { cause: error },
    );
  if (code === "55P03" || code === "40P01" || code === "57014")
    return new UserError(
      "conflict",
      "Other transactions are changing these rows at the moment. Nothing was removed; try again.",
      {
        cause: error,
      },
    );
  return error;
}
