import { QueryTypes, type Transaction } from "sequelize";
import type { AppDefinition } from "#engine/definition/app-definition";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { FoundDraft } from "./find-draft.ts";
import { loadDefinition } from "./load-draft.ts";

/** Edits read at once on the way back. */
const CHUNK = 500;
/** Further back than this, a published version is the better way: it is whole and needs no walk. */
const MAX_STEPS = 20_000;

/** The draft now and as it was when it had a revision: the inverses of all edits since, newest first. */
export async function definitionAt(
  context: ServerContext,
  input: { readonly draft: FoundDraft; readonly revision: number },
  transaction: Transaction,
): Promise<{ readonly now: AppDefinition; readonly then: AppDefinition }> {
  const { draft, revision } = input;
  if (revision > draft.revision) throw new UserError("not_found", "There is no such edit.");
  if (draft.revision - revision > MAX_STEPS) {
    throw new UserError(
      "conflict",
      `More than ${MAX_STEPS.toLocaleString("en")} edits have been made since. Go back to a published version instead.`,
    );
  }
  const now = await loadDefinition(context, draft, transaction);
  let then = now;
  for (let reached = draft.revision; reached > revision; reached -= CHUNK) {
    const rows = await context.sequelize.query<{ inverse: readonly EditOperation[]; format: number }>(
      `SELECT inverse, format FROM platform.draft_edits
        WHERE draft_id = $1 AND revision <= $2 AND revision > $3 ORDER BY revision DESC`,
      { bind: [draft.id, reached, Math.max(revision, reached - CHUNK)], type: QueryTypes.SELECT, transaction },
    );
    if (rows.some((row) => row.format !== FORMAT_VERSION)) {
      throw new UserError(
        "conflict",
        "This was edited before an upgrade changed how apps are written down: it can be read, but not restored.",
      );
    }
    const result = applyEdits(
      then,
      rows.flatMap((row) => row.inverse),
    );
    if (!result.ok) throw new Error(`The log of draft ${draft.id} cannot be walked back: ${result.refusal.message}`);
    then = result.definition;
  }
  return { now, then };
}
