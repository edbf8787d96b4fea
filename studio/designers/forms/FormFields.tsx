import { ActionIcon, Button } from "@mantine/core";
import { IconCheckbox, IconGripVertical, IconPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { FormFieldId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormFieldRecord, FormRecord } from "#engine/definition/records/form";
import {
  addFormField,
  addOwnField,
  formFieldLabel,
  moveFormField,
  removeFormField,
} from "#engine/edits/commands/forms";
import { isWritable } from "#engine/forms/derive-form";
import { randomBytes } from "../../api/random.ts";
import { ProblemDot } from "../../components/ProblemDot.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { editorOf } from "../../field-editors/field-editors.ts";
import { useMay } from "../../session/use-may.ts";
import { DeskSection } from "./DeskSection.tsx";
import classes from "./forms.module.css";

interface Props {
  readonly form: FormRecord;
  readonly chosenId: FormFieldId | undefined;
  readonly onChoose: (id: FormFieldId | undefined) => void;
}

/** The fields that the form asks for, in their order, and beneath them those of the model that it does not. */
export function FormFields({ form, chosenId, onChoose }: Props) {
  const { reader, apply } = useDraft();
  const canEdit = useMay()("edit");
  const fields = reader.formFields(form.id);
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<FormFieldId>();
  const [said, setSaid] = useState("");
  const move = (field: FormFieldRecord, to: number) => {
    const target = fields[to];
    const from = fields.indexOf(field);
    if (!target || to === from) return;
    const place = from < to ? { after: target.id } : { before: target.id };
    if (!apply(moveFormField(reader, { formFieldId: field.id, place }))) return;
    setSaid(`${formFieldLabel(reader, field)}, ${to + 1} of ${fields.length}`);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-field="${field.id}"]`)?.focus());
  };
  const remove = (field: FormFieldRecord) => {
    if (!apply(removeFormField(reader, { formFieldId: field.id }))) return;
    if (chosenId === field.id) onChoose(undefined);
  };
  const onKey = (field: FormFieldRecord, event: KeyboardEvent) => {
    const index = fields.indexOf(field);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && event.altKey) move(field, index + step);
    else if (step !== 0)
      list.current?.querySelector<HTMLElement>(`[data-field="${fields[index + step]?.id}"]`)?.focus();
    else if (event.key === "Delete" || event.key === "Backspace") remove(field);
    else return;
    event.preventDefault();
  };
  return (
    <DeskSection title="Fields" about={canEdit && "Drag a field to move it, or press Alt and an arrow."}>
      <ol ref={list} className={classes.fields}>
        {fields.map((field, index) => (
          <li
            key={field.id}
            className={classes.field}
            data-chosen={field.id === chosenId || undefined}
            data-dragged={field.id === dragged || undefined}
            draggable={canEdit}
            onDragStart={() => setDragged(field.id)}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              const moved = fields.find(({ id }) => id === dragged);
              if (moved) move(moved, index);
              setDragged(undefined);
            }}
          >
            <span className={classes.grip} aria-hidden="true">
              <IconGripVertical size={14} stroke={1.5} />
            </span>
            <FieldButton
              reader={reader}
              field={field}
              isChosen={field.id === chosenId}
              onChoose={() => onChoose(field.id)}
              onKeyDown={(event) => onKey(field, event)}
            />
            {canEdit && (
              <ActionIcon aria-label={`Do not ask for ${formFieldLabel(reader, field)}`} onClick={() => remove(field)}>
                <IconX size={14} stroke={1.5} />
              </ActionIcon>
            )}
          </li>
        ))}
        {fields.length === 0 && <li className={classes.help}>It asks for nothing yet.</li>}
      </ol>
      {canEdit && <Unused form={form} onChoose={onChoose} />}
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </DeskSection>
  );
}

function FieldButton(props: {
  readonly reader: DefinitionReader;
  readonly field: FormFieldRecord;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const { reader, field } = props;
  const ofModel = field.fieldId && reader.field(field.fieldId);
  const type = ofModel?.type ?? field.own?.type;
  const Icon = type ? editorOf(type).icon : IconCheckbox;
  const [problem] = useProblemsOf(field.id);
  const notes = [
    ...(field.required || ofModel?.required || field.own?.mustBeTrue ? ["required"] : []),
    ...(field.fixed === undefined ? [] : [`always ${field.fixed}`]),
    ...(field.initial === undefined ? [] : [`starts as ${field.initial}`]),
    ...(field.readOnly ? ["read only"] : []),
    ...(field.fromAddress ? ["from the address"] : []),
    ...(field.own ? ["of this form alone"] : []),
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

/** Fields of the model that the form leaves alone; and a box to tick, which belongs to the form. */
function Unused({ form, onChoose }: Pick<Props, "form" | "onChoose">) {
  const { reader, apply } = useDraft();
  const asked = new Set(reader.formFields(form.id).map(({ fieldId }) => fieldId));
  const unused = reader.fields(form.modelId).filter((field) => isWritable(field) && !asked.has(field.id));
  const addBox = () => {
    const taken = new Set(reader.formFields(form.id).map(({ own }) => own?.name));
    const names = ["agree", ...Array.from({ length: 50 }, (_, index) => `agree_${index + 2}`)];
    const name = names.find((one) => !taken.has(one)) ?? "agree_99";
    const own = { name, type: { name: "boolean" }, mustBeTrue: true } as const;
    const command = addOwnField(reader, { formId: form.id, own, label: "I agree to the terms" }, randomBytes);
    if (apply(command)) onChoose(command.formFieldId);
  };
  return (
    <div className={classes.unused}>
      {unused.map((field) => {
        const { icon: Icon } = editorOf(field.type);
        return (
          <button
            key={field.id}
            type="button"
            className={classes.add}
            aria-label={`Ask for ${field.label}`}
            onClick={() => {
              const command = addFormField(reader, { formId: form.id, fieldId: field.id }, randomBytes);
              if (apply(command)) onChoose(command.formFieldId);
            }}
          >
            <IconPlus size={14} stroke={1.75} aria-hidden />
            <Icon size={16} stroke={1.5} aria-hidden="true" />
            <span>{field.label}</span>
          </button>
        );
      })}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCheckbox size={14} stroke={1.5} aria-hidden />}
        onClick={addBox}
      >
        Add a box that must be ticked
      </Button>
    </div>
  );
}
