import type { ReactNode } from "react";
import type { BadRow } from "#contract/http/imports";
import classes from "./import-screen.module.css";

/** What does not fit, of one column or of whole rows: the first of it, each with why, and the ways out as children. */
export function BadColumnRows(props: {
  readonly name: string;
  /** What its values were read as. */
  readonly readAs: ReactNode;
  /** What is likely behind it. */
  readonly hint?: string;
  readonly rows: readonly BadRow[];
  readonly children: ReactNode;
}) {
  const { name, rows } = props;
  return (
    <article className={classes.badColumn} aria-label={name}>
      <header className={classes.badHead}>
        <h3>
          {name} <span className={classes.quiet}>{props.readAs}</span>
        </h3>
        <div className={classes.badActions}>{props.children}</div>
      </header>
      <ul className={classes.badList}>
        {rows.slice(0, 5).map((row) => (
          <li key={`${row.row} ${row.message}`}>
            <span className={`${classes.quiet} tabular`}>Row {row.row.toLocaleString("en")}</span>
            {!row.isExtra && <code className={classes.badValue}>{row.value === "" ? "(empty)" : row.value}</code>}
            <span>{row.message}</span>
          </li>
        ))}
      </ul>
      {rows.length > 5 && <p className={classes.quiet}>and {rows.length - 5} more like these</p>}
      {props.hint && <p className={classes.quiet}>{props.hint}</p>}
    </article>
  );
}
