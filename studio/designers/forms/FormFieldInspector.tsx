import { Button } from "@mantine/core";
import { IconListCheck, IconX } from "@tabler/icons-react";
import type { FormFieldRecord, FormRecord } from "#engine/definition/records/form";
import { formFieldLabel, removeFormField } from "#engine/edits/commands/forms";
import { fieldTypeOf } from "#engine/field-types/registry";
import { RecordHistoryLink } from "../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { editorOf } from "../../field-editors/field-editors.ts";
import { FormFieldProperties } from "./FormFieldProperties.tsx";
import classes from "./forms.module.css";

interface Props {
  readonly form: FormRecord;
  readonly field: FormFieldRecord;
  readonly onClose?: () => void;
}

const shownBeside: readonly (string | undefined)[] = ["label", "help", "placeholder", "initial", "fixed"];

/** One field of a form: what is said beside it, whether it is needed, and what it holds. */
export function FormFieldInspector({ form, field, onClose }: Props) {
  const { reader, apply } = useDraft();
  const label = formFieldLabel(reader, field);
  const ofModel = field.fieldId && reader.field(field.fieldId);
  const type = ofModel?.type ?? field.own?.type;
  const Icon = type ? editorOf(type).icon : IconListCheck;
  const problems = useProblemsOf(field.id).filter(({ property }) => !shownBeside.includes(property));
  return (
    <InspectorPanel
      name={`Form field ${label}`}
      over={`${form.label} · ${(type && fieldTypeOf(type)?.label) ?? (field.linkFieldId ? "Linked rows" : "Field")}`}
      title={label}
      icon={<Icon size={16} stroke={1.5} aria-hidden="true" />}
      actions={<RecordHistoryLink recordId={field.id} name={`form field ${label}`} />}
      {...(onClose ? { onClose } : {})}
    >
      {problems.length > 0 && (
        <InspectorSection title="Problems">
          {problems.map((problem) => (
            <ProblemNote key={problem.code + problem.message} problem={problem} />
          ))}
        </InspectorSection>
      )}
      <FormFieldProperties field={field} />
      <div className={classes.foot}>
        <Button
          variant="default"
          leftSection={<IconX size={14} stroke={1.5} />}
          onClick={() => {
            if (apply(removeFormField(reader, { formFieldId: field.id }))) onClose?.();
          }}
        >
          Do not ask for it
        </Button>
      </div>
    </InspectorPanel>
  );
}
