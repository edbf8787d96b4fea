import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { type Comparison, comparisonsOf, literalOf, type QueryCondition } from "#engine/views/query-conditions";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import classes from "./data.module.css";

interface Props {
  readonly reader: DefinitionReader;
  readonly fields: readonly FieldRecord[];
  readonly condition: QueryCondition;
  readonly passed?: (field: FieldRecord) => string | undefined;
  readonly onChange: (condition: QueryCondition) => void;
  readonly onRemove: () => void;
}

const WITHOUT_VALUE: ReadonlySet<Comparison> = new Set(["empty", "filled", "passed"]);

/** A condition as a sentence: a field, a verb, and a value where the verb needs one. */
export function ConditionRow({ reader, fields, condition, passed, onChange, onRemove }: Props) {
  // A verb whose value is not typed yet is no condition: it becomes one with its value.
  const [verb, setVerb] = useState<Comparison>();
  const field = fields.find(({ name }) => name === condition.field);
  const comparison = verb ?? condition.comparison;
  const pass = field && passed?.(field);
  const options = [
    ...(field ? comparisonsOf(field) : []),
    ...(pass === undefined && comparison !== "passed"
      ? []
      : [{ comparison: "passed" as const, label: pass ?? "is what the page passes" }]),
  ];
  const choose = (next: Comparison) => {
    if (WITHOUT_VALUE.has(next) || isValue(field, condition.value)) {
      setVerb(undefined);
      onChange({ ...condition, comparison: next, value: WITHOUT_VALUE.has(next) ? "" : condition.value });
    } else setVerb(next);
  };
  return (
    <div className={classes.condition}>
      <PlainSelect
        size="sm"
        aria-label="Field"
        value={condition.field}
        onChange={(event) => {
          setVerb(undefined);
          onChange({ field: event.currentTarget.value, comparison: "filled", value: "" });
        }}
      >
        {fields.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
        {!field && <option value={condition.field}>{condition.field}</option>}
      </PlainSelect>
      <PlainSelect
        size="sm"
        aria-label={`What must hold of ${field?.label ?? condition.field}`}
        value={comparison}
        onChange={(event) => choose(event.currentTarget.value as Comparison)}
      >
        {options.map((option) => (
          <option key={option.comparison} value={option.comparison}>
            {option.label}
          </option>
        ))}
      </PlainSelect>
      {field && !WITHOUT_VALUE.has(comparison) && (
        <ConditionValue
          reader={reader}
          field={field}
          value={condition.value}
          onCommit={(value) => {
            setVerb(undefined);
            onChange({ ...condition, comparison, value });
          }}
        />
      )}
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Remove the condition" onClick={onRemove}>
        <IconX size={14} stroke={1.75} aria-hidden />
      </ActionIcon>
    </div>
  );
}

const isValue = (field: FieldRecord | undefined, value: string): boolean => {
  const type = field && fieldTypeOf(field.type)?.valueType(field.type);
  return type !== undefined && literalOf(type, value) !== undefined;
};

function ConditionValue(props: {
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
