import type { ReactNode } from "react";
import classes from "./LineItem.module.css";

/** A thing in a list: its name, what it is, and at its right what is known of it and what can be done. */
export function LineItem(props: {
  readonly name: ReactNode;
  readonly about: ReactNode;
  /** Under the name: a reason, a problem. */
  readonly notes?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <li className={classes.line}>
      <div className={classes.what}>
        <strong>{props.name}</strong>
        <span className={classes.about}>{props.about}</span>
        {props.notes}
      </div>
      {props.children}
    </li>
  );
}
