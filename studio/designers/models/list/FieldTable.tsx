import { ActionIcon, Checkbox, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconGripVertical, IconPlus } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import type { FieldId } from "#engine/definition/ids";
import { byOrder } from "#engine/definition/order-keys";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { reorderField, setProperty } from "#engine/edits/commands/fields";
import { fieldTypeOf } from "#engine/field-types/registry";
import { isTyping } from "../../../components/platform-keys.ts";
import {
  isSameList,
  useDraftActions,
  useDraftPart,
  usePendingChanges,
  usePendingStateOf,
  useProblemsOf,
  useReader,
} from "../../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../../presence/PresenceMark.tsx";
import { EditorsOnly, IfMay } from "../../../session/IfMay.tsx";
import { useModelsUi } from "../models-ui.ts";
import { AddField } from "../parts/AddField.tsx";
import { TypePicker } from "../parts/TypePicker.tsx";
import { useModelActions } from "../use-model-actions.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./FieldTable.module.css";
import { LabelCell } from "./LabelCell.tsx";

/** The fields of a model as a table that edits: ↑ and ↓ move, ⌥↑ and ⌥↓ reorder, Enter edits the label, Del deletes. */
export function FieldTable({ model }: { readonly model: ModelRecord }) {
  const fields = useDraftPart((view) => view.reader.fields(model.id), isSameList);
  const isLive = useDraftPart((view) => view.live !== undefined);
  const changes = usePendingChanges();
  const place = useModelsPlace();
  const actions = useModelActions();
  const { apply } = useDraftActions();
  const reader = useReader();
  const isAdding = useModelsUi((ui) => ui.addingFieldTo === model.id);
  const set = useModelsUi((ui) => ui.set);
  const table = useRef<HTMLTableElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const [dragged, setDragged] = useState<FieldId>();
  const removed = isLive
    ? changes.removed
        .filter((record): record is FieldRecord => record.kind === "field" && record.modelId === model.id)
        .toSorted(byOrder)
    : [];

  // A label that was refused and then left behind does not open again, and take the focus, when one comes back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model's fields are another table
  useEffect(
    () => () => {
      if (useModelsUi.getState().renaming?.startsWith("fld_")) set({ renaming: undefined });
    },
    [model.id, set],
  );

  const focusRow = (id: FieldId) =>
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus());
  const pressed = (field: FieldRecord, index: number) => (event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && event.altKey) {
      actions.moveField(field.id, step);
      focusRow(field.id);
    } else if (step !== 0) {
      const next = fields[index + step];
      if (next) {
        place.select({ modelId: model.id, fieldId: next.id });
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
              <FieldRowOfTable
                key={field.id}
                field={field}
                isSelected={place.fieldId === field.id}
                isTabStop={place.fieldId ? place.fieldId === field.id : index === 0}
                onKey={pressed(field, index)}
                onDragStart={() => setDragged(field.id)}
                onDrop={(event) => {
                  event.preventDefault();
                  if (dragged && dragged !== field.id) {
                    const from = fields.findIndex((other) => other.id === dragged);
                    apply(
                      reorderField(reader, {
                        fieldId: dragged,
                        place: from < index ? { after: field.id } : { before: field.id },
                      }),
                    );
                  }
                  setDragged(undefined);
                }}
              />
            ))}
            {removed.map((field) => (
              <tr key={field.id} className={classes.removed}>
                <td>
                  <del>{field.label}</del>
                </td>
                <td>
                  <del>{fieldTypeOf(field.type)?.label}</del>
                </td>
                <td colSpan={3} className={classes.restore}>
                  <Tooltip label={`Restore ${field.label}`}>
                    <ActionIcon
                      size="sm"
                      aria-label={`Restore ${field.label}`}
                      onClick={() => actions.restore(field.id)}
                    >
                      <IconArrowBackUp size={14} stroke={1.75} />
                    </ActionIcon>
                  </Tooltip>
                </td>
                <td>
                  <code className={classes.name}>{field.name}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </EditorsOnly>
      {fields.length === 0 && !isAdding ? (
        <p className={classes.empty}>
          {model.label} has no fields yet. A field is one thing that each row holds: a title, a price, a date.
        </p>
      ) : null}
      {isAdding ? (
        <AddField
          look="row"
          modelId={model.id}
          onDone={(how) => {
            set({ addingFieldTo: undefined });
            if (how === "byKey") requestAnimationFrame(() => addButton.current?.focus());
          }}
        />
      ) : (
        <IfMay action="edit">
          <button
            ref={addButton}
            type="button"
            className={classes.add}
            onClick={() => set({ addingFieldTo: model.id })}
          >
            <IconPlus size={14} stroke={1.75} aria-hidden="true" /> Add field
          </button>
        </IfMay>
      )}
    </>
  );
}

interface RowProps {
  readonly field: FieldRecord;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDragStart: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

const flags = ["required", "unique", "indexed"] as const;

const FieldRowOfTable = memo(function FieldRowOfTable({
  field,
  isSelected,
  isTabStop,
  onKey,
  onDragStart,
  onDrop,
}: RowProps) {
  const reader = useReader();
  const place = useModelsPlace();
  const actions = useModelActions();
  const { apply } = useDraftActions();
  const state = usePendingStateOf(field.id);
  const [problem] = useProblemsOf(field.id);
  const isAutomatic = fieldTypeOf(field.type)?.automatic !== undefined;
  return (
    <tr
      className={classes.row}
      data-row={field.id}
      data-state={state}
      data-selected={isSelected || undefined}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`Field ${field.label}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !isSelected)
          place.select({ modelId: field.modelId, fieldId: field.id });
      }}
      onClick={() => {
        if (!isSelected) place.select({ modelId: field.modelId, fieldId: field.id });
      }}
      onKeyDown={onKey}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <td>
        <div className={classes.labelCell}>
          <span className={classes.grip} draggable onDragStart={onDragStart} aria-hidden="true">
            <IconGripVertical size={14} stroke={1.5} />
          </span>
          <LabelCell field={field} />
          <PresenceDots on={field.id} />
          {problem ? <span className={classes.dot} data-severity={problem.severity} title={problem.message} /> : null}
        </div>
      </td>
      <td className={classes.typeCell}>
        <TypePicker
          look="quiet"
          label={`Type of ${field.label}`}
          value={field.type}
          reader={reader}
          isTabStop={isSelected}
          onChange={(type) => actions.setFieldType(field.id, type)}
        />
      </td>
      {flags.map((property) => (
        <td key={property} className={classes.flag}>
          {isAutomatic ? null : (
            <Checkbox
              size="xs"
              aria-label={`${field.label} is ${property}`}
              tabIndex={isSelected ? 0 : -1}
              checked={field[property]}
              onChange={(event) =>
                apply(
                  setProperty(reader, {
                    id: field.id,
                    property,
                    value: event.currentTarget.checked,
                    label: `${field.label} is ${event.currentTarget.checked ? "" : "no longer "}${property}`,
                  }),
                )
              }
            />
          )}
        </td>
      ))}
      <td>
        <code className={classes.name}>{field.name}</code>
      </td>
    </tr>
  );
});
