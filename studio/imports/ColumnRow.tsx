import type { ColumnFacts, ProposedColumn } from "#contract/http/imports";
import { type FieldTypeName, fieldTypeOf, fieldTypes, holdsDays } from "#engine/field-types/registry";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { DateOrderSelect } from "./DateOrderSelect.tsx";
import classes from "./import-screen.module.css";
import { type ColumnChange, importableTypes, typeFor } from "./proposal.ts";

/** One column of the file and the field that it becomes. */
export function ColumnRow(props: {
  readonly column: ProposedColumn;
  readonly facts: ColumnFacts | undefined;
  readonly rows: number;
  readonly problem: string | undefined;
  readonly isBlocking: boolean;
  readonly onChange: (change: ColumnChange) => void;
}) {
  const { column, facts, onChange } = props;
  const what = column.label || column.source;
  return (
    <tr data-left-out={!column.include || undefined} data-blocking={props.isBlocking || undefined}>
      <td>
        <input
          type="checkbox"
          className={classes.switch}
          checked={column.include}
          aria-label={`Include ${what}`}
          onChange={(event) => onChange({ include: event.currentTarget.checked })}
        />
      </td>
      <td>
        <input
          className={classes.input}
          value={column.label}
          maxLength={200}
          disabled={!column.include}
          aria-label={`Label of ${column.source}`}
          aria-invalid={props.problem !== undefined}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
        />
        <span className={classes.identifier}>{column.isKey ? "id" : column.name}</span>
        {props.problem && <span className={classes.cellProblem}>{props.problem}</span>}
      </td>
      <td>
        <TypeOfColumn column={column} facts={facts} onChange={onChange} />
      </td>
      <td>
        <FlagsOfColumn column={column} facts={facts} rows={props.rows} onChange={onChange} />
      </td>
      <td>
        <PlainSelect
          value={column.onBadValue}
          disabled={!column.include}
          aria-label={`When a value of ${what} does not fit`}
          onChange={(event) => onChange({ onBadValue: event.currentTarget.value as ProposedColumn["onBadValue"] })}
        >
          <option value="refuse">Stop and tell me</option>
          <option value="blank">Leave it empty</option>
          <option value="skip_row">Skip the row</option>
        </PlainSelect>
      </td>
      <td>
        <span className={classes.samples}>{facts?.samples.slice(0, 4).join(" · ")}</span>
        <span className={classes.reason}>
          {column.source !== column.label && <code>{column.source}</code>} {emptyWords(facts, props.rows)}
        </span>
      </td>
    </tr>
  );
}

interface PartProps {
  readonly column: ProposedColumn;
  readonly facts: ColumnFacts | undefined;
  readonly onChange: (change: ColumnChange) => void;
}

/** What the values are read as, and why; where days can be read in two ways, in which. */
function TypeOfColumn({ column, facts, onChange }: PartProps) {
  const what = column.label || column.source;
  return (
    <>
      <PlainSelect
        value={column.type.name}
        disabled={!column.include || column.isKey}
        aria-label={`Type of ${what}`}
        onChange={(event) =>
          onChange({ type: typeFor(event.currentTarget.value as FieldTypeName, facts?.samples ?? []) })
        }
      >
        {importableTypes.map((name) => (
          <option key={name} value={name}>
            {fieldTypes[name].label}
          </option>
        ))}
      </PlainSelect>
      {facts?.openDateOrder && holdsDays(column.type) && (
        <DateOrderSelect
          of={what}
          value={column.dateOrder ?? facts.openDateOrder}
          isDisabled={!column.include}
          onChange={(dateOrder) => onChange({ dateOrder })}
        />
      )}
      <span className={classes.reason}>{facts?.reason}</span>
    </>
  );
}

/** Only what the file's values allow can be switched on. */
function FlagsOfColumn({ column, facts, rows, onChange }: PartProps & { readonly rows: number }) {
  const what = column.label || column.source;
  const canBeUnique = facts?.distinct === undefined || facts.distinct === rows - facts.empty;
  const canBeKey = fieldTypeOf(column.type)?.import?.rowKey !== undefined && canBeUnique && facts?.empty === 0;
  return (
    <div className={classes.flags}>
      <Flag
        label="Required"
        of={what}
        checked={column.required || column.isKey}
        disabled={!column.include || column.isKey}
        onChange={(required) => onChange({ required })}
      />
      <Flag
        label="Unique"
        of={what}
        checked={column.unique || column.isKey}
        disabled={!column.include || column.isKey}
        onChange={(unique) => onChange({ unique })}
      />
      <Flag
        label="Key"
        of={what}
        checked={column.isKey}
        disabled={!column.include || (!column.isKey && !canBeKey)}
        onChange={(isKey) => onChange({ isKey })}
      />
    </div>
  );
}

function emptyWords(facts: ColumnFacts | undefined, rows: number): string {
  if (!facts) return "";
  const parts = [
    facts.empty === 0 ? "none empty" : facts.empty === rows ? "all empty" : `${facts.empty.toLocaleString("en")} empty`,
  ];
  if (facts.distinct !== undefined) parts.push(`${facts.distinct.toLocaleString("en")} different`);
  return parts.join(", ");
}

function Flag(props: {
  readonly label: string;
  readonly of: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className={classes.flag}>
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        aria-label={`${props.of}: ${props.label.toLowerCase()}`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
