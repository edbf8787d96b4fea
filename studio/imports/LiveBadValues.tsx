import { Button } from "@mantine/core";
import type { BadRow, LiveMapping } from "#contract/http/imports";
import { BadColumnRows } from "./BadColumnRows.tsx";
import { ExtraCellRows } from "./ExtraCellRows.tsx";
import { type BadColumn, changeField } from "./live-mapping.ts";
import { MisfitSection } from "./MisfitSection.tsx";

/** The dry run's findings: by column, the rows that do not fit, why, and the ways out. */
export function LiveBadValues(props: {
  readonly mapping: LiveMapping;
  readonly columns: readonly BadColumn[];
  /** Rows with too many cells. */
  readonly extras: readonly BadRow[];
  readonly badValues: number;
  readonly isTrying: boolean;
  readonly onChange: (mapping: LiveMapping) => void;
}) {
  const { mapping, columns, extras, onChange } = props;
  if (columns.length === 0 && extras.length === 0) return null;
  const shown = [...extras, ...columns.flatMap(({ rows }) => rows)];
  return (
    <MisfitSection badValues={props.badValues} shown={shown} isBusy={props.isTrying}>
      {extras.length > 0 && (
        <ExtraCellRows rows={extras} onChange={(onExtraCells) => onChange({ ...mapping, onExtraCells })} />
      )}
      {columns.map((column) => (
        <MisfitColumn key={column.source} column={column} mapping={mapping} onChange={onChange} />
      ))}
    </MisfitSection>
  );
}

function MisfitColumn(props: {
  readonly column: BadColumn;
  readonly mapping: LiveMapping;
  readonly onChange: (mapping: LiveMapping) => void;
}) {
  const { mapping, onChange } = props;
  const { source, fields, rows } = props.column;
  const { existing } = mapping;
  const set = (onBadValue: "blank" | "skip_row") =>
    onChange(fields.reduce((all, { fieldId }) => changeField(all, fieldId, { onBadValue }), mapping));
  const canBeEmpty =
    fields.length > 0 &&
    fields.every(({ required, fieldId }) => !required && !(existing.do === "update" && existing.matchBy === fieldId));
  return (
    <BadColumnRows
      name={source}
      readAs={
        fields.length === 0
          ? "as the rows’ ids"
          : fields.every(({ label }) => label === source)
            ? null
            : `as ${fields.map(({ label }) => label).join(", ")}`
      }
      rows={rows}
    >
      {fields.length === 0 ? (
        <Button size="xs" variant="default" onClick={() => onChange({ ...mapping, key: null })}>
          Give new ids instead
        </Button>
      ) : (
        <>
          {canBeEmpty && (
            <Button size="xs" variant="default" onClick={() => set("blank")}>
              Leave these empty
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => set("skip_row")}>
            Skip these rows
          </Button>
        </>
      )}
    </BadColumnRows>
  );
}
