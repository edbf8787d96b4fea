import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId } from "react";
import { identifierProblem, uniqueIdentifier } from "#engine/definition/identifiers";
import type { JsonValue } from "#engine/definition/json";
import type { FlowRecord } from "#engine/definition/records/flow";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf, fieldTypes } from "#engine/field-types/registry";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";
import classes from "../flows.module.css";

type Input = FlowRecord["inputs"][number];

/** What a request may send: names and types, and what it must send. */
export function InputsSection(props: {
  readonly flow: FlowRecord;
  readonly onChange: (properties: Readonly<Record<string, JsonValue>>) => string | undefined;
}) {
  const { inputs } = props.flow;
  const set = (next: readonly Input[]) => props.onChange({ inputs: next as unknown as JsonValue });
  return (
    <InspectorSection title="Inputs">
      <p className={classes.help}>
        Steps name them <code>body.…</code>. They come from the path where it has a parameter of that name, else from
        the query or the body. What does not fit is refused before the first step.
      </p>
      {inputs.map((input, index) => (
        <InputRow
          key={input.name}
          input={input}
          onSave={(next) => {
            const isTaken = inputs.some((other, at) => at !== index && other.name === next.name);
            return isTaken ? "Another input has this name." : set(inputs.with(index, next));
          }}
          onRemove={() => void set(inputs.toSpliced(index, 1))}
        />
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() => {
          const name = uniqueIdentifier({
            label: "input",
            fallback: "input",
            taken: new Set(inputs.map((input) => input.name)),
          });
          void set([...inputs, { name, type: firstType, required: true }]);
        }}
      >
        Add an input
      </Button>
    </InspectorSection>
  );
}

/** Types whose values a request can send as they are: none that fills itself, and none with choices or rows of its own. */
const inputTypes: readonly FieldTypeName[] = fieldTypeNames.filter((name) => {
  const type = fieldTypeOf(fieldTypes[name].initial);
  return type !== undefined && type.import !== undefined && !type.automatic && !type.listed;
});

const firstType = fieldTypes[inputTypes[0] as FieldTypeName].initial;

function InputRow(props: {
  readonly input: Input;
  readonly onSave: (next: Input) => string | undefined;
  readonly onRemove: () => void;
}) {
  const { input, onSave } = props;
  const ids = { name: useId(), type: useId() };
  return (
    <fieldset className={classes.input} aria-label={`Input ${input.name}`}>
      <div className={classes.assignment}>
        <CommittedText
          id={ids.name}
          label="Name"
          isCode
          value={input.name}
          onSave={(name) => identifierProblem(name) ?? onSave({ ...input, name })}
        />
        <ActionIcon aria-label={`Remove ${input.name}`} onClick={props.onRemove}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      </div>
      <PlainSelect
        id={ids.type}
        aria-label={`Type of ${input.name}`}
        value={input.type.name}
        onChange={(event) =>
          void onSave({ ...input, type: fieldTypes[event.currentTarget.value as FieldTypeName].initial })
        }
      >
        {inputTypes.map((name) => (
          <option key={name} value={name}>
            {fieldTypes[name].label}
          </option>
        ))}
      </PlainSelect>
      <Checkbox
        size="sm"
        label="Needed"
        checked={input.required}
        onChange={(event) => void onSave({ ...input, required: event.currentTarget.checked })}
      />
    </fieldset>
  );
}
