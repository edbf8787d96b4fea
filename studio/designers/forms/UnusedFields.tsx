import { Button } from "@mantine/core";
import { IconCheckbox, IconPlus } from "@tabler/icons-react";
import type { FormFieldId } from "#engine/definition/ids";
import type { FormRecord } from "#engine/definition/records/form";
import { addFormField, addOwnField } from "#engine/edits/commands/forms";
import { isWritable } from "#engine/forms/derive-form";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { editorOf } from "../../field-editors/field-editors.ts";
import classes from "./forms.module.css";

interface Props {
  readonly form: FormRecord;
  readonly onChoose: (id: FormFieldId | undefined) => void;
}

/** Fields of the model that the form leaves alone; and a box to tick, which belongs to the form. */
export function UnusedFields({ form, onChoose }: Props) {
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
