import { Switch } from "@mantine/core";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { FieldRecord } from "#engine/definition/records/field";
import type { FormFieldRecord } from "#engine/definition/records/form";
import { setProperties } from "#engine/edits/commands/fields";
import { formFieldLabel } from "#engine/edits/commands/forms";
import { InspectorSection } from "../../components/InspectorPanel.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { type Draft, useDraft, useProblemsOf, useReader } from "../../draft-session/react/use-draft.ts";
import { OwnFieldSection } from "./OwnFieldSection.tsx";
import { ValueInput } from "./ValueInput.tsx";
import { WidgetChoice } from "./WidgetChoice.tsx";

interface Props {
  readonly field: FormFieldRecord;
}

/** The properties of a form's field, without a panel: the inspector and the page editor show them. */
export function FormFieldProperties({ field }: Props) {
  const draft = useDraft();
  const ofModel = field.fieldId && draft.reader.field(field.fieldId);
  const change = changesOf(field, draft);
  return (
    <>
      {field.own && <OwnFieldSection field={field} own={field.own} />}
      <WordsSection field={field} ofModel={ofModel} change={change} />
      <ValueSection field={field} ofModel={ofModel} change={change} />
    </>
  );
}

/** What changes the field, in the form in which its inputs take it. */
function changesOf(field: FormFieldRecord, { reader, apply, attempt }: Draft) {
  const command = (properties: Readonly<Record<string, JsonValue | undefined>>) =>
    setProperties(reader, {
      id: field.id,
      properties,
      label: `Change ${formFieldLabel(reader, field)} in the form`,
    });
  return {
    /** Gives the sentence of a refusal. */
    save: (properties: Readonly<Record<string, JsonValue | undefined>>) => attempt(command(properties)),
    text: (property: "label" | "help" | "placeholder") => (value: string) =>
      attempt(command({ [property]: value === "" ? undefined : value })),
    flag: (property: "required" | "readOnly" | "fromAddress") => ({
      size: "sm" as const,
      checked: field[property] === true,
      onChange: (event: { currentTarget: { checked: boolean } }) =>
        void apply(command({ [property]: event.currentTarget.checked ? true : undefined })),
    }),
  };
}

interface ChangeProps extends Props {
  readonly change: ReturnType<typeof changesOf>;
}

interface SectionProps extends ChangeProps {
  /** The field of the model that it asks for, if it is not of the form alone. */
  readonly ofModel: FieldRecord | undefined;
}

function WordsSection({ field, ofModel, change }: SectionProps) {
  const id = useId();
  const reader = useReader();
  const placeholderProblems = useProblemsOf(field.id, "placeholder");
  const type = ofModel?.type ?? field.own?.type;
  return (
    <InspectorSection title="Words">
      <CommittedText
        id={`${id}-label`}
        label="Label"
        placeholder={
          ofModel?.label ?? (field.linkFieldId ? formFieldLabel(reader, { ...field, label: undefined }) : "")
        }
        value={field.label}
        problems={useProblemsOf(field.id, "label")}
        onSave={change.text("label")}
      />
      <CommittedText
        id={`${id}-help`}
        label="Help"
        isLong
        placeholder={ofModel?.help ?? ""}
        value={field.help}
        problems={useProblemsOf(field.id, "help")}
        onSave={change.text("help")}
      />
      {type && (
        <CommittedText
          id={`${id}-placeholder`}
          label="Example in the empty input"
          value={field.placeholder}
          problems={placeholderProblems}
          onSave={change.text("placeholder")}
        />
      )}
      {type && !field.own?.mustBeTrue && (
        <WidgetChoice
          type={type}
          value={field.widget?.name}
          onChoose={(name) => void change.save({ widget: name === undefined ? undefined : { name } })}
        />
      )}
    </InspectorSection>
  );
}

function ValueSection({ field, ofModel, change }: SectionProps) {
  const isRequired = ofModel?.required === true;
  return (
    <InspectorSection title="Value">
      {field.own?.mustBeTrue ? null : (
        <Switch
          label="Required here"
          description={requiredWords(field, isRequired)}
          disabled={isRequired}
          {...change.flag("required")}
          checked={isRequired || field.required === true}
        />
      )}
      {field.linkFieldId ? null : <StartingValue field={field} ofModel={ofModel} change={change} />}
      {field.own || field.linkFieldId ? null : <FixedValue field={field} change={change} />}
      {field.linkFieldId && (
        <Switch label="Read only" description="Shown, and not accepted when it is sent." {...change.flag("readOnly")} />
      )}
    </InspectorSection>
  );
}

/** What the form has in when it opens. */
function StartingValue({ field, ofModel, change }: SectionProps) {
  const reader = useReader();
  const problems = useProblemsOf(field.id, "initial");
  return (
    <>
      <ValueInput
        reader={reader}
        field={field}
        label="Starts as"
        help="What is filled in when the form opens; people can change it."
        value={field.initial}
        problems={problems}
        onSave={(initial) => change.save({ initial })}
      />
      <Switch
        label="From the address"
        description={`?${ofModel?.name ?? field.own?.name ?? "name"}=… in the page's address fills it in.`}
        {...change.flag("fromAddress")}
      />
    </>
  );
}

function requiredWords({ own, linkFieldId }: FormFieldRecord, isRequired: boolean): string {
  if (linkFieldId) return "At least one must be chosen.";
  if (own) return "Without it the form is refused.";
  return isRequired ? "The model needs it in every row." : "The form asks for it, the model does not.";
}

function FixedValue({ field, change }: ChangeProps) {
  const reader = useReader();
  const problems = useProblemsOf(field.id, "fixed");
  return (
    <>
      <ValueInput
        reader={reader}
        field={field}
        label="Always is"
        help="The form gives this value by itself; the field is not shown."
        value={field.fixed}
        problems={problems}
        onSave={(fixed) => change.save({ fixed })}
      />
      <Switch label="Read only" description="Shown, and not accepted when it is sent." {...change.flag("readOnly")} />
    </>
  );
}
