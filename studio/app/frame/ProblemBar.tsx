import { Popover, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconChevronUp, IconCircleXFilled } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { Problem } from "#engine/problem";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../navigation/record-address.ts";
import classes from "./ProblemBar.module.css";

/** What is wrong with the drawing, at the foot, while something is: the first one in words, all in a list. */
export function ProblemBar({ app }: { readonly app: AppSummary }) {
  const problems = useDraftPart((view) => view.problems);
  const reader = useDraftPart((view) => view.reader);
  const [isOpen, setOpen] = useState(false);
  const [first] = problems;
  const linkTo = (problem: Problem) =>
    placeOfRecord({
      reader,
      appId: app.id,
      recordId: problem.recordId,
      property: problem.property,
      at: problem.at?.start,
    });
  return (
    <section aria-label="Problems" className={classes.bar} hidden={!first}>
      {first ? (
        <>
          <Popover opened={isOpen} onChange={setOpen} position="top-start" trapFocus withRoles width={480}>
            <Popover.Target>
              <UnstyledButton className={classes.counts ?? ""} onClick={() => setOpen(!isOpen)}>
                <Counts problems={problems} />
                <IconChevronUp size={12} stroke={1.75} aria-hidden="true" />
              </UnstyledButton>
            </Popover.Target>
            <Popover.Dropdown p={4}>
              <ul className={classes.list}>
                {problems.slice(0, 200).map((problem) => (
                  <li key={`${problem.code}${problem.recordId}${problem.property}${problem.message}`}>
                    <Link to={linkTo(problem)} className={classes.item} onClick={() => setOpen(false)}>
                      <SeverityIcon problem={problem} />
                      <span>
                        {problem.message}
                        {problem.hint ? <span className={classes.hint}> {problem.hint}</span> : null}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </Popover.Dropdown>
          </Popover>
          <p className={classes.first}>{first.message}</p>
          <Link to={linkTo(first)} className={classes.go}>
            → go there
          </Link>
        </>
      ) : null}
    </section>
  );
}

function Counts({ problems }: { readonly problems: readonly Problem[] }) {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  return (
    <>
      {errors > 0 ? (
        <span data-severity="error">
          <IconCircleXFilled size={14} aria-hidden="true" /> {errors} {errors === 1 ? "problem" : "problems"}
        </span>
      ) : null}
      {warnings > 0 ? (
        <span data-severity="warning">
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" /> {warnings}{" "}
          {warnings === 1 ? "warning" : "warnings"}
        </span>
      ) : null}
    </>
  );
}

function SeverityIcon({ problem }: { readonly problem: Problem }) {
  return problem.severity === "error" ? (
    <IconCircleXFilled size={14} className={classes.error} aria-label="Error" />
  ) : (
    <IconAlertTriangle size={14} stroke={1.75} className={classes.warning} aria-label="Warning" />
  );
}
