import { Button } from "@mantine/core";
import type { BadRow, ImportProposal } from "#contract/http/imports";
import { fieldTypeOf } from "#engine/field-types/registry";
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
          <article key={source} className={classes.badColumn} aria-label={column.label}>
            <header className={classes.badHead}>
              <h3>
                {column.label}{" "}
                <span className={classes.quiet}>as {fieldTypeOf(column.type)?.label ?? column.type.name}</span>
              </h3>
              <div className={classes.badActions}>
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
              </div>
            </header>
            <ul className={classes.badList}>
              {rows.slice(0, 5).map((row) => (
                <li key={row.row}>
                  <span className={`${classes.quiet} tabular`}>Row {row.row.toLocaleString("en")}</span>
                  <code className={classes.badValue}>{row.value === "" ? "(empty)" : row.value}</code>
                  <span>{row.message}</span>
                </li>
              ))}
            </ul>
            {rows.length > 5 && <p className={classes.quiet}>and {rows.length - 5} more like these</p>}
          </article>
        );
      })}
    </section>
  );
}
