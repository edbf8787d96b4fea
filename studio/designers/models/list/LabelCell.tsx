import type { FieldRecord } from "#engine/definition/records/field";
import { useChangeOf } from "../../../draft-session/react/use-draft.ts";
import { useModelsUi } from "../models-ui.ts";
import { InlineRename } from "../parts/InlineRename.tsx";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./FieldTable.module.css";

/** The label of a field in the table: a double click or Enter on the row makes it an input. */
export function LabelCell({ field }: { readonly field: FieldRecord }) {
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  const isRenaming = useModelsUi((ui) => ui.renaming === field.id);
  const change = useChangeOf(field.id);
  const old = change?.properties.find(({ property }) => property === "label")?.before;
  if (isRenaming) {
    return (
      <InlineRename
        label={`Label of field ${field.label}`}
        value={field.label}
        onSave={(label) => actions.renameField(field.id, label)}
        onClose={() => {
          set({ renaming: undefined });
          requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${field.id}"]`)?.focus());
        }}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the row does the same
    <span className={classes.label} onDoubleClick={() => set({ renaming: field.id })}>
      {field.label}
      {typeof old === "string" ? <del className={classes.old}>{old}</del> : null}
    </span>
  );
}
