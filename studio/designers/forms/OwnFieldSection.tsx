import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import { pointsTo } from "#engine/definition/records/field";
import type { FormFieldRecord, OwnField } from "#engine/definition/records/form";
import { setProperty } from "#engine/edits/commands/fields";
import { formFieldLabel, renameOwnField } from "#engine/edits/commands/forms";
import { fieldTypeOf } from "#engine/field-types/registry";
import { InspectorSection } from "../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { choicesOfLines, linesOfChoices } from "./own-choices.ts";

interface Props {
  readonly field: FormFieldRecord;
  readonly own: OwnField;
}

/** What a field of the form alone is called in what is sent, and what can be chosen in it. */
export function OwnFieldSection({ field, own }: Props) {
  const { reader, attempt } = useDraft();
  const id = useId();
  const target = pointsTo(own);
  const problems = useProblemsOf(field.id, "own");
  const save = (value: OwnField) =>
    attempt(
      setProperty(reader, {
        id: field.id,
        property: "own",
        value: value as JsonValue,
        label: `Change ${formFieldLabel(reader, field)} in the form`,
      }),
    );
  return (
    <InspectorSection title="Of this form alone">
      <CommittedText
        id={`${id}-name`}
        label="Name"
        isCode
        help="It is judged and stored nowhere. Templates follow when it is renamed."
        value={own.name}
        problems={problems}
        onSave={(name) => attempt(renameOwnField(reader, { formFieldId: field.id, name }))}
      />
      {fieldTypeOf(own.type)?.listed === "choices" && (
        <CommittedText
          id={`${id}-choices`}
          label="Choices, one on each line"
          isLong
          value={linesOfChoices(own.choices ?? [])}
          onSave={(text) => save({ ...own, choices: [...choicesOfLines(text, own.choices ?? [])] })}
        />
      )}
      {target !== undefined && (
        <PlainSelect
          label="A row of"
          value={target}
          onChange={(event) => void save({ ...own, type: { ...own.type, targetModelId: event.currentTarget.value } })}
        >
          {!reader.model(target) && <option value={target}>A model that was deleted</option>}
          {reader.models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.label}
            </option>
          ))}
        </PlainSelect>
      )}
    </InspectorSection>
  );
}
