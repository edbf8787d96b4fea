import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { isValue } from "./is-value.ts";

/** The value of a condition: one of a few is chosen, any other is typed. */
export function ConditionValue(props: {
  readonly reader: DefinitionReader;
  readonly field: FieldRecord;
  readonly value: string;
  readonly onCommit: (value: string) => void;
}) {
  const { reader, field, value, onCommit } = props;
  const [typed, setTyped] = useState<string>();
  const kind = fieldTypeOf(field.type)?.valueType(field.type).kind;
  const label = `Value of ${field.label}`;
  const choices = reader.choices(field.id);
  const few =
    kind === "bool"
      ? [
          { value: "true", label: "yes" },
          { value: "false", label: "no" },
        ]
      : choices;
  if (few.length > 0)
    return (
      <PlainSelect size="sm" aria-label={label} value={value} onChange={(event) => onCommit(event.currentTarget.value)}>
        <option value="" disabled>
          Choose
        </option>
        {few.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </PlainSelect>
    );
  const now = typed ?? value;
  const isWrong = now !== "" && !isValue(field, now);
  const commit = () => {
    if (typed !== undefined && typed !== value && isValue(field, typed)) onCommit(typed);
  };
  return (
    <TextInput
      size="xs"
      type={kind === "date" ? "date" : "text"}
      aria-label={label}
      value={now}
      error={isWrong ? `This is no value of ${field.label}.` : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}
