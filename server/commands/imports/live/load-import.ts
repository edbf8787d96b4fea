import type { Transaction } from "sequelize";
import type { ImportId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { LiveMapping } from "#engine/import/live-mapping";
import type { ServerContext } from "../../../context.ts";
import { beginLoading } from "../../../imports/import-states.ts";
import { onLiveTarget } from "../../../imports/live/live-target.ts";
import { columnsOfVia } from "../../../models/actor-via.ts";
import type { Import } from "../../../models/import.ts";
import type { Actor } from "../../../policies/actor.ts";
import { findAppFor } from "../../apps/find-app.ts";
import { proposedAnalysis } from "../check-import.ts";
import { enqueueImport } from "../enqueue-import.ts";
import { findImportFor } from "../find-import.ts";
import { tellImport } from "../present-import.ts";
import { judgeMapping, type LivePlace, presentLive } from "./map-import.ts";

/** Accepts a mapping and makes the job necessary that writes the rows to the live model. */
export async function loadImport(
  context: ServerContext,
  actor: Actor,
  input: LivePlace & { readonly importId: ImportId; readonly mapping: LiveMapping },
  transaction: Transaction,
): Promise<Import> {
  const row = await findImportFor(actor, input.importId, transaction);
  const analysis = proposedAnalysis(row);
  await findAppFor(actor, "writeRows", input.appId, transaction);
  const { mapping } = input;
  const live = await onLiveTarget(context, input, async (target) => {
    const problems = judgeMapping(target, mapping, analysis);
    if (problems.length > 0) throw refusedMapping(mapping, problems);
    return presentLive(target, { mapping, problems, analysis, outcome: undefined });
  });
  await beginLoading(
    row,
    {
      appId: input.appId,
      modelId: input.modelId,
      ...columnsOfVia(actor.via),
      analysis: { ...analysis, live, isLive: true },
    },
    transaction,
  );
  await enqueueImport(context, row, transaction);
  transaction.afterCommit(() => tellImport(context, row));
  return row;
}

function refusedMapping(
  mapping: LiveMapping,
  problems: readonly { readonly fieldId?: string; readonly message: string }[],
): UserError {
  const errors = problems.map(({ fieldId, message }) => {
    const at = mapping.fields.findIndex((entry) => entry.fieldId === fieldId);
    return { pointer: at < 0 ? "/mapping" : `/mapping/fields/${at}`, code: "invalid", message };
  });
  return new UserError("invalid_values", errors[0]?.message ?? "The mapping is not valid.", { errors });
}
