import type { ReactNode } from "react";
import type { Problem } from "#engine/problem";
import classes from "./FieldRow.module.css";
import { ProblemNote } from "./ProblemNote.tsx";
import { Refusal } from "./Refusal.tsx";

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
      {refusal === undefined ? null : <Refusal id={refusalId(htmlFor)} message={refusal} />}
      {problems.length === 0 ? null : (
        <div id={problemsId(htmlFor)} className={classes.problems}>
          {problems.map((problem) => (
            <ProblemNote key={problem.code + problem.message} problem={problem} />
          ))}
        </div>
      )}
    </div>
  );
}

/** Of what is said beneath a control, for a row that is laid out otherwise. */
export const refusalId = (control: string | undefined) => `${control ?? "group"}-refusal`;
export const problemsId = (control: string | undefined) => `${control ?? "group"}-problems`;

/** Mantine's `attributes` of a control in a `FieldRow`: it is described by what is said beneath it. */
export function describedIn(
  control: string,
  { refusal, problems = [] }: Pick<Props, "refusal" | "problems">,
): { readonly input?: { readonly "aria-describedby": string } } {
  const ids = [
    ...(refusal === undefined ? [] : [refusalId(control)]),
    ...(problems.length === 0 ? [] : [problemsId(control)]),
  ];
  return ids.length === 0 ? {} : { input: { "aria-describedby": ids.join(" ") } };
}
