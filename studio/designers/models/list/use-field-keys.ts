import type { KeyboardEvent, RefObject } from "react";
import type { FieldId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { isTyping } from "../../../components/platform-keys.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";

/** The keys of a row of the fields: ↑ and ↓ move, ⌥↑ and ⌥↓ reorder, Enter edits the label, Del deletes. */
export function useFieldKeys(
  table: RefObject<HTMLTableElement | null>,
  fields: readonly FieldRecord[],
): (field: FieldRecord, event: KeyboardEvent) => void {
  const place = useModelsPlace();
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  const focusRow = (id: FieldId) =>
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus());
  return (field, event) => {
    if (isTyping(event.target)) return;
    const index = fields.indexOf(field);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && event.altKey) {
      actions.moveField(field.id, step);
      focusRow(field.id);
    } else if (step !== 0) {
      const next = fields[index + step];
      if (next) {
        place.select({ modelId: field.modelId, fieldId: next.id });
        focusRow(next.id);
      }
    } else if (event.key === "Delete" || event.key === "Backspace") {
      actions.deleteField(field.id);
      const next = fields[index + 1] ?? fields[index - 1];
      if (next) focusRow(next.id);
    } else if ((event.key === "Enter" || event.key === "F2") && event.target === event.currentTarget) {
      set({ renaming: field.id });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
