import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { listedValues } from "#engine/field-types/registry";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { cellText, isYesNo, readCell } from "../../values/cell-text.ts";
import classes from "./data.module.css";
import type { GridColumn } from "./grid-columns.ts";
import { type FilterOperator, needsValue, operatorLabels, operatorsOf, type RowFilter } from "./row-filters.ts";

interface Props {
  readonly columns: readonly GridColumn[];
  readonly filter?: RowFilter;
  readonly startWith?: string | undefined;
  readonly onDone: (filter: RowFilter | undefined) => void;
}

/** One sentence in three inputs: field, verb, value of the field's own type. */
export function FilterEditor(props: Props) {
  const { columns, filter } = props;
  const [fieldId, setFieldId] = useState(filter?.fieldId ?? props.startWith ?? columns[0]?.field.id ?? "");
  const column = columns.find((each) => each.field.id === fieldId) ?? columns[0];
  const field = column?.live;
  const operators = field ? operatorsOf(field) : [];
  const [chosen, setChosen] = useState<FilterOperator | undefined>(filter?.operator);
  const operator = chosen && operators.includes(chosen) ? chosen : operators[0];
  const [text, setText] = useState(() => (filter && field && column ? shownValue(filter.value, column) : ""));
  const [problem, setProblem] = useState<string>();
  if (!column || !field || !operator) return null;
  const submit = () => {
    const read = readFilter({ field, column, operator, text });
    if (read.ok) props.onDone(read.filter);
    else setProblem(read.problem);
  };
  return (
    <form
      className={classes.filterEditor}
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <OptionSelect
        label="Field"
        value={fieldId}
        options={columns.map((each) => ({ value: each.field.id, label: each.field.label }))}
        onChange={setFieldId}
      />
      <OptionSelect
        label="Condition"
        value={operator}
        options={operators.map((each) => ({ value: each, label: operatorLabels(each, field) }))}
        onChange={(value) => setChosen(value as FilterOperator)}
      />
      {needsValue(operator) && (
        <FilterValue
          field={field}
          column={column}
          text={text}
          problem={problem}
          onText={(typed) => {
            setText(typed);
            setProblem(undefined);
          }}
        />
      )}
      <div className={classes.filterActions}>
        <Button size="xs" type="submit">
          Filter
        </Button>
        {filter && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => props.onDone(undefined)}>
            Remove
          </Button>
        )}
      </div>
    </form>
  );
}

/** The value to compare with: chosen where the field lists its values, typed elsewhere. */
function FilterValue(props: {
  readonly field: FieldRecord;
  readonly column: GridColumn;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onText: (text: string) => void;
}) {
  const { field, column, text, problem, onText } = props;
  const options = listedValues(field, column.context.choices);
  if (options) {
    return <OptionSelect label="Value" value={text || options[0]?.value} options={options} onChange={onText} />;
  }
  return (
    <TextInput
      aria-label="Value"
      data-autofocus
      placeholder={pointsTo(field) === undefined ? "" : "The id of a row"}
      value={text}
      error={problem}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

function OptionSelect(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <PlainSelect
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </PlainSelect>
  );
}

type ReadFilter = { readonly ok: true; readonly filter: RowFilter } | { readonly ok: false; readonly problem: string };

/** The filter that stands in the inputs, or why it is none. */
function readFilter(input: {
  readonly field: FieldRecord;
  readonly column: GridColumn;
  readonly operator: FilterOperator;
  readonly text: string;
}): ReadFilter {
  const { field, column, operator, text } = input;
  const filter = (value: string): ReadFilter => ({ ok: true, filter: { fieldId: field.id, operator, value } });
  if (!needsValue(operator)) return filter("");
  const options = listedValues(field, column.context.choices);
  const given = options ? (options.some((option) => option.value === text) ? text : (options[0]?.value ?? "")) : text;
  if (given.trim() === "") return { ok: false, problem: "A value is needed." };
  // A part of a text is not a value of its type: an email may contain "@example".
  if (operator === "icontains" || operator === "istartswith" || operator === "iendswith") return filter(given);
  const read = readCell(given, { ...field, required: false }, column.context);
  // Items are written as they are typed, since one may have a comma.
  if (read.ok && operator === "contains") return filter(given);
  return read.ok ? filter(String(read.value)) : { ok: false, problem: read.message };
}

function shownValue(value: string, column: GridColumn): string {
  const field = column.live ?? column.field;
  if (isYesNo(field)) return value;
  const read = readCell(value, { ...field, required: false }, column.context);
  return read.ok ? cellText(read.value, field, column.context) : value;
}
