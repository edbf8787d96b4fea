import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { pointsTo } from "#engine/definition/records/field";
import { listedValues } from "#engine/field-types/registry";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { cellText, isYesNo, readCell } from "../../values/cell-text.ts";
import classes from "./data.module.css";
import type { GridColumn } from "./grid-columns.ts";
import { type FilterOperator, needsValue, operatorLabels, operatorsOf, type RowFilter } from "./row-filters.ts";

/** One sentence in three inputs: field, verb, value of the field's own type. */
export function FilterEditor(props: {
  readonly columns: readonly GridColumn[];
  readonly filter?: RowFilter;
  readonly startWith?: string | undefined;
  readonly onDone: (filter: RowFilter | undefined) => void;
}) {
  const [fieldId, setFieldId] = useState(props.filter?.fieldId ?? props.startWith ?? props.columns[0]?.field.id ?? "");
  const column = props.columns.find((each) => each.field.id === fieldId) ?? props.columns[0];
  const field = column?.live;
  const operators = field ? operatorsOf(field) : [];
  const [chosen, setChosen] = useState<FilterOperator | undefined>(props.filter?.operator);
  const operator = chosen && operators.includes(chosen) ? chosen : operators[0];
  const [text, setText] = useState(() =>
    props.filter && field && column ? shownValue(props.filter.value, column) : "",
  );
  const [problem, setProblem] = useState<string>();
  if (!column || !field || !operator) return null;

  const options = listedValues(field, column.context.choices);

  const submit = () => {
    if (!needsValue(operator)) return props.onDone({ fieldId: field.id, operator, value: "" });
    const given = options ? (options.some((option) => option.value === text) ? text : (options[0]?.value ?? "")) : text;
    if (given.trim() === "") return setProblem("A value is needed.");
    // A part of a text is not a value of its type: an email may contain "@example".
    const isPart = operator === "icontains" || operator === "istartswith" || operator === "iendswith";
    if (isPart) return props.onDone({ fieldId: field.id, operator, value: given });
    const read = readCell(given, { ...field, required: false }, column.context);
    if (!read.ok) return setProblem(read.message);
    return props.onDone({ fieldId: field.id, operator, value: String(read.value) });
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
      <PlainSelect aria-label="Field" value={fieldId} onChange={(event) => setFieldId(event.currentTarget.value)}>
        {props.columns.map((each) => (
          <option key={each.field.id} value={each.field.id}>
            {each.field.label}
          </option>
        ))}
      </PlainSelect>
      <PlainSelect
        aria-label="Condition"
        value={operator}
        onChange={(event) => setChosen(event.currentTarget.value as FilterOperator)}
      >
        {operators.map((each) => (
          <option key={each} value={each}>
            {operatorLabels(each, field)}
          </option>
        ))}
      </PlainSelect>
      {needsValue(operator) &&
        (options ? (
          <PlainSelect
            aria-label="Value"
            value={text || options[0]?.value}
            onChange={(event) => setText(event.currentTarget.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </PlainSelect>
        ) : (
          <TextInput
            aria-label="Value"
            data-autofocus
            placeholder={pointsTo(field) === undefined ? "" : "The id of a row"}
            value={text}
            error={problem}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setProblem(undefined);
            }}
          />
        ))}
      <div className={classes.filterActions}>
        <Button size="xs" type="submit">
          Filter
        </Button>
        {props.filter && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => props.onDone(undefined)}>
            Remove
          </Button>
        )}
      </div>
    </form>
  );
}

function shownValue(value: string, column: GridColumn): string {
  const field = column.live ?? column.field;
  if (isYesNo(field)) return value;
  const read = readCell(value, { ...field, required: false }, column.context);
  return read.ok ? cellText(read.value, field, column.context) : value;
}
