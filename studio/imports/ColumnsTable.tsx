import type { BadRow, ColumnFacts, ImportProposal, ProposedColumn } from "#contract/http/imports";
import { type FieldTypeName, fieldTypeOf, fieldTypes, holdsDays } from "#engine/field-types/registry";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { DateOrderSelect } from "./DateOrderSelect.tsx";
import classes from "./import-screen.module.css";
import { type ColumnChange, importableTypes, type ProposalProblem, typeFor } from "./proposal.ts";

/**
 * One row a column of the file. Native inputs, so that five hundred columns stay quick and every key works as people
 * know it.
 */
export function ColumnsTable(props: {
  readonly proposal: ImportProposal;
  readonly facts: readonly ColumnFacts[];
  readonly rows: number;
  readonly problems: readonly ProposalProblem[];
  readonly blocking: ReadonlyMap<string, readonly BadRow[]>;
  readonly onChange: (source: string, change: ColumnChange) => void;
}) {
  const facts = new Map(props.facts.map((fact) => [fact.source, fact]));
  return (
    <div>
      <h2 className={classes.sectionTitle}>Columns become fields</h2>
      <section className={classes.scroll} tabIndex={0} aria-label="Columns of the file">
        <table className={classes.columns}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Include</span>
              </th>
              <th scope="col">Field</th>
              <th scope="col">Type</th>
              <th scope="col">Rules</th>
              <th scope="col">A value that does not fit</th>
              <th scope="col">In the file</th>
            </tr>
          </thead>
          <tbody>
            {props.proposal.columns.map((column) => (
              <ColumnRow
                key={column.source}
                column={column}
                facts={facts.get(column.source)}
                rows={props.rows}
                problem={props.problems.find((problem) => problem.source === column.source)?.message}
                isBlocking={props.blocking.has(column.source)}
                onChange={(change) => props.onChange(column.source, change)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function ColumnRow(props: {
  readonly column: ProposedColumn;
  readonly facts: ColumnFacts | undefined;
  readonly rows: number;
  readonly problem: string | undefined;
  readonly isBlocking: boolean;
  readonly onChange: (change: ColumnChange) => void;
}) {
  const { column, facts, onChange } = props;
  const what = column.label || column.source;
  const canBeUnique = facts?.distinct === undefined || facts.distinct === props.rows - facts.empty;
  const canBeKey = fieldTypeOf(column.type)?.import?.rowKey !== undefined && canBeUnique && facts?.empty === 0;
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
      </td>
      <td>
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
