import type { Transaction } from "sequelize";
import type { UndoResult } from "#contract/http/drafts";
import type { EditOperation } from "#engine/edits/edit";
import { type KeptProperty, WHOLE_RECORD } from "#engine/edits/undo";
import type { ServerContext } from "../../context.ts";
import { type LogRow, readLog } from "./edit-log.ts";
import type { FoundDraft } from "./find-draft.ts";

/** The last person whose change is the reason that a property was kept. */
export async function nameKeepers(
  context: ServerContext,
  draft: FoundDraft,
  input: { readonly kept: readonly KeptProperty[]; readonly after: number },
  transaction: Transaction,
): Promise<UndoResult["kept"]> {
  const log = await readLog(context, { draftId: draft.id, after: input.after, limit: 1_000 }, transaction);
  return input.kept.map((property) => ({
    ...property,
    by:
      log.findLast((entry) => entry.forward.some((operation) => touches(operation, property)))?.actorName ??
      lastAuthor(log),
  }));
}

function touches(operation: EditOperation, { recordId, property }: KeptProperty): boolean {
  const record = operation.op === "create" ? operation.record : undefined;
  if ((record?.id ?? (operation as { id?: string }).id) === recordId) {
    if (operation.op !== "update" || property === WHOLE_RECORD) return true;
    return Object.hasOwn(operation.set, property) || operation.unset.includes(property);
  }
  // A whole record is kept because something was built on it: a record that names it.
  return record !== undefined && property === WHOLE_RECORD && JSON.stringify(record).includes(`"${recordId}"`);
}

const lastAuthor = (log: readonly LogRow[]): string => log.at(-1)?.actorName ?? "somebody";
