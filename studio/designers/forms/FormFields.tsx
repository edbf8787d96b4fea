import { type KeyboardEvent, useRef, useState } from "react";
import type { FormFieldId } from "#engine/definition/ids";
import type { FormFieldRecord, FormLinesRecord, FormRecord } from "#engine/definition/records/form";
import { formFieldLabel, moveFormField, removeFormField } from "#engine/edits/commands/forms";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import { DeskSection } from "./DeskSection.tsx";
import { FormFieldItem } from "./FormFieldItem.tsx";
import classes from "./forms.module.css";
import { UnusedFields } from "./UnusedFields.tsx";

export interface FormFieldsProps {
  readonly form: FormRecord;
  /** Without them the fields of the form's own row. */
  readonly lines?: FormLinesRecord;
  readonly chosenId: FormFieldId | undefined;
  readonly onChoose: (id: FormFieldId | undefined) => void;
}

/** The fields that the form asks for, in their order, and beneath them those of the model that it does not. */
export function FormFields(props: FormFieldsProps) {
  const canEdit = useMay()("edit");
  return (
    <DeskSection title="Fields" about={canEdit && "Drag a field to move it, or press Alt and an arrow."}>
      <FieldOrder {...props} />
    </DeskSection>
  );
}

/** The same without a heading: the fields of the form, or of each row of its lines. */
export function FieldOrder({ form, lines, chosenId, onChoose }: FormFieldsProps) {
  const { reader, apply } = useDraft();
  const canEdit = useMay()("edit");
  const fields = lines ? reader.lineFields(lines.id) : reader.formFields(form.id);
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<FormFieldId>();
  const [said, setSaid] = useState("");
  const move = (field: FormFieldRecord, to: number) => {
    const place = placeAt({ fields, field, to });
    if (!place || !apply(moveFormField(reader, { formFieldId: field.id, place }))) return;
    setSaid(`${formFieldLabel(reader, field)}, ${to + 1} of ${fields.length}`);
    requestAnimationFrame(() => focusField(list.current, field.id));
  };
  const remove = (field: FormFieldRecord) => {
    if (!apply(removeFormField(reader, { formFieldId: field.id }))) return;
    if (chosenId === field.id) onChoose(undefined);
  };
  const onKey = (field: FormFieldRecord, event: KeyboardEvent) => {
    const index = fields.indexOf(field);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && event.altKey) move(field, index + step);
    else if (step !== 0) focusField(list.current, fields[index + step]?.id);
    else if (event.key === "Delete" || event.key === "Backspace") remove(field);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <ol ref={list} className={classes.fields}>
        {fields.map((field, index) => (
          <FormFieldItem
            key={field.id}
            reader={reader}
            field={field}
            canEdit={canEdit}
            isChosen={field.id === chosenId}
            isDragged={field.id === dragged}
            onChoose={() => onChoose(field.id)}
            onKeyDown={(event) => onKey(field, event)}
            onRemove={() => remove(field)}
            onDrag={(isDragged) => setDragged(isDragged ? field.id : undefined)}
            onDrop={() => {
              const moved = fields.find(({ id }) => id === dragged);
              if (moved) move(moved, index);
              setDragged(undefined);
            }}
          />
        ))}
        {fields.length === 0 && <li className={classes.help}>It asks for nothing yet.</li>}
      </ol>
      {canEdit && <UnusedFields form={form} lines={lines} onChoose={onChoose} />}
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </>
  );
}

interface Move {
  readonly fields: readonly FormFieldRecord[];
  readonly field: FormFieldRecord;
  /** The index that the field is to have. */
  readonly to: number;
}

/** Beside which field the moved one then stands; undefined when there is no such place or it is there already. */
function placeAt({ fields, field, to }: Move) {
  const target = fields[to];
  const from = fields.indexOf(field);
  if (!target || to === from) return undefined;
  return from < to ? { after: target.id } : { before: target.id };
}

const focusField = (list: HTMLElement | null, id: FormFieldId | undefined): void =>
  list?.querySelector<HTMLElement>(`[data-field="${id}"]`)?.focus();
