import type { DeletedRow, RowKey } from "#contract/http/data";
import type { DeletedLine } from "#engine/query/compile-restore";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { auditAcross } from "../audit/across-databases.ts";
import { builderOf, livePlace } from "./builder.ts";
import { builderNames, GONE } from "./builder-names.ts";
import type { RowPlace } from "./row-page.ts";
import { whereRowsAre } from "./staged/where-rows-are.ts";
import { restoreStagedRow } from "./staged/write-staged-rows.ts";

const PAGE = 50;

/** Rows that were deleted from live, newest first. Housekeeping removes them 30 days after their delete. */
export async function listDeletedRows(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { readonly cursor?: number | undefined },
): Promise<{ rows: DeletedRow[]; next: number | null }> {
  const { appId, modelId, cursor } = input;
  await findAppFor(actor, "readRows", appId);
  const lines = await context.engine.rows.deleted(livePlace(appId), builderOf(actor), modelId, {
    limit: PAGE + 1,
    ...(cursor === undefined ? {} : { before: cursor }),
  });
  const shown = lines.slice(0, PAGE);
  const names = await builderNames(context, shown);
  return {
    rows: shown.map((line) => deletedRow(line, names)),
    next: lines.length > PAGE ? (shown.at(-1)?.line ?? null) : null,
  };
}

export async function restoreRow(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { readonly rowId: RowKey },
): Promise<{ restored: number }> {
  const { appId, modelId, rowId } = input;
  await findAppFor(actor, "writeRows", appId);
  const restored = await whereRowsAre(context, input, {
    staged: () => restoreStagedRow({ context, actor, place: input }, rowId),
    live: () =>
      auditAcross(
        context,
        { actor, action: "row.restored", appId, subject: `${modelId} ${rowId}` },
        () => context.engine.rows.restore(livePlace(appId), builderOf(actor), modelId, rowId),
        (count) => ({ after: { count } }),
      ),
  });
  return { restored };
}

function deletedRow(line: DeletedLine, names: ReadonlyMap<string, string>): DeletedRow {
  const { row, title, at, account, key, others } = line;
  const by: DeletedRow["by"] =
    account !== null
      ? { kind: "builder", name: names.get(account) ?? GONE }
      : key !== null
        ? { kind: "key", name: key }
        : { kind: "visitor" };
  return {
    id: /^\d+$/.test(row) ? Number(row) : row,
    title,
    at: new Date(at).toISOString(),
    by,
    with: others.map(({ model, action, count }) => ({
      modelId: model,
      what: action === "delete" ? "deleted" : "emptied",
      count,
    })),
  };
}
