import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { type Comparison, literalOf, type QueryCondition } from "#engine/views/query-conditions";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { ConditionValue } from "./ConditionValue.tsx";
import { type ConditionSubject, keyOfCondition, type SubjectGroup } from "./condition-subjects.ts";
import classes from "./data.module.css";

interface Props {
  readonly reader: DefinitionReader;
  readonly groups: readonly SubjectGroup[];
  readonly condition: QueryCondition;
  readonly passed?: (field: FieldRecord) => string | undefined;
  readonly onChange: (condition: QueryCondition) => void;
  readonly onRemove: () => void;
}

const WITHOUT_VALUE: ReadonlySet<Comparison> = new Set(["empty", "filled", "passed"]);

/** A condition as a sentence: a field, a verb, and a value where the verb needs one. Of a list also: of one row, or of none. */
export function ConditionRow({ reader, groups, condition, passed, onChange, onRemove }: Props) {
  // A verb whose value is not typed yet is no condition: it becomes one with its value.
  const [verb, setVerb] = useState<Comparison>();
  const key = keyOfCondition(condition);
  const subject = groups.flatMap(({ subjects }) => subjects).find((one) => one.key === key);
  const label = subject?.label ?? condition.field;
  const comparison = verb ?? condition.comparison;
  // A page passes values for the row's own fields.
  const own = condition.list || condition.field.includes(".") ? undefined : subject?.field;
  const options = comparisonOptions(subject, { comparison, pass: own && passed?.(own) });
  const choose = (next: Comparison) => {
    const isValue = subject?.type !== undefined && literalOf(subject.type, condition.value) !== undefined;
    if (WITHOUT_VALUE.has(next) || isValue) {
      setVerb(undefined);
      onChange({ ...condition, comparison: next, value: WITHOUT_VALUE.has(next) ? "" : condition.value });
    } else setVerb(next);
  };
  return (
    <div className={classes.condition}>
      <SubjectSelect
        groups={groups}
        value={key}
        label={label}
        onChange={(next) => {
          setVerb(undefined);
          onChange(next.start);
        }}
      />
      {condition.list && condition.list.asks !== "count" && (
        <SomeOrNone label={label} list={condition.list} onChange={(list) => onChange({ ...condition, list })} />
      )}
      <PlainSelect
        size="sm"
        aria-label={`What must hold of ${label}`}
        value={comparison}
        onChange={(event) => choose(event.currentTarget.value as Comparison)}
      >
        {options.map((option) => (
          <option key={option.comparison} value={option.comparison}>
            {option.label}
          </option>
        ))}
      </PlainSelect>
      {subject && !WITHOUT_VALUE.has(comparison) && (
        <ConditionValue
          name={label}
          type={subject.type}
          choices={subject.field ? reader.choices(subject.field.id) : []}
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
  subject: ConditionSubject | undefined,
  { comparison, pass }: { readonly comparison: Comparison; readonly pass: string | undefined },
) {
  const ofSubject = subject?.comparisons ?? [];
  if (pass === undefined && comparison !== "passed") return ofSubject;
  return [...ofSubject, { comparison: "passed" as const, label: pass ?? "is what the page passes" }];
}

function SubjectSelect(props: {
  readonly groups: readonly SubjectGroup[];
  readonly value: string;
  readonly label: string;
  readonly onChange: (subject: ConditionSubject) => void;
}) {
  const { groups, value, label, onChange } = props;
  const all = groups.flatMap(({ subjects }) => subjects);
  return (
    <PlainSelect
      size="sm"
      aria-label="Field"
      value={value}
      onChange={(event) => {
        const next = all.find(({ key }) => key === event.currentTarget.value);
        if (next) onChange(next);
      }}
    >
      {groups.map((group) =>
        group.label === undefined ? (
          optionsOf(group)
        ) : (
          <optgroup key={`of ${group.label}`} label={group.label}>
            {optionsOf(group)}
          </optgroup>
        ),
      )}
      {!all.some(({ key }) => key === value) && <option value={value}>{label}</option>}
    </PlainSelect>
  );
}

const optionsOf = ({ subjects }: SubjectGroup) =>
  subjects.map(({ key, label }) => (
    <option key={key} value={key}>
      {label}
    </option>
  ));

type AskedList = NonNullable<QueryCondition["list"]>;

function SomeOrNone(props: {
  readonly label: string;
  readonly list: AskedList;
  readonly onChange: (list: AskedList) => void;
}) {
  const { label, list, onChange } = props;
  return (
    <PlainSelect
      size="sm"
      aria-label={`Of how many ${label}`}
      value={list.asks}
      onChange={(event) => onChange({ ...list, asks: event.currentTarget.value as AskedList["asks"] })}
    >
      <option value="some">of at least one</option>
      <option value="none">of none</option>
    </PlainSelect>
  );
}
