import type { ReactNode } from "react";
import type { BadRow } from "#contract/http/imports";
import { misfitTitle } from "./extra-cells.ts";
import classes from "./import-screen.module.css";

/** Around the rows that do not fit: how many they are, of all and of those that are listed. */
export function MisfitSection(props: {
  /** Of all rows; the server lists the first hundred. */
  readonly badValues: number;
  readonly shown: readonly BadRow[];
  readonly isBusy: boolean;
  readonly children: ReactNode;
}) {
  const { shown } = props;
  return (
    <section className={classes.bad} aria-label="Values that do not fit" aria-busy={props.isBusy}>
      <h2 className={classes.badTitle}>{misfitTitle(shown.length >= 100 ? props.badValues : 0, shown)}</h2>
      {props.children}
    </section>
  );
}
