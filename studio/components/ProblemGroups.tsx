import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleXFilled } from "@tabler/icons-react";
import { Link } from "react-router";
import { confirmableWarnings } from "#engine/checks/check-access";
import type { RecordId } from "#engine/definition/ids";
import type { Problem } from "#engine/problem";
import { type ProblemGroup, problemGroups } from "#engine/review/problem-groups";
import classes from "./ProblemGroups.module.css";

interface Props {
  readonly problems: readonly Problem[];
  readonly linkTo: (problem: Problem) => string;
  /** A link was followed. */
  readonly onGo?: (() => void) | undefined;
  /** "That is meant", of warnings that can be confirmed; absent where nothing can be changed. */
  readonly onConfirm?: ((recordIds: readonly RecordId[]) => void) | undefined;
}

/** More links than these help nobody. */
const SHOWN = 200;

/** One sentence for each kind of problem; how often it occurs, and where, behind it. */
export function ProblemGroups({ problems, linkTo, onGo, onConfirm }: Props) {
  return (
    <ul className={classes.groups}>
      {problemGroups(problems).map((group) => (
        <li key={group.code} className={classes.group}>
          {group.problems.length === 1 && group.problems[0] ? (
            <Place problem={group.problems[0]} linkTo={linkTo} onGo={onGo} hasIcon />
          ) : (
            <details>
              <summary className={classes.summary}>
                <SeverityIcon severity={group.severity} />
                <span>{group.message}</span>
                <span className={classes.count}>{group.problems.length} places</span>
              </summary>
              <ul className={classes.places}>
                {group.problems.slice(0, SHOWN).map((problem) => (
                  <li key={`${problem.recordId}${problem.property}${problem.message}`}>
                    <Place problem={problem} linkTo={linkTo} onGo={onGo} />
                  </li>
                ))}
              </ul>
              {group.problems.length > SHOWN ? (
                <p className={classes.hint}>And {group.problems.length - SHOWN} more.</p>
              ) : null}
            </details>
          )}
          {onConfirm && confirmableWarnings.has(group.code) ? (
            <Button size="compact-xs" variant="default" onClick={() => onConfirm(recordsOf(group))}>
              {group.problems.length === 1 ? "That is meant" : "All of them are meant"}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const recordsOf = (group: ProblemGroup): readonly RecordId[] =>
  group.problems.flatMap(({ recordId }) => (recordId === undefined ? [] : [recordId]));

/** What is wrong at one place, as a link to it. */
function Place(props: Pick<Props, "linkTo" | "onGo"> & { readonly problem: Problem; readonly hasIcon?: boolean }) {
  const { problem } = props;
  return (
    <Link to={props.linkTo(problem)} className={classes.place} onClick={props.onGo}>
      {props.hasIcon ? <SeverityIcon severity={problem.severity} /> : null}
      <span>
        {problem.message}
        {problem.hint ? <span className={classes.hint}> {problem.hint}</span> : null}
      </span>
    </Link>
  );
}

function SeverityIcon({ severity }: Pick<Problem, "severity">) {
  return severity === "error" ? (
    <IconCircleXFilled size={14} className={classes.error} aria-label="Error" />
  ) : (
    <IconAlertTriangle size={14} stroke={1.75} className={classes.warning} aria-label="Warning" />
  );
}
