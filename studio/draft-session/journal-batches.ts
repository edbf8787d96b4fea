import type { AppDefinition } from "#engine/definition/app-definition";
import type { Pending } from "./edit-queue.ts";
import type { JournalItem } from "./journal.ts";

/** A batch as the journal keeps it: what was made, without what it was put on. */
export function itemOf(batch: Pending): JournalItem {
  if (batch.kind === "edit") {
    const { kind, batchId, label, operations, seenRevision, texts, madeAt } = batch;
    return { kind, batchId, label, operations: [...operations], seenRevision, texts: [...texts], madeAt };
  }
  const { kind, batchId, label, target, step } = batch;
  return { kind, batchId, label, ...(target === undefined ? {} : { target }), ...(step ? { step } : {}) };
}

/** A batch that was found, on top of nothing yet; `rebase` places it. It may have reached the server before. */
export const unplaced = (
  item: Extract<JournalItem, { kind: "edit" | "undo" | "redo" }>,
  definition: AppDefinition,
): Pending => ({ ...item, before: definition, after: definition, forward: [], inverse: [], wasSent: true }) as Pending;
