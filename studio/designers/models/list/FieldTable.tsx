import { IconPlus } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { ModelId } from "#engine/definition/ids";
import { byOrder } from "#engine/definition/order-keys";
import type { ModelRecord } from "#engine/definition/records/model";
import { isSameList, useDraftPart, useRemovedFields } from "../../../draft-session/react/use-draft.ts";
import { EditorsOnly, IfMay } from "../../../session/IfMay.tsx";
import { ConstraintLines } from "../inspector/constraints/ConstraintLines.tsx";
import { useModelsUi } from "../models-ui.ts";
import { AddField } from "../parts/AddField.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./FieldTable.module.css";
import { FieldTableRow } from "./FieldTableRow.tsx";
import { RemovedFieldRow } from "./RemovedFieldRow.tsx";
import { useFieldDrag } from "./use-field-drag.ts";
import { useFieldKeys } from "./use-field-keys.ts";

/** The fields of a model as a table that edits, by mouse and by keys (use-field-keys.ts). */
export function FieldTable({ model }: { readonly model: ModelRecord }) {
  const fields = useDraftPart((view) => view.reader.fields(model.id), isSameList);
  const removed = useRemovedFields(model.id).toSorted(byOrder);
  const place = useModelsPlace();
  const table = useRef<HTMLTableElement>(null);
  const pressed = useFieldKeys(table, fields);
  const { drag, dropOn } = useFieldDrag(fields);
  useRenameEndsWith(model.id);
  return (
    <>
      <EditorsOnly>
        <table ref={table} className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Label</th>
              <th scope="col">Type</th>
              <th scope="col">Required</th>
              <th scope="col">Unique</th>
              <th scope="col">Indexed</th>
              <th scope="col">Name</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field, index) => (
              <FieldTableRow
                key={field.id}
                field={field}
                isSelected={place.fieldId === field.id}
                isTabStop={place.fieldId ? place.fieldId === field.id : index === 0}
                onKey={(event) => pressed(field, event)}
                onDragStart={() => drag(field.id)}
                onDrop={() => dropOn(field.id)}
              />
            ))}
            {removed.map((field) => (
              <RemovedFieldRow key={field.id} field={field} />
            ))}
          </tbody>
        </table>
      </EditorsOnly>
      <AddFieldBelow model={model} isFirst={fields.length === 0} />
      <ConstraintLines model={model} />
    </>
  );
}

/** A label that was refused and then left behind does not open again, and take the focus, when one comes back. */
function useRenameEndsWith(modelId: ModelId): void {
  const set = useModelsUi((ui) => ui.set);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model's fields are another table
  useEffect(
    () => () => {
      if (useModelsUi.getState().renaming?.startsWith("fld_")) set({ renaming: undefined });
    },
    [modelId, set],
  );
}

function AddFieldBelow({ model, isFirst }: { readonly model: ModelRecord; readonly isFirst: boolean }) {
  const isAdding = useModelsUi((ui) => ui.addingFieldTo === model.id);
  const set = useModelsUi((ui) => ui.set);
  const button = useRef<HTMLButtonElement>(null);
  if (isAdding) {
    return (
      <AddField
        look="row"
        modelId={model.id}
        onDone={(how) => {
          set({ addingFieldTo: undefined });
          if (how === "byKey") requestAnimationFrame(() => button.current?.focus());
        }}
      />
    );
  }
  return (
    <>
      {isFirst ? (
        <p className={classes.empty}>
          {model.label} has no fields yet. A field is one thing that each row holds: a title, a price, a date.
        </p>
      ) : null}
      <IfMay action="edit">
        <button ref={button} type="button" className={classes.add} onClick={() => set({ addingFieldTo: model.id })}>
          <IconPlus size={14} stroke={1.75} aria-hidden="true" /> Add field
        </button>
      </IfMay>
    </>
  );
}
