import type { ColumnFacts, LiveField } from "#contract/http/imports";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ColumnOptions } from "./ColumnOptions.tsx";
import classes from "./import-screen.module.css";
import { type Take, takeOf, takeValue } from "./live-mapping.ts";

/** Where a field's values come from: nothing, one value for all rows, or a column of the file. */
export function TakeOfField(props: {
  readonly field: LiveField;
  readonly take: Take;
  readonly facts: readonly ColumnFacts[];
  readonly isInvalid: boolean;
  readonly onChange: (take: Take) => void;
}) {
  const { field, take, onChange } = props;
  return (
    <div className={classes.fill}>
      <PlainSelect
        aria-label={`Where ${field.label} comes from`}
        aria-invalid={props.isInvalid}
        value={takeValue(take)}
        onChange={(event) => onChange(takeOf(event.currentTarget.value, take))}
      >
        <option value="nothing">
          {field.isList
            ? "Nothing: no links are made"
            : field.hasDefault
              ? "Its default"
              : field.isAutomatic
                ? "Filled in automatically"
                : "Nothing: left empty"}
        </option>
        {!field.unique && !field.isAutomatic && <option value="fixed">One value for all rows</option>}
        <ColumnOptions facts={props.facts} />
      </PlainSelect>
      {take.from === "fixed" && (
        <input
          className={`${classes.input} ${classes.below}`}
          value={take.value}
          maxLength={10_000}
          aria-label={`${field.label} of all rows`}
          placeholder={field.relation ? `${field.isList ? "ids" : "id"} of a ${field.relation.label}` : "the value"}
          onChange={(event) => onChange({ from: "fixed", value: event.currentTarget.value })}
        />
      )}
      {take.from === "column" && field.relation && (
        <MatchSelect relation={field.relation} take={take} onChange={onChange} />
      )}
    </div>
  );
}

/** By what the rows that a relation points to are found. */
function MatchSelect(props: {
  readonly relation: NonNullable<LiveField["relation"]>;
  readonly take: Extract<Take, { readonly from: "column" }>;
  readonly onChange: (take: Take) => void;
}) {
  const { relation, take, onChange } = props;
  return (
    <div className={`${classes.fill} ${classes.below}`}>
      <PlainSelect
        aria-label={`By what ${relation.label} is found`}
        value={take.matchBy ?? "key"}
        onChange={(event) =>
          onChange({ ...take, matchBy: event.currentTarget.value as NonNullable<typeof take.matchBy> })
        }
      >
        <option value="key">finds {relation.label} by id</option>
        {relation.matchable.map(({ fieldId, label }) => (
          <option key={fieldId} value={fieldId}>
            finds {relation.label} by {label}
          </option>
        ))}
      </PlainSelect>
    </div>
  );
}
