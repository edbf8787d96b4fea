import { QueryTypes, type Transaction } from "sequelize";
import type { AppId, ImportId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { Import } from "../models/import.ts";

/**
 * Every change of an import's state. An import is made `analysing` (start-import.ts), and then:
 *
 *   analysing ──► proposed ──► importing ──► done
 *       │  ▲          │            │
 *       │  └──────────┘ another sheet
 *       ├──────────────────────────┴───────► failed
 *       └──── proposed, importing ─────────► cancelled
 *
 * Each transition is conditional on the state that it leaves, and says whether it was made: an import that was
 * cancelled meanwhile stays cancelled.
 */
type Values = Omit<Partial<Import>, "state">;
type State = Import["state"];

async function move(
  id: ImportId,
  { from, to, values = {} }: { readonly from: State; readonly to: State; readonly values?: Values | undefined },
  transaction?: Transaction,
): Promise<boolean> {
  const change = from === to ? values : { ...values, state: to };
  const [changed] = await Import.update(change, {
    where: { id, state: from },
    ...(transaction ? { transaction } : {}),
  });
  return changed > 0;
}

/** How far the reading is; also a sign of life, since what is silent counts as interrupted. */
export const noteReading = (id: ImportId, values: Pick<Import, "progress"> & Partial<Pick<Import, "rows">>) =>
  move(id, { from: "analysing", to: "analysing", values });

/** How far the loading is. */
export const noteLoading = (id: ImportId, values: Pick<Import, "progress">) =>
  move(id, { from: "importing", to: "importing", values });

export const endReading = (id: ImportId, to: "proposed" | "failed", values: Values) =>
  move(id, { from: "analysing", to, values: { ...values, progress: 1 } });

export const changeProposed = (id: ImportId, values: Values) => move(id, { from: "proposed", to: "proposed", values });

export const readAgain = (id: ImportId) =>
  move(id, { from: "proposed", to: "analysing", values: { progress: 0, rows: 0 } });

/** The transaction has locked the row, which is `proposed`. */
export async function beginLoading(row: Import, values: Values, transaction: Transaction): Promise<void> {
  await row.update({ ...values, state: "importing", progress: 0 }, { transaction });
}

export const endLoading = (id: ImportId, values: Values, transaction: Transaction) =>
  move(id, { from: "importing", to: "done", values: { ...values, progress: 1 } }, transaction);

export const failLoading = (id: ImportId, failure: string, transaction?: Transaction) =>
  move(id, { from: "importing", to: "failed", values: { failure } }, transaction);

/** For another job of an import whose job is lost. The attempt is in the condition: of two sweepers one wins. */
export async function raiseImportAttempt(
  { id, attempt }: Pick<Import, "id" | "attempt">,
  transaction: Transaction,
): Promise<boolean> {
  const [raised] = await Import.update(
    { attempt: attempt + 1 },
    { where: { id, attempt, state: "importing" }, transaction },
  );
  return raised > 0;
}

/** The transaction has locked the row, and looked at its state. */
export async function markImportCancelled(row: Import, transaction: Transaction): Promise<void> {
  await row.update({ state: "cancelled" }, { transaction });
}

/**
 * Ends the imports of an app that is being deleted permanently: a job that loads rows sees it, and releases the tables.
 */
export async function cancelImportsOf(appId: AppId, transaction: Transaction): Promise<void> {
  const state: State[] = ["uploading", "analysing", "proposed", "importing"];
  await Import.update({ state: "cancelled" }, { where: { appId, state }, transaction });
}

/** Proposals that were not accepted for so long → cancelled. */
export function cancelForgotten(
  { sequelize }: Pick<ServerContext, "sequelize">,
  days: number,
): Promise<{ id: string; filePath: string }[]> {
  return sequelize.query<{ id: string; filePath: string }>(
    `UPDATE platform.imports SET state = 'cancelled', updated_at = now()
      WHERE state IN ('uploading', 'analysing', 'proposed') AND updated_at < now() - make_interval(days => $1)
      RETURNING id, file_path AS "filePath"`,
    { bind: [days], type: QueryTypes.SELECT },
  );
}
