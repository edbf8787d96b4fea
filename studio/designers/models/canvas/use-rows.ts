import { useMemo } from "react";
import type { ModelId } from "#engine/definition/ids";
import { byOrder } from "#engine/definition/order-keys";
import type { FieldRecord } from "#engine/definition/records/field";
import { isSameList, useDraftPart, useRemovedFields } from "../../../draft-session/react/use-draft.ts";

/** The rows of a node: the model's fields, and where they were, those that are only live still. */
export function useRows(modelId: ModelId): readonly { readonly field: FieldRecord; readonly isRemoved: boolean }[] {
  const fields = useDraftPart((view) => view.reader.fields(modelId), isSameList);
  const removed = useRemovedFields(modelId);
  return useMemo(() => {
    const gone = new Set(removed);
    const all = removed.length === 0 ? fields : [...fields, ...removed].toSorted(byOrder);
    return all.map((field) => ({ field, isRemoved: gone.has(field) }));
  }, [fields, removed]);
}
