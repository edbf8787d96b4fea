import type { Removal, RemovedRows } from "../../forms/form-state.ts";
import { deletePreviewColumns } from "../../query/compile-delete-preview.ts";
import { protectingRelation } from "../../query/delete-cascade.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import type { FormCall, FormRow } from "./form-call.ts";

interface KnownRows {
  readonly count: number;
  readonly titles: readonly string[];
}

/** What deleting the row would take with it: rows that the caller may read by title, all others as a number. */
export async function readRemoval(call: FormCall, { unit, id }: FormRow): Promise<Removal | typeof STALE> {
  const { live, who } = call;
  const { reader } = live.snapshot;
  const slots = { id, "guard.release": live.release, "guard.access": live.access };
  const answer = await runRead(call, unit.deletePreview(who), slots);
  if (answer === STALE) return STALE;
  const reach = JSON.parse(answer[deletePreviewColumns.reach] ?? "{}") as Record<string, number>;
  const known = JSON.parse(answer[deletePreviewColumns.known] ?? "{}") as Record<string, KnownRows>;
  const isReadable = (modelId: string): boolean => who.access(modelId as never, "read").kind !== "closed";
  const rows: RemovedRows[] = [];
  let hidden = 0;
  let total = 0;
  for (const [modelId, number] of Object.entries(reach)) {
    total += number;
    const { count, titles } = known[modelId] ?? { count: 0, titles: [] };
    // The row itself is what the page is about.
    hidden += (modelId === unit.model.id ? number - 1 : number) - count;
    const model = reader.model(modelId as never);
    if (count > 0 && model) rows.push({ label: pluralOf(model), count, titles });
  }
  const fieldId = answer[deletePreviewColumns.protectedBy];
  const relation = fieldId == null ? undefined : protectingRelation(live.snapshot, fieldId);
  const blockedBy =
    fieldId == null ? undefined : relation && isReadable(relation.owner.id) ? pluralOf(relation.owner) : "";
  return { rows, hidden, total, blockedBy };
}
