import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { type Comparison, comparisonsOf, type QueryCondition } from "#engine/views/query-conditions";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { ConditionValue } from "./ConditionValue.tsx";
import classes from "./data.module.css";
import { isValue } from "./is-value.ts";

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
  const options = comparisonOptions(field, { comparison, pass });
  const choose = (next: Comparison) => {
    if (WITHOUT_VALUE.has(next) || isValue(field, condition.value)) {
      setVerb(undefined);
      onChange({ ...condition, comparison: next, value: WITHOUT_VALUE.has(next) ? "" : condition.value });
    } else setVerb(next);
  };
  return (
    <div className={classes.condition}>
      <FieldSelect
        fields={fields}
        name={condition.field}
        onChange={(name) => {
          setVerb(undefined);
          onChange({ field: name, comparison: "filled", value: "" });
        }}
      />
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
          name={field.label}
          type={fieldTypeOf(field.type)?.valueType(field.type)}
          choices={reader.choices(field.id)}
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

function comparisonOptions(
  field: FieldRecord | undefined,
  { comparison, pass }: { readonly comparison: Comparison; readonly pass: string | undefined },
) {
  const ofField = field ? comparisonsOf(field) : [];
  if (pass === undefined && comparison !== "passed") return ofField;
  return [...ofField, { comparison: "passed" as const, label: pass ?? "is what the page passes" }];
}

function FieldSelect(props: {
  readonly fields: readonly FieldRecord[];
  readonly name: string;
  readonly onChange: (name: string) => void;
}) {
  const { fields, onChange } = props;
  return (
    <PlainSelect
      size="sm"
      aria-label="Field"
      value={props.name}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {fields.map(({ name, label }) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
      {!fields.some(({ name }) => name === props.name) && <option value={props.name}>{props.name}</option>}
    </PlainSelect>
  );
}
