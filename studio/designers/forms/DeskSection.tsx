import type { ReactNode } from "react";
import classes from "./forms.module.css";

/** A titled part of the form's own column. */
export function DeskSection(props: {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={props.title}>
      <h2 className={classes.sectionTitle}>{props.title}</h2>
      {props.about ? <p className={classes.help}>{props.about}</p> : null}
      {props.children}
    </section>
  );
}
