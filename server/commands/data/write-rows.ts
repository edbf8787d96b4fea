import type { DataRow, RowKey } from "#contract/http/data";
import type { JsonValue } from "#engine/definition/json";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { builderOf, livePlace } from "./builder.ts";
import type { RowPlace } from "./row-page.ts";
import { whereRowsAre } from "./staged/where-rows-are.ts";
import { createStagedRow, deleteStagedRow, updateStagedRow } from "./staged/write-staged-rows.ts";

type Values = Readonly<Record<string, JsonValue>>;
/** Of live rows: staged ones are judged by no validation. */
type Confirmed = { readonly confirm?: boolean | undefined };

export async function createRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & Confirmed & { values: Values },
): Promise<DataRow> {
  const { appId, modelId, values, confirm: isConfirmed = false } = input;
  await findAppFor(actor, "writeRows", appId);
  return whereRowsAre(context, input, {
    staged: () => createStagedRow({ context, actor, place: input }, values),
    async live() {
      const row = await auditAcross(
        context,
        { actor, action: "row.created", appId, subject: modelId, asked: { values } },
        () => context.engine.rows.create(livePlace(appId), builderOf(actor), modelId, values, { isConfirmed }),
        (created) => ({ subject: `${modelId} ${created.id}`, after: created.values }),
      );
      return row as DataRow;
    },
  });
}

export async function updateRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & Confirmed & { rowId: RowKey; version: number; values: Values },
): Promise<DataRow> {
  const { appId, modelId, rowId, version, values, confirm: isConfirmed = false } = input;
  const change = { id: rowId, version, values, isConfirmed };
  await findAppFor(actor, "writeRows", appId);
  return whereRowsAre(context, input, {
    staged: () => updateStagedRow({ context, actor, place: input }, { rowId, version, values }),
    async live() {
      const { row } = await auditAcross(
        context,
        { actor, action: "row.changed", appId, subject: `${modelId} ${rowId}`, asked: { version, values } },
        () => context.engine.rows.update(livePlace(appId), builderOf(actor), modelId, change),
        ({ before, row: { values: after } }) => ({ before, after }),
      );
      return row as DataRow;
    },
  });
}

/** What deleting the rows would do besides; nothing is written, so there is no line in the audit log. */
export async function previewDelete(
  context: ServerContext,
  actor: Actor,
  { appId, modelId, rowIds }: RowPlace & { readonly rowIds: readonly RowKey[] },
) {
  await findAppFor(actor, "writeRows", appId);
  return whereRowsAre(
    context,
    { appId, modelId },
    {
      // Rows that point to them are told of when the plan is reviewed.
      staged: async () => ({ deleted: { [modelId]: rowIds.length }, emptied: {}, keptBy: null, blocking: {} }),
      live: () => context.engine.rows.deletePreview(livePlace(appId), builderOf(actor), modelId, rowIds),
    },
  );
}

export async function deleteRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & Confirmed & { rowId: RowKey; version: number },
): Promise<void> {
  const { appId, modelId, rowId, version, confirm: isConfirmed = false } = input;
  await findAppFor(actor, "writeRows", appId);
  await whereRowsAre(context, input, {
    staged: () => deleteStagedRow({ context, actor, place: input }, { rowId, version }),
    async live() {
      await auditAcross(
        context,
        { actor, action: "row.deleted", appId, subject: `${modelId} ${rowId}`, asked: { version } },
        () =>
          context.engine.rows.delete(livePlace(appId), builderOf(actor), modelId, { id: rowId, version, isConfirmed }),
        (before) => ({ before }),
      );
    },
  });
}
