import { ActionIcon } from "@mantine/core";
import { IconCheckbox, IconGripVertical, IconListCheck, IconX } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormFieldRecord } from "#engine/definition/records/form";
import { formFieldLabel } from "#engine/edits/commands/forms";
import { ProblemDot } from "../../components/ProblemDot.tsx";
import { useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { editorOf } from "../../field-editors/field-editors.ts";
import classes from "./forms.module.css";

interface ButtonProps {
  readonly reader: DefinitionReader;
  readonly field: FormFieldRecord;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

interface Props extends ButtonProps {
  readonly canEdit: boolean;
  readonly isDragged: boolean;
  readonly onRemove: () => void;
  /** Dragging this field starts or ends. */
  readonly onDrag: (isDragged: boolean) => void;
  /** The dragged field is dropped on this one. */
  readonly onDrop: () => void;
}

/** A field in the list of those that the form asks for: it can be chosen, dragged and taken out. */
export function FormFieldItem(props: Props) {
  const { reader, field, canEdit, isChosen, isDragged, onDrag, onDrop } = props;
  return (
    <li
      className={classes.field}
      data-chosen={isChosen || undefined}
      data-dragged={isDragged || undefined}
      draggable={canEdit}
      onDragStart={() => onDrag(true)}
      onDragEnd={() => onDrag(false)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      <span className={classes.grip} aria-hidden="true">
        <IconGripVertical size={14} stroke={1.5} />
      </span>
      <FieldButton
        reader={reader}
        field={field}
        isChosen={isChosen}
        onChoose={props.onChoose}
        onKeyDown={props.onKeyDown}
      />
      {canEdit && (
        <ActionIcon aria-label={`Do not ask for ${formFieldLabel(reader, field)}`} onClick={props.onRemove}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      )}
    </li>
  );
}

function FieldButton(props: ButtonProps) {
  const { reader, field } = props;
  const ofModel = field.fieldId && reader.field(field.fieldId);
  const type = ofModel?.type ?? field.own?.type;
  const Icon = type ? editorOf(type).icon : field.linkFieldId ? IconListCheck : IconCheckbox;
  const [problem] = useProblemsOf(field.id);
  const notes = [
    ...(field.required || ofModel?.required || field.own?.mustBeTrue ? ["required"] : []),
    ...(field.fixed === undefined ? [] : [`always ${field.fixed}`]),
    ...(field.initial === undefined ? [] : [`starts as ${field.initial}`]),
    ...(field.readOnly ? ["read only"] : []),
    ...(field.fromAddress ? ["from the address"] : []),
    ...(field.own ? ["of this form alone"] : []),
    ...(field.linkFieldId ? ["linked rows"] : []),
  ];
  return (
    <button
      type="button"
      className={classes.fieldName}
      data-field={field.id}
      aria-pressed={props.isChosen}
      onClick={props.onChoose}
      onKeyDown={props.onKeyDown}
    >
      <Icon size={16} stroke={1.5} aria-hidden="true" />
      <span>{formFieldLabel(reader, field)}</span>
      <span className={classes.notes}>{notes.join(" · ")}</span>
      <ProblemDot problem={problem} />
    </button>
  );
}
