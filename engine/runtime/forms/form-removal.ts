import type { ModelRecord } from "../../definition/records/model.ts";
import type { Removal, RemovedRows } from "../../forms/form-state.ts";
import type { RemovalItem } from "../../query/compile-delete-preview.ts";
import { protectingRelation } from "../../query/delete-cascade.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import type { FormCall } from "./form-call.ts";

/** What deleting a row would take with it: rows that the caller may read by title, all others as a number. */
export function removalOf({ live, who }: FormCall, root: ModelRecord, item: RemovalItem): Removal {
  const { reader } = live.snapshot;
  const isReadable = (modelId: string): boolean => who.access(modelId as never, "read").kind !== "closed";
  const rows: RemovedRows[] = [];
  let hidden = 0;
  let total = 0;
  for (const [modelId, number] of Object.entries(item.reach)) {
    total += number;
    const { count, titles } = item.known[modelId] ?? { count: 0, titles: [] };
    // The row itself is what the page is about.
    hidden += (modelId === root.id ? number - 1 : number) - count;
    const model = reader.model(modelId as never);
    if (count > 0 && model) rows.push({ label: pluralOf(model), count, titles });
  }
  const knownOf = (fieldId: string): ModelRecord | undefined => {
    const relation = protectingRelation(live.snapshot, fieldId);
    const isKnown = relation && who.may("read", relation.field) && isReadable(relation.owner.id);
    return isKnown ? relation.owner : undefined;
  };
  const known = item.protected_by === null ? undefined : knownOf(item.protected_by);
  const blockedBy = item.protected_by === null ? undefined : known ? pluralOf(known) : "";
  const blocking = Object.entries(item.blocking).flatMap(([fieldId, { count, rows: first }]) => {
    const owner = knownOf(fieldId);
    return owner ? [{ label: pluralOf(owner), count, titles: first.map(({ title }) => title) }] : [];
  });
  return { rows, hidden, total, blockedBy, blocking };
}
