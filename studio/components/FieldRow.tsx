import type { ReactNode } from "react";
import type { Problem } from "#engine/problem";
import classes from "./FieldRow.module.css";
import { ProblemNote } from "./ProblemNote.tsx";

interface Props {
  readonly label: string;
  /** The id of the control it names. Leave it out when the children bring their own labels (a group). */
  readonly htmlFor?: string;
  readonly help?: ReactNode;
  /** What it means in Postgres, in grey mono. */
  readonly physical?: string;
  readonly problems?: readonly Problem[];
  /** Why what was typed was not taken. */
  readonly refusal?: string | undefined;
  readonly children: ReactNode;
}

/** A property in a form or an inspector: its label, its control, what is wrong with it. */
export function FieldRow({ label, htmlFor, help, physical, problems = [], refusal, children }: Props) {
  return (
    <div className={classes.row} {...(htmlFor ? {} : { role: "group", "aria-label": label })}>
      <div className={classes.labels}>
        {htmlFor ? (
          <label className={classes.label} htmlFor={htmlFor}>
            {label}
          </label>
        ) : (
          <span className={classes.label}>{label}</span>
        )}
        {physical ? <code className={classes.physical}>{physical}</code> : null}
      </div>
      {children}
      {help ? <p className={classes.help}>{help}</p> : null}
      {refusal === undefined ? null : (
        <div role="alert">
          <ProblemNote problem={{ severity: "error", message: refusal }} />
        </div>
      )}
      {problems.map((problem) => (
        <ProblemNote key={problem.code + problem.message} problem={problem} />
      ))}
    </div>
  );
}
