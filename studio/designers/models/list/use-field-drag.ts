import { useState } from "react";
import type { FieldId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { reorderField } from "#engine/edits/commands/fields";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";

/** Reorders fields by dragging one over another: it goes before that one, or after it when it comes from above. */
export function useFieldDrag(fields: readonly FieldRecord[]) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const [dragged, setDragged] = useState<FieldId>();
  const indexOf = (id: FieldId) => fields.findIndex((field) => field.id === id);
  return {
    drag: (id: FieldId) => setDragged(id),
    dropOn: (id: FieldId) => {
      if (dragged && dragged !== id) {
        const place = indexOf(dragged) < indexOf(id) ? { after: id } : { before: id };
        apply(reorderField(reader, { fieldId: dragged, place }));
      }
      setDragged(undefined);
    },
  };
}
