import { IconAlertTriangle, IconCircleXFilled } from "@tabler/icons-react";
import type { Problem } from "#engine/problem";
import classes from "./ProblemNote.module.css";

/** A problem on what caused it: what is wrong, and what to do. */
export function ProblemNote({ problem }: { readonly problem: Pick<Problem, "severity" | "message" | "hint"> }) {
  const isError = problem.severity === "error";
  const Icon = isError ? IconCircleXFilled : IconAlertTriangle;
  return (
    <p className={classes.note} data-severity={problem.severity}>
      <Icon size={14} stroke={1.75} className={classes.icon} aria-label={isError ? "Error" : "Warning"} />
      <span>
        {problem.message}
        {problem.hint ? <span className={classes.hint}> {problem.hint}</span> : null}
      </span>
    </p>
  );
}
