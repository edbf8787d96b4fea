import type { Transaction } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { Problem } from "#engine/problem";
import { Import } from "../models/import.ts";

/**
 * Models whose imported rows are still on their way. Published now, a model would get an empty table, and its rows
 * would have nowhere to go (`DATA_E006`).
 */
export async function importProblems(
  input: { readonly appId: AppId; readonly to: DefinitionReader },
  transaction: Transaction | null,
): Promise<readonly Problem[]> {
  const underWay = await Import.findAll({ where: { appId: input.appId, state: "importing" }, transaction });
  return underWay.flatMap((row): Problem[] => {
    // Rows for a live model do not wait for a release: they are written to the one that is live then.
    if (row.analysis?.isLive) return [];
    const model = row.modelId === null ? undefined : input.to.model(row.modelId);
    if (!model) return [];
    return [
      {
        code: "DATA_E006",
        severity: "error",
        recordId: model.id,
        message: `The rows of ${model.label} are still being loaded (${Math.round(row.progress * 100)} %).`,
        hint: "Wait until they are in, or cancel the import.",
      },
    ];
  });
}
