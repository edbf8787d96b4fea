import { Button } from "@mantine/core";
import type { BadRow, ImportProposal } from "#contract/http/imports";
import { fieldTypeOf } from "#engine/field-types/registry";
import { BadColumnRows } from "./BadColumnRows.tsx";
import classes from "./import-screen.module.css";
import type { ColumnChange } from "./proposal.ts";
import type { DryRun } from "./use-proposal.ts";
import { widenType } from "./widen-type.ts";

/** The dry run's findings: by column, the rows that do not fit, why, and three ways out. */
export function BadValues(props: {
  readonly proposal: ImportProposal;
  readonly dryRun: DryRun;
  readonly blocking: ReadonlyMap<string, readonly BadRow[]>;
  readonly isChecking: boolean;
  readonly failure: string | undefined;
  readonly onChange: (source: string, change: ColumnChange) => void;
}) {
  const { proposal, dryRun, blocking } = props;
  if (props.failure) {
    return (
      <p role="alert" className={classes.failure}>
        The rows could not be checked: {props.failure}
      </p>
    );
  }
  if (blocking.size === 0) return null;
  const shown = [...blocking.values()].reduce((sum, rows) => sum + rows.length, 0);
  return (
    <section className={classes.bad} aria-label="Values that do not fit" aria-busy={props.isChecking}>
      <h2 className={classes.badTitle}>
        {dryRun.badValues > shown
          ? `${dryRun.badValues.toLocaleString("en")} values do not fit; the first ${shown} are here`
          : `${shown} ${shown === 1 ? "value does" : "values do"} not fit`}
      </h2>
      {[...blocking].map(([source, rows]) => {
        const column = proposal.columns.find((each) => each.source === source);
        if (!column) return null;
        const wider = widenType(column.type);
        return (
          <BadColumnRows
            key={source}
            name={column.label}
            readAs={<>as {fieldTypeOf(column.type)?.label ?? column.type.name}</>}
            rows={rows}
          >
            {wider && (
              <Button size="xs" variant="light" onClick={() => props.onChange(source, { type: wider })}>
                Make it {(fieldTypeOf(wider)?.label ?? wider.name).toLowerCase()}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => props.onChange(source, { onBadValue: "blank" })}>
              Leave these empty
            </Button>
            <Button size="xs" variant="default" onClick={() => props.onChange(source, { onBadValue: "skip_row" })}>
              Skip these rows
            </Button>
          </BadColumnRows>
        );
      })}
    </section>
  );
}
