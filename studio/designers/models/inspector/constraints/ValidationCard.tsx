import { Button, Select } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldId } from "#engine/definition/ids";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { changeValidation, deleteValidation, type ValidationParts } from "#engine/edits/commands/validations";
import { validationSentence } from "#engine/review/describe-constraint";
import { FieldRow } from "../../../../components/FieldRow.tsx";
import { useDraftActions, useReader } from "../../../../draft-session/react/use-draft.ts";
import { propertyId } from "../property-id.ts";
import { RecordProblems } from "../RecordProblems.tsx";
import { TextProperty } from "../TextProperty.tsx";
import classes from "./constraints.module.css";
import { Sentence } from "./Sentence.tsx";

interface Props {
  readonly validation: ValidationRecord;
  readonly isOpenFirst: boolean;
}

/** A validation as its sentence; open, its conditions, its message and where that is shown. */
export function ValidationCard({ validation, isOpenFirst }: Props) {
  const reader = useReader();
  const { apply, attempt } = useDraftActions();
  const [isOpen, setOpen] = useState(isOpenFirst);
  const { id: validationId, expression, when, message, code, fieldId } = validation;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const set = (change: Partial<ValidationParts>) =>
    attempt(changeValidation(reader, { validationId, expression, when, message, code, fieldId, ...change }));
  const optional = (text: string) => (text === "" ? undefined : text);
  return (
    <li className={classes.card}>
      <button
        id={propertyId(validationId)}
        type="button"
        className={classes.head}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={14} stroke={1.75} aria-hidden="true" />
        <Sentence parts={validationSentence(reader, validation)} />
      </button>
      {isOpen ? (
        <div className={classes.body}>
          <TextProperty
            recordId={validationId}
            property="expression"
            id={`validation-${validationId}-expression`}
            label="What must be"
            value={expression}
            maxLength={4000}
            isLong
            isCode
            help="May read the rows it points to and who saves: amount <= product.stock."
            onSave={(text) => (text === "" ? "A condition is needed." : set({ expression: text }))}
          />
          <TextProperty
            recordId={validationId}
            property="when"
            id={`validation-${validationId}-when`}
            label="Only if"
            value={when}
            maxLength={4000}
            isCode
            placeholder="Always"
            onSave={(text) => set({ when: optional(text) })}
          />
          <TextProperty
            recordId={validationId}
            property="message"
            id={`validation-${validationId}-message`}
            label="What people are told"
            value={message}
            maxLength={300}
            onSave={(text) => set({ message: text })}
          />
          <FieldRow label="Where it is shown" htmlFor={`validation-${validationId}-field`}>
            <Select
              id={`validation-${validationId}-field`}
              value={fieldId ?? ""}
              allowDeselect={false}
              data={[
                { value: "", label: "Above the form" },
                ...reader.fields(validation.modelId).map((field) => ({ value: field.id, label: `At ${field.label}` })),
              ]}
              onChange={(chosen) => set({ fieldId: chosen ? (chosen as FieldId) : undefined })}
            />
          </FieldRow>
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
      ) : null}
    </li>
  );
}
