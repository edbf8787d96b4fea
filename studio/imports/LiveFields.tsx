import type { ColumnFacts, LiveImport, LiveMapping } from "#contract/http/imports";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ColumnOptions } from "./ColumnOptions.tsx";
import { ColumnSamples } from "./ColumnSamples.tsx";
import classes from "./import-screen.module.css";
import { LiveFieldRow } from "./LiveFieldRow.tsx";
import { changeField, columnValue, entryOf, takeOf } from "./live-mapping.ts";

/** One row a field of the model: which column fills it, and what a value that does not fit does. */
export function LiveFields(props: {
  readonly live: LiveImport;
  readonly mapping: LiveMapping;
  readonly facts: readonly ColumnFacts[];
  readonly blocking: ReadonlySet<string>;
  readonly onChange: (mapping: LiveMapping) => void;
}) {
  const { live, mapping, facts, onChange } = props;
  const bySource = new Map(facts.map((fact) => [fact.source, fact]));
  return (
    <div>
      <h2 className={classes.sectionTitle}>Columns fill fields</h2>
      <section className={classes.scroll} tabIndex={0} aria-label="Fields of the model">
        <table className={classes.columns}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Filled from</th>
              <th scope="col">A value that does not fit</th>
              <th scope="col">In the file</th>
            </tr>
          </thead>
          <tbody>
            <KeyRow live={live} mapping={mapping} facts={facts} onChange={onChange} />
            {live.fields.map((field) => {
              const entry = entryOf(mapping, field.fieldId);
              const { take } = entry;
              return (
                <LiveFieldRow
                  key={field.fieldId}
                  field={field}
                  entry={entry}
                  facts={facts}
                  samples={take.from === "column" ? bySource.get(take.source) : undefined}
                  problem={live.problems.find(({ fieldId }) => fieldId === field.fieldId)?.message}
                  isBlocking={props.blocking.has(field.fieldId)}
                  dateOrder={live.dateOrder}
                  onChange={(change) => onChange(changeField(mapping, field.fieldId, change))}
                />
              );
            })}
          </tbody>
        </table>
      </section>
      {live.problems
        .filter(({ fieldId }) => fieldId === undefined)
        .map(({ message }) => (
          <p key={message} className={classes.cellProblem} role="alert">
            {message}
          </p>
        ))}
    </div>
  );
}

/** Where the ids of the rows come from. */
function KeyRow(props: {
  readonly live: LiveImport;
  readonly mapping: LiveMapping;
  readonly facts: readonly ColumnFacts[];
  readonly onChange: (mapping: LiveMapping) => void;
}) {
  const { live, mapping, facts, onChange } = props;
  return (
    <tr>
      <td>
        <span className={classes.fieldName}>id</span>
        <span className={classes.reason}>{live.keyType === "uuid" ? "UUID" : "Number"}</span>
      </td>
      <td>
        <div className={classes.fill}>
          <PlainSelect
            aria-label="Where ids come from"
            value={mapping.key === null ? "nothing" : columnValue(mapping.key)}
            onChange={(event) => {
              const take = takeOf(event.currentTarget.value, { from: "nothing" });
              onChange({ ...mapping, key: take.from === "column" ? take.source : null });
            }}
          >
            <option value="nothing">Given to each new row</option>
            <ColumnOptions facts={facts} />
          </PlainSelect>
        </div>
      </td>
      <td />
      <td>{mapping.key !== null && <ColumnSamples facts={facts.find(({ source }) => source === mapping.key)} />}</td>
    </tr>
  );
}
