import { Button, Menu } from "@mantine/core";
import { IconCheckbox, IconChevronDown, IconListCheck, IconPlus } from "@tabler/icons-react";
import type { FormFieldId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormLinesRecord, FormRecord } from "#engine/definition/records/form";
import { addFormField, addFormList, addOwnField } from "#engine/edits/commands/forms";
import { isWritable } from "#engine/forms/derive-form";
import { linkedLists, listLabel } from "#engine/forms/linked-lists";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { editorOf } from "../../field-editors/field-editors.ts";
import classes from "./forms.module.css";
import { type OwnKind, ownFieldOf, ownKinds } from "./own-field.ts";

interface Props {
  readonly form: FormRecord;
  readonly lines: FormLinesRecord | undefined;
  readonly onChoose: (id: FormFieldId | undefined) => void;
}

/** Fields of the model that the form leaves alone; and those that belong to the form, such as a box to tick. */
export function UnusedFields({ form, lines, onChoose }: Props) {
  const { reader, apply } = useDraft();
  const fields = lines ? reader.lineFields(lines.id) : reader.formFields(form.id);
  const asked = new Set(fields.map(({ fieldId }) => fieldId));
  const listed = new Set(fields.map(({ linkFieldId }) => linkFieldId));
  const lists = lines ? [] : linkedLists(reader, form.modelId).filter(({ via }) => !listed.has(via.id));
  const relation = lines && reader.field(lines.relationFieldId);
  const unused = reader
    .fields(relation ? relation.modelId : form.modelId)
    .filter((field) => isWritable(field) && !asked.has(field.id) && field.id !== relation?.id);
  const addOwn = (kind: OwnKind) => {
    const { label, ...own } = ownFieldOf(reader, form, kind);
    const command = addOwnField(reader, { formId: form.id, own, label }, randomBytes);
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
              const ofLines = lines ? { linesId: lines.id } : {};
              const command = addFormField(reader, { formId: form.id, fieldId: field.id, ...ofLines }, randomBytes);
              if (apply(command)) onChoose(command.formFieldId);
            }}
          >
            <IconPlus size={14} stroke={1.75} aria-hidden />
            <Icon size={16} stroke={1.5} aria-hidden="true" />
            <span>{field.label}</span>
          </button>
        );
      })}
      {lists.map((list) => (
        <button
          key={list.via.id}
          type="button"
          className={classes.add}
          aria-label={`Ask for ${listLabel(list)}`}
          onClick={() => {
            const command = addFormList(reader, { formId: form.id, linkFieldId: list.via.id }, randomBytes);
            if (apply(command)) onChoose(command.formFieldId);
          }}
        >
          <IconPlus size={14} stroke={1.75} aria-hidden />
          <IconListCheck size={16} stroke={1.5} aria-hidden="true" />
          <span>{listLabel(list)}</span>
        </button>
      ))}
      {!lines && <OwnFields reader={reader} onAdd={addOwn} />}
    </div>
  );
}

/** Fields that belong to the form alone. */
function OwnFields({ reader, onAdd }: { readonly reader: DefinitionReader; readonly onAdd: (kind: OwnKind) => void }) {
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCheckbox size={14} stroke={1.5} aria-hidden />}
        onClick={() => onAdd("agreement")}
      >
        Add a box that must be ticked
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
            rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
          >
            Ask something else
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Judged, and stored nowhere</Menu.Label>
          {ownKinds
            .filter(({ kind }) => kind !== "row" || reader.models.length > 0)
            .map(({ kind, label }) => (
              <Menu.Item key={kind} onClick={() => onAdd(kind)}>
                {label}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
