import { Button } from "@mantine/core";
import type { BadRow, BadValueAction, ImportProposal, ProposedColumn } from "#contract/http/imports";
import { fieldTypeOf } from "#engine/field-types/registry";
import { BadColumnRows } from "./BadColumnRows.tsx";
import { ExtraCellRows } from "./ExtraCellRows.tsx";
import classes from "./import-screen.module.css";
import { MisfitSection } from "./MisfitSection.tsx";
import type { ColumnChange } from "./proposal.ts";
import type { DryRun } from "./use-proposal.ts";
import { widenType } from "./widen-type.ts";

/** The dry run's findings: by column, the rows that do not fit, why, and three ways out. */
export function BadValues(props: {
  readonly proposal: ImportProposal;
  readonly dryRun: DryRun;
  readonly blocking: ReadonlyMap<string, readonly BadRow[]>;
  /** Rows with too many cells. */
  readonly extras: readonly BadRow[];
  readonly extraColumns: number;
  readonly isChecking: boolean;
  readonly failure: string | undefined;
  readonly onChange: (source: string, change: ColumnChange) => void;
  readonly onExtraCells: (action: BadValueAction) => void;
  readonly onKeepExtraCells: () => void;
}) {
  const { proposal, dryRun, blocking, extras } = props;
  if (props.failure) {
    return (
      <p role="alert" className={classes.failure}>
        The rows could not be checked: {props.failure}
      </p>
    );
  }
  if (blocking.size === 0 && extras.length === 0) return null;
  const shown = [...extras, ...[...blocking.values()].flat()];
  return (
    <MisfitSection badValues={dryRun.badValues} shown={shown} isBusy={props.isChecking}>
      {extras.length > 0 && (
        <ExtraCellRows
          rows={extras}
          onChange={props.onExtraCells}
          keep={{ columns: props.extraColumns, onKeep: props.onKeepExtraCells }}
        />
      )}
      {[...blocking].map(([source, rows]) => {
        const column = proposal.columns.find((each) => each.source === source);
        if (!column) return null;
        return (
          <MisfitColumn
            key={source}
            column={column}
            rows={rows}
            onChange={(change) => props.onChange(source, change)}
          />
        );
      })}
    </MisfitSection>
  );
}

function MisfitColumn(props: {
  readonly column: ProposedColumn;
  readonly rows: readonly BadRow[];
  readonly onChange: (change: ColumnChange) => void;
}) {
  const { column, rows, onChange } = props;
  const wider = widenType(
    column.type,
    rows.map(({ value }) => value),
  );
  return (
    <BadColumnRows
      name={column.label}
      readAs={<>as {fieldTypeOf(column.type)?.label ?? column.type.name}</>}
      rows={rows}
    >
      {wider && (
        <Button size="xs" variant="light" onClick={() => onChange({ type: wider })}>
          {wider.name === column.type.name
            ? "Allow longer values"
            : `Make it ${(fieldTypeOf(wider)?.label ?? wider.name).toLowerCase()}`}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => onChange({ onBadValue: "blank" })}>
        Leave these empty
      </Button>
      <Button size="xs" variant="default" onClick={() => onChange({ onBadValue: "skip_row" })}>
        Skip these rows
      </Button>
    </BadColumnRows>
  );
}
