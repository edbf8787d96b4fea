import type { Problem } from "#engine/problem";
import classes from "./ProblemDot.module.css";

/** Says in a line of a list that its record has a problem; nothing where it has none. */
export function ProblemDot({ problem }: { readonly problem: Pick<Problem, "severity" | "message"> | undefined }) {
  return problem ? <span className={classes.dot} data-severity={problem.severity} title={problem.message} /> : null;
}
