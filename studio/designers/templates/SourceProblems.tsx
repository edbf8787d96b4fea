import type { Problem } from "#engine/problem";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import classes from "./templates.module.css";

/** What is wrong, line by line; a line's number leads to it. */
export function SourceProblems(props: {
  readonly problems: readonly Problem[];
  readonly onGo: (problem: Problem) => void;
}) {
  if (props.problems.length === 0) return null;
  return (
    <section className={classes.problems} aria-label="Problems of this template">
      <ul>
        {props.problems.map((problem) => (
          <li key={`${problem.code} ${problem.at?.start} ${problem.message}`} className={classes.problem}>
            <button type="button" className={`${classes.position} tabular`} onClick={() => props.onGo(problem)}>
              line {problem.at?.line ?? 1}
            </button>
            <ProblemNote problem={problem} />
          </li>
        ))}
      </ul>
    </section>
  );
}
