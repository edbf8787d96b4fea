import { Button, Select } from "@mantine/core";
import type { FieldId } from "#engine/definition/ids";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { changeValidation, deleteValidation, type ValidationParts } from "#engine/edits/commands/validations";
import { FieldRow } from "../../../../components/FieldRow.tsx";
import { useDraftActions, useReader } from "../../../../draft-session/react/use-draft.ts";
import { RecordProblems } from "../RecordProblems.tsx";
import { TextProperty } from "../TextProperty.tsx";
import classes from "./constraints.module.css";

interface Props {
  readonly validation: ValidationRecord;
}

/** Gives the sentence of a refusal. */
type ChangeParts = (change: Partial<ValidationParts>) => string | undefined;

interface PartProps extends Props {
  readonly set: ChangeParts;
}

/** The conditions of a validation, its message and where that is shown. */
export function ValidationEditor({ validation }: Props) {
  const reader = useReader();
  const { apply, attempt } = useDraftActions();
  const { id: validationId, expression, when, message, severity, code, fieldId } = validation;
  const set: ChangeParts = (change) =>
    attempt(changeValidation(reader, { validationId, expression, when, message, severity, code, fieldId, ...change }));
  return (
    <div className={classes.body}>
      <ConditionProperties validation={validation} set={set} />
      <TextProperty
        recordId={validationId}
        property="message"
        id={`validation-${validationId}-message`}
        label="What people are told"
        value={message}
        maxLength={300}
        onSave={(text) => set({ message: text })}
      />
      <SeveritySelect validation={validation} set={set} />
      <PlaceSelect validation={validation} set={set} />
      <TextProperty
        recordId={validationId}
        property="code"
        id={`validation-${validationId}-code`}
        label="Code for programs"
        value={code}
        maxLength={60}
        isCode
        placeholder="None"
        onSave={(text) => set({ code: optional(text) })}
      />
      <RecordProblems recordId={validationId} except={["expression", "when", "message", "code"]} />
      <div className={classes.foot}>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          onClick={() => apply(deleteValidation(reader, { validationId }))}
        >
          Delete
        </Button>
      </div>
    </div>
  );
}

function ConditionProperties({ validation, set }: PartProps) {
  const { id, expression, when } = validation;
  return (
    <>
      <TextProperty
        recordId={id}
        property="expression"
        id={`validation-${id}-expression`}
        label="What must be"
        value={expression}
        maxLength={4000}
        isLong
        isCode
        help="May read the rows it points to and who saves: amount <= product.stock."
        onSave={(text) => (text === "" ? "A condition is needed." : set({ expression: text }))}
      />
      <TextProperty
        recordId={id}
        property="when"
        id={`validation-${id}-when`}
        label="Only if"
        value={when}
        maxLength={4000}
        isCode
        placeholder="Always"
        onSave={(text) => set({ when: optional(text) })}
      />
    </>
  );
}

function SeveritySelect({ validation: { id, severity }, set }: PartProps) {
  return (
    <FieldRow
      label="When it is broken"
      htmlFor={`validation-${id}-severity`}
      help={severity === "warn" ? "Rows of an imported file are saved without a warning." : undefined}
    >
      <Select
        id={`validation-${id}-severity`}
        value={severity ?? "refuse"}
        allowDeselect={false}
        data={[
          { value: "refuse", label: "It is not saved" },
          { value: "warn", label: "Warn, and save if confirmed" },
        ]}
        onChange={(chosen) => set({ severity: chosen === "warn" ? "warn" : undefined })}
      />
    </FieldRow>
  );
}

function PlaceSelect({ validation, set }: PartProps) {
  const reader = useReader();
  const { id, fieldId, modelId } = validation;
  return (
    <FieldRow label="Where it is shown" htmlFor={`validation-${id}-field`}>
      <Select
        id={`validation-${id}-field`}
        value={fieldId ?? ""}
        allowDeselect={false}
        data={[
          { value: "", label: "Above the form" },
          ...reader.fields(modelId).map((field) => ({ value: field.id, label: `At ${field.label}` })),
        ]}
        onChange={(chosen) => set({ fieldId: chosen ? (chosen as FieldId) : undefined })}
      />
    </FieldRow>
  );
}

const optional = (text: string) => (text === "" ? undefined : text);
