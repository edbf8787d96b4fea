import type { Removal } from "../../forms/form-state.ts";
import { deletePreviewColumns } from "../../query/compile-delete-preview.ts";
import { protectingRelation } from "../../query/delete-cascade.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import type { FormCall, FormRow } from "./form-call.ts";

/** What deleting the row would take with it. Models of which the caller may read nothing are only counted. */
export async function readRemoval(call: FormCall, { unit, id }: FormRow): Promise<Removal | typeof STALE> {
  const { live, who } = call;
  const { reader } = live.snapshot;
  const slots = { id, "guard.release": live.release, "guard.access": live.access };
  const answer = await runRead(call, unit.deletePreview(who), slots);
  if (answer === STALE) return STALE;
  const reach = JSON.parse(answer[deletePreviewColumns.reach] ?? "{}") as Record<string, number>;
  const isReadable = (modelId: string): boolean => who.access(modelId as never, "read").kind !== "closed";
  const rows: { label: string; count: number }[] = [];
  let hidden = 0;
  let total = 0;
  for (const [modelId, number] of Object.entries(reach)) {
    total += number;
    // The row itself is what the page is about.
    const count = modelId === unit.model.id ? number - 1 : number;
    const model = reader.model(modelId as never);
    if (count === 0 || !model) continue;
    if (isReadable(modelId)) rows.push({ label: pluralOf(model), count });
    else hidden += count;
  }
  const fieldId = answer[deletePreviewColumns.protectedBy];
  const relation = fieldId == null ? undefined : protectingRelation(live.snapshot, fieldId);
  const blockedBy =
    fieldId == null ? undefined : relation && isReadable(relation.owner.id) ? pluralOf(relation.owner) : "";
  return { rows, hidden, total, blockedBy };
}
