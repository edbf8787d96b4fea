import type { ColumnFacts, LiveField, LiveMapping } from "#contract/http/imports";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { type FieldTypeName, fieldTypes, holdsDays, holdsNumbers } from "#engine/field-types/registry";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ColumnSamples } from "./ColumnSamples.tsx";
import { DateOrderSelect } from "./DateOrderSelect.tsx";
import classes from "./import-screen.module.css";
import { TakeOfField } from "./TakeOfField.tsx";

type Entry = LiveMapping["fields"][number];

/** One field of the model and which column fills it. */
export function LiveFieldRow(props: {
  readonly field: LiveField;
  readonly entry: Entry;
  readonly facts: readonly ColumnFacts[];
  readonly samples: ColumnFacts | undefined;
  readonly problem: string | undefined;
  readonly isBlocking: boolean;
  /** How the app's language writes dates. */
  readonly dateOrder: DateOrder | undefined;
  readonly onChange: (change: Partial<Entry>) => void;
}) {
  const { field, entry, problem, onChange } = props;
  const { take } = entry;
  const about = [
    field.isList ? `Links to ${field.relation?.label}` : (fieldTypes[field.type as FieldTypeName]?.label ?? field.type),
    ...(field.required ? ["required"] : []),
    ...(field.unique ? ["unique"] : []),
  ].join(", ");
  const isColumn = take.from === "column";
  return (
    <tr data-left-out={take.from === "nothing" || undefined} data-blocking={props.isBlocking || undefined}>
      <td>
        <span className={classes.fieldName}>{field.label}</span>
        <span className={classes.reason}>{about}</span>
      </td>
      <td>
        <TakeOfField
          field={field}
          take={take}
          facts={props.facts}
          isInvalid={problem !== undefined}
          onChange={(next) => onChange({ take: next })}
        />
        {isColumn && props.samples?.openDateOrder && holdsDays({ name: field.type }) && (
          <div className={`${classes.fill} ${classes.below}`}>
            <DateOrderSelect
              of={field.label}
              value={entry.dateOrder ?? props.dateOrder ?? props.samples.openDateOrder}
              onChange={(dateOrder) => onChange({ dateOrder })}
            />
          </div>
        )}
        {isColumn && props.samples?.numberNote && holdsNumbers({ name: field.type }) && (
          <span className={classes.reason}>{props.samples.numberNote}</span>
        )}
        {problem && <span className={classes.cellProblem}>{problem}</span>}
      </td>
      <td>
        {isColumn && (
          <BadValueSelect field={field} value={entry.onBadValue} onChange={(onBadValue) => onChange({ onBadValue })} />
        )}
      </td>
      <td>{props.samples && <ColumnSamples facts={props.samples} />}</td>
    </tr>
  );
}

function BadValueSelect(props: {
  readonly field: LiveField;
  readonly value: Entry["onBadValue"];
  readonly onChange: (action: Entry["onBadValue"]) => void;
}) {
  const { field, value, onChange } = props;
  return (
    <div className={classes.fill}>
      <PlainSelect
        value={value}
        aria-label={`When a value of ${field.label} does not fit`}
        onChange={(event) => onChange(event.currentTarget.value as Entry["onBadValue"])}
      >
        <option value="refuse">Stop and tell me</option>
        {!field.required && <option value="blank">{field.isList ? "Leave it out" : "Leave it empty"}</option>}
        <option value="skip_row">Skip the row</option>
      </PlainSelect>
    </div>
  );
}
