import type { BadRow, ColumnFacts, ImportProposal } from "#contract/http/imports";
import { ColumnRow } from "./ColumnRow.tsx";
import classes from "./import-screen.module.css";
import type { ColumnChange, ProposalProblem } from "./proposal.ts";

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
