import type { ReactNode } from "react";
import classes from "./Sentence.module.css";

/** A sentence with what it means for Postgres beneath, in grey mono, for those who want it. */
export function Sentence({ children, physical }: { readonly children: ReactNode; readonly physical?: string }) {
  return (
    <p className={classes.sentence}>
      {children}
      {physical ? <code className={classes.physical}>{physical}</code> : null}
    </p>
  );
}
