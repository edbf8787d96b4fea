import type { ImportId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { readAgain } from "../../imports/import-states.ts";
import { inTurn, refuseMoreReadings } from "../../imports/reading-turns.ts";
import type { Import } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { analyseImport } from "./analyse-import.ts";
import { proposedAnalysis } from "./check-import.ts";
import { findImportFor } from "./find-import.ts";

/** Reads another sheet of a workbook. What was adjusted for the one before is gone: it is another table. */
export async function readSheet(
  context: ServerContext,
  actor: Actor,
  input: { readonly importId: ImportId; readonly sheet: string },
): Promise<Import> {
  const row = await findImportFor(actor, input.importId);
  const { sheets, openDateOrder, localeHasDecimalComma } = proposedAnalysis(row);
  if (!sheets) throw new UserError("conflict", "This file has no sheets or lists to choose from.");
  if (!sheets.includes(input.sheet))
    throw new UserError("invalid_values", "The file has no sheet or list of this name.");
  refuseMoreReadings(row.workspaceId);
  const isRead = await readAgain(row.id);
  if (!isRead) throw new UserError("conflict", "This import is not waiting for a proposal any more.");
  await row.reload();
  void inTurn(context, row, () =>
    analyseImport(context, row, { sheet: input.sheet, openDateOrder, localeHasDecimalComma }),
  );
  return row;
}
