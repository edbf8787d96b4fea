import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useId } from "react";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import { isWritable } from "#engine/forms/derive-form";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import classes from "../flows.module.css";
import type { OptionProps } from "./ExpressionOption.tsx";

type Values = Readonly<Record<string, string>>;

/** Expressions by the field that they are written to. */
export function Assignments({ step, onChange }: OptionProps) {
  const reader = useReader();
  const id = useId();
  const values = (step.type.values ?? {}) as Values;
  const fields = reader.fields(step.type.modelId as ModelId).filter(isWritable);
  const free = fields.filter((field) => !Object.hasOwn(values, field.id));
  const set = (fieldId: string, source: string | undefined) => onChange({ values: changed(values, fieldId, source) });
  return (
    <FieldRow
      label="Values"
      help={free.length === 0 ? undefined : "Fields that are not here keep what they have, or their default."}
    >
      {Object.entries(values).map(([fieldId, source]) => (
        <Assignment
          key={fieldId}
          label={labelOf(reader, fieldId)}
          source={source}
          onSave={(typed) => set(fieldId, typed)}
          onRemove={() => set(fieldId, undefined)}
        />
      ))}
      {free.length > 0 && (
        <PlainSelect
          id={id}
          aria-label="Add a value"
          value=""
          onChange={(event) => set(event.currentTarget.value, "null")}
        >
          <option value="">Add a value …</option>
          {free.map((field) => (
            <option key={field.id} value={field.id}>
              {field.label}
            </option>
          ))}
        </PlainSelect>
      )}
    </FieldRow>
  );
}

export function Assignment(props: {
  readonly label: string;
  readonly source: string;
  readonly onSave: (typed: string) => string | undefined;
  readonly onRemove?: () => void;
}) {
  const id = useId();
  return (
    <div className={classes.assignment}>
      <CommittedText id={id} label={props.label} isCode value={props.source} onSave={props.onSave} />
      {props.onRemove && (
        <ActionIcon aria-label={`Remove ${props.label}`} onClick={props.onRemove}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      )}
    </div>
  );
}

const labelOf = (reader: DefinitionReader, fieldId: string): string =>
  reader.field(fieldId as FieldId)?.label ?? "A field that is gone";

function changed(values: Values, name: string, source: string | undefined): JsonValue {
  const { [name]: _, ...others } = values;
  return source === undefined
    ? others
    : Object.hasOwn(values, name)
      ? { ...values, [name]: source }
      : { ...others, [name]: source };
}
