import type { ImportProposal } from "#contract/http/imports";
import type { ImportId } from "#contract/platform-ids";
import { issueSentence } from "#engine/definition/issue-text";
import { UserError } from "#engine/errors";
import { fieldTypeOf } from "#engine/field-types/registry";
import type { ServerContext } from "../../context.ts";
import { dryRun } from "../../imports/dry-run.ts";
import { changeProposed } from "../../imports/import-states.ts";
import { tryInTurn } from "../../imports/reading-turns.ts";
import type { Import, ImportAnalysis } from "../../models/import.ts";
import type { Actor } from "../../policies/actor.ts";
import { findImportFor } from "./find-import.ts";

/** Tries an adjusted proposal on every row and keeps it, so that a reload shows what was adjusted. */
export async function checkImport(
  context: ServerContext,
  actor: Actor,
  input: { readonly importId: ImportId; readonly proposal: ImportProposal },
): Promise<Import> {
  // Kept before the rows are tried: a label that is changed meanwhile must not be overwritten at the end.
  const row = await keepProposal(context, actor, input);
  const analysis = proposedAnalysis(row);
  const tried = await tryInTurn(row, (goOn) => dryRun(row.filePath, { proposal: input.proposal, analysis, goOn }));
  await writeProposed(row, { analysis: { ...analysis, ...tried } });
  return row.reload();
}

/** Stores an adjusted proposal without trying it: labels do not affect whether rows fit. */
export async function keepProposal(
  _context: ServerContext,
  actor: Actor,
  input: { readonly importId: ImportId; readonly proposal: ImportProposal },
): Promise<Import> {
  const row = await findImportFor(actor, input.importId);
  await writeProposed(row, { proposal: judgeProposal(input.proposal, proposedAnalysis(row)) });
  return row.reload();
}

async function writeProposed(row: Import, values: Partial<Import>): Promise<void> {
  if (!(await changeProposed(row.id, values)))
    throw new UserError("conflict", "This import is not waiting for a proposal any more.");
}

export function proposedAnalysis(row: Import): ImportAnalysis {
  if (row.state !== "proposed" || !row.analysis) {
    throw new UserError(
      "conflict",
      row.state === "analysing"
        ? "The file is still being read."
        : "This import is not waiting for a proposal any more.",
    );
  }
  return row.analysis;
}

/** Checks that the schema cannot express: its columns are the file's, its types exist and can be read from a file. */
export function judgeProposal(proposal: ImportProposal, analysis: ImportAnalysis): ImportProposal {
  const known = new Set(analysis.facts.map((fact) => fact.source));
  const seen = new Set<string>();
  const errors = proposal.columns.flatMap((column, index) => {
    const type = fieldTypeOf(column.type);
    const options = type?.options.safeParse(column.type, { error: issueSentence });
    const wrong = !known.has(column.source)
      ? "The file has no such column."
      : seen.has(column.source)
        ? "This column is there twice."
        : !type?.import
          ? `A file cannot be read as ${type?.label ?? column.type.name}.`
          : options?.success === false
            ? (options.error.issues[0]?.message ?? "The type's options are not valid.")
            : column.isKey && type.import.rowKey === undefined
              ? "Only whole numbers or UUIDs can be the rows’ ids."
              : undefined;
    seen.add(column.source);
    return wrong === undefined
      ? []
      : [{ pointer: `/columns/${index}`, code: "invalid", message: `${column.label}: ${wrong}` }];
  });
  const included = proposal.columns.filter((column) => column.include);
  if (included.filter((column) => column.isKey).length > 1)
    errors.push({ pointer: "/columns", code: "invalid", message: "Only one column can be the rows’ ids." });
  if (included.every((column) => column.isKey))
    errors.push({ pointer: "/columns", code: "invalid", message: "Include at least one column besides the ids." });
  if (errors.length > 0) throw new UserError("invalid_values", errors[0]?.message ?? "", { errors });
  return proposal;
}
