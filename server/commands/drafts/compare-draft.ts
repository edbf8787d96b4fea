import { Transaction } from "sequelize";
import type { RecordEdit } from "#contract/http/draft-history";
import type { DraftId } from "#contract/platform-ids";
import { applyEdits } from "#engine/edits/apply-edits";
import { describeEdit } from "#engine/edits/describe-edit";
import { diffDefinitions, operationsOfDiff } from "#engine/edits/diff-definitions";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { definitionAt } from "./definition-at.ts";
import { findDraftFor } from "./find-draft.ts";

/** More changes than a person reads before restoring a draft. */
const MAX_SHOWN = 200;

/** What restoring the draft to before or after an edit would change, without doing it. */
export function compareDraft(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly revision: number; readonly side: "before" | "after" },
): Promise<{ edits: RecordEdit[]; total: number }> {
  const isolationLevel = Transaction.ISOLATION_LEVELS.REPEATABLE_READ;
  return context.sequelize.transaction({ isolationLevel, readOnly: true }, async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "read", draftId: input.draftId, transaction });
    const revision = input.side === "before" ? input.revision - 1 : input.revision;
    const { now, then } = await definitionAt(context, { draft, revision }, transaction);
    const result = applyEdits(now, operationsOfDiff(diffDefinitions(now, then), then));
    if (!result.ok) throw new Error(`Draft ${draft.id} cannot be restored: ${result.refusal.message}`);
    const edits = describeEdit(result, (id) => now.records[id]) as RecordEdit[];
    return { edits: edits.slice(0, MAX_SHOWN), total: edits.length };
  });
}
