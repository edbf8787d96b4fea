import type { AuditAction } from "#contract/audit-actions";
import type { DataRow, RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { JsonValue } from "#engine/definition/json";
import type { ServerContext } from "../../context.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import type { Actor } from "../accounts/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { builderOf, livePlace } from "./builder.ts";

type Values = Readonly<Record<string, JsonValue>>;

export interface RowPlace {
  readonly appId: AppId;
  readonly modelId: string;
}

export async function createRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { values: Values },
): Promise<DataRow> {
  await findAppFor(actor, "writeRows", input.appId);
  const row = await context.engine.rows.create(livePlace(input.appId), builderOf(actor), input.modelId, input.values);
  await record(context, actor, input, { action: "row.created", rowId: row.id, after: row.values });
  return row as DataRow;
}

export async function updateRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { rowId: RowKey; version: number; values: Values },
): Promise<DataRow> {
  await findAppFor(actor, "writeRows", input.appId);
  const { row, before } = await context.engine.rows.update(livePlace(input.appId), builderOf(actor), input.modelId, {
    id: input.rowId,
    version: input.version,
    values: input.values,
  });
  await record(context, actor, input, { action: "row.changed", rowId: row.id, before, after: row.values });
  return row as DataRow;
}

export async function deleteRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { rowId: RowKey; version: number },
): Promise<void> {
  await findAppFor(actor, "writeRows", input.appId);
  const before = await context.engine.rows.delete(livePlace(input.appId), builderOf(actor), input.modelId, {
    id: input.rowId,
    version: input.version,
  });
  await record(context, actor, input, { action: "row.deleted", rowId: input.rowId, before });
}

/**
 * The line in the audit log. The rows are in the app's database and the log is in the platform's, so this is a second
 * commit: if it fails the request fails loudly, though the row is written.
 */
function record(
  context: ServerContext,
  actor: Actor,
  place: RowPlace,
  act: { action: AuditAction; rowId: RowKey; before?: JsonValue; after?: JsonValue },
): Promise<void> {
  const { action, rowId, before, after } = act;
  return context.sequelize.transaction((transaction) =>
    recordAudit(
      {
        actor,
        action,
        appId: place.appId,
        subject: `${place.modelId} ${rowId}`,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      },
      transaction,
    ),
  );
}
