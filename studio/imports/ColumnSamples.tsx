import type { ColumnFacts } from "#contract/http/imports";
import classes from "./import-screen.module.css";

/** Some values of a column, and how many are empty or different. */
export function ColumnSamples({ facts }: { readonly facts: ColumnFacts | undefined }) {
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
