import type { ColumnFacts, LiveField, LiveImport, LiveMapping } from "#contract/http/imports";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { type FieldTypeName, fieldTypes, holdsDays } from "#engine/field-types/registry";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { DateOrderSelect } from "./DateOrderSelect.tsx";
import classes from "./import-screen.module.css";
import { changeField, columnValue, entryOf, takeOf, takeValue } from "./live-mapping.ts";

type Entry = LiveMapping["fields"][number];

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
                    <Columns facts={facts} />
                  </PlainSelect>
                </div>
              </td>
              <td />
              <td>{mapping.key !== null && <Samples facts={bySource.get(mapping.key)} />}</td>
            </tr>
            {live.fields.map((field) => {
              const entry = entryOf(mapping, field.fieldId);
              const { take } = entry;
              return (
                <FieldRow
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

function FieldRow(props: {
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
    fieldTypes[field.type as FieldTypeName]?.label ?? field.type,
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
        <div className={classes.fill}>
          <PlainSelect
            aria-label={`Where ${field.label} comes from`}
            aria-invalid={problem !== undefined}
            value={takeValue(take)}
            onChange={(event) => onChange({ take: takeOf(event.currentTarget.value, take) })}
          >
            <option value="nothing">
              {field.hasDefault ? "Its default" : field.isAutomatic ? "Filled by itself" : "Nothing: left empty"}
            </option>
            {!field.unique && !field.isAutomatic && <option value="fixed">One value for all rows</option>}
            <Columns facts={props.facts} />
          </PlainSelect>
          {take.from === "fixed" && (
            <input
              className={`${classes.input} ${classes.below}`}
              value={take.value}
              maxLength={10_000}
              aria-label={`${field.label} of all rows`}
              placeholder={field.relation ? `id of a ${field.relation.label}` : "the value"}
              onChange={(event) => onChange({ take: { from: "fixed", value: event.currentTarget.value } })}
            />
          )}
          {take.from === "column" && field.relation && (
            <div className={`${classes.fill} ${classes.below}`}>
              <PlainSelect
                aria-label={`By what ${field.relation.label} is found`}
                value={take.matchBy ?? "key"}
                onChange={(event) =>
                  onChange({
                    take: { ...take, matchBy: event.currentTarget.value as NonNullable<typeof take.matchBy> },
                  })
                }
              >
                <option value="key">finds {field.relation.label} by id</option>
                {field.relation.matchable.map(({ fieldId, label }) => (
                  <option key={fieldId} value={fieldId}>
                    finds {field.relation?.label} by {label}
                  </option>
                ))}
              </PlainSelect>
            </div>
          )}
        </div>
        {isColumn && props.samples?.openDateOrder && holdsDays({ name: field.type }) && (
          <div className={`${classes.fill} ${classes.below}`}>
            <DateOrderSelect
              of={field.label}
              value={entry.dateOrder ?? props.dateOrder ?? props.samples.openDateOrder}
              onChange={(dateOrder) => onChange({ dateOrder })}
            />
          </div>
        )}
        {problem && <span className={classes.cellProblem}>{problem}</span>}
      </td>
      <td>
        {isColumn && (
          <div className={classes.fill}>
            <PlainSelect
              value={entry.onBadValue}
              aria-label={`When a value of ${field.label} does not fit`}
              onChange={(event) => onChange({ onBadValue: event.currentTarget.value as Entry["onBadValue"] })}
            >
              <option value="refuse">Stop and tell me</option>
              {!field.required && <option value="blank">Leave it empty</option>}
              <option value="skip_row">Skip the row</option>
            </PlainSelect>
          </div>
        )}
      </td>
      <td>{props.samples && <Samples facts={props.samples} />}</td>
    </tr>
  );
}

function Columns({ facts }: { readonly facts: readonly ColumnFacts[] }) {
  return (
    <optgroup label="Columns of the file">
      {facts.map(({ source }) => (
        <option key={source} value={columnValue(source)}>
          {source.length > 80 ? `${source.slice(0, 79)}…` : source}
        </option>
      ))}
    </optgroup>
  );
}

function Samples({ facts }: { readonly facts: ColumnFacts | undefined }) {
  if (!facts) return null;
  return (
    <>
      <span className={classes.samples}>{facts.samples.slice(0, 4).join(" · ")}</span>
      <span className={classes.reason}>
        {facts.empty === 0 ? "none empty" : `${facts.empty.toLocaleString("en")} empty`}
        {facts.distinct === undefined ? "" : `, ${facts.distinct.toLocaleString("en")} different`}
      </span>
    </>
  );
}
