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
const forgotten = () =>
  new UserError("not_found", "This edit is so old that it is no longer kept. Go back to a published version instead.");

/** The draft now and as it was when it had a revision: the inverses of all edits since, newest first. */
export async function definitionAt(
  context: ServerContext,
  input: { readonly draft: FoundDraft; readonly revision: number },
  transaction: Transaction,
): Promise<{ readonly now: AppDefinition; readonly then: AppDefinition }> {
  const { draft, revision } = input;
  if (revision > draft.revision) throw new UserError("not_found", "There is no such edit.");
  const now = await loadDefinition(context, draft, transaction);
  let then = now;
  for (let reached = draft.revision; reached > revision; reached -= CHUNK) {
    const rows = await context.sequelize.query<{ inverse: readonly EditOperation[]; format: number }>(
      `SELECT inverse, format FROM platform.draft_edits
        WHERE draft_id = $1 AND revision <= $2 AND revision > $3 ORDER BY revision DESC`,
      { bind: [draft.id, reached, Math.max(revision, reached - CHUNK)], type: QueryTypes.SELECT, transaction },
    );
    if (rows.length < reached - Math.max(revision, reached - CHUNK)) throw forgotten();
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
