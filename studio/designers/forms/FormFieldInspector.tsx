import { Button, Switch } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { FormFieldRecord, FormRecord } from "#engine/definition/records/form";
import { setProperties } from "#engine/edits/commands/fields";
import { formFieldLabel, removeFormField } from "#engine/edits/commands/forms";
import { fieldTypeOf } from "#engine/field-types/registry";
import { RecordHistoryLink } from "../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { editorOf } from "../../field-editors/field-editors.ts";
import classes from "./forms.module.css";
import { ValueInput } from "./ValueInput.tsx";

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
  const Icon = type && editorOf(type).icon;
  const problems = useProblemsOf(field.id).filter(({ property }) => !shownBeside.includes(property));
  return (
    <InspectorPanel
      name={`Form field ${label}`}
      over={`${form.label} · ${(type && fieldTypeOf(type)?.label) ?? "Field"}`}
      title={label}
      icon={Icon && <Icon size={16} stroke={1.5} aria-hidden="true" />}
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

/** The same without the panel, for the page editor. */
export function FormFieldProperties({ field }: Pick<Props, "field">) {
  const { reader, apply, attempt } = useDraft();
  const id = useId();
  const ofModel = field.fieldId && reader.field(field.fieldId);
  const command = (properties: Readonly<Record<string, JsonValue | undefined>>) =>
    setProperties(reader, {
      id: field.id,
      properties,
      label: `Change ${formFieldLabel(reader, field)} in the form`,
    });
  const text = (property: "label" | "help" | "placeholder") => (value: string) =>
    attempt(command({ [property]: value === "" ? undefined : value }));
  const flag = (property: "required" | "readOnly" | "fromAddress") => ({
    size: "sm" as const,
    checked: field[property] === true,
    onChange: (event: { currentTarget: { checked: boolean } }) =>
      void apply(command({ [property]: event.currentTarget.checked ? true : undefined })),
  });
  const isRequired = ofModel?.required === true;
  const fixedProblems = useProblemsOf(field.id, "fixed");
  return (
    <>
      <InspectorSection title="Words">
        <CommittedText
          id={`${id}-label`}
          label="Label"
          placeholder={ofModel?.label ?? ""}
          value={field.label}
          problems={useProblemsOf(field.id, "label")}
          onSave={text("label")}
        />
        <CommittedText
          id={`${id}-help`}
          label="Help"
          isLong
          placeholder={ofModel?.help ?? ""}
          value={field.help}
          problems={useProblemsOf(field.id, "help")}
          onSave={text("help")}
        />
        <CommittedText
          id={`${id}-placeholder`}
          label="Example in the empty input"
          value={field.placeholder}
          problems={useProblemsOf(field.id, "placeholder")}
          onSave={text("placeholder")}
        />
      </InspectorSection>
      <InspectorSection title="Value">
        {field.own ? null : (
          <Switch
            label="Required here"
            description={isRequired ? "The model needs it in every row." : "The form asks for it, the model does not."}
            disabled={isRequired}
            {...flag("required")}
            checked={isRequired || field.required === true}
          />
        )}
        <ValueInput
          reader={reader}
          field={field}
          label="Starts as"
          help="What is filled in when the form opens; people can change it."
          value={field.initial}
          problems={useProblemsOf(field.id, "initial")}
          onSave={(initial) => attempt(command({ initial }))}
        />
        <Switch
          label="From the address"
          description={`?${ofModel?.name ?? field.own?.name ?? "name"}=… in the page's address fills it in.`}
          {...flag("fromAddress")}
        />
        {field.own ? null : (
          <>
            <ValueInput
              reader={reader}
              field={field}
              label="Always is"
              help="The form gives this value by itself; the field is not shown."
              value={field.fixed}
              problems={fixedProblems}
              onSave={(fixed) => attempt(command({ fixed }))}
            />
            <Switch label="Read only" description="Shown, and not accepted when it is sent." {...flag("readOnly")} />
          </>
        )}
      </InspectorSection>
    </>
  );
}
