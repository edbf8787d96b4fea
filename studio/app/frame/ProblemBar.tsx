import { Popover, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconChevronUp, IconCircleXFilled } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { confirmRules } from "#engine/edits/commands/access";
import type { Problem } from "#engine/problem";
import { problemGroups } from "#engine/review/problem-groups";
import { ProblemGroups } from "../../components/ProblemGroups.tsx";
import { useDraftActions, useDraftPart } from "../../draft-session/react/use-draft.ts";
import { placeOfProblem } from "../../navigation/problem-address.ts";
import { useScreenProblems } from "../../session/screen-problems.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./ProblemBar.module.css";

/** What is wrong with the drawing, at the foot, while something is: the first kind in words, all in a list. */
export function ProblemBar({ app }: { readonly app: AppSummary }) {
  const ofDraft = useDraftPart((view) => view.problems);
  const ofScreen = useScreenProblems((state) => state.problems);
  const problems = ofScreen.length === 0 ? ofDraft : [...ofDraft, ...ofScreen];
  const reader = useDraftPart((view) => view.reader);
  const { apply } = useDraftActions();
  const canEdit = useMay()("edit");
  const [isOpen, setOpen] = useState(false);
  const [first] = problems;
  const linkTo = (problem: Problem) => placeOfProblem({ reader, appId: app.id, problem });
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
              <div className={classes.list}>
                <ProblemGroups
                  problems={problems}
                  linkTo={linkTo}
                  onGo={() => setOpen(false)}
                  onConfirm={canEdit ? (ids) => apply(confirmRules(reader, ids)) : undefined}
                />
              </div>
            </Popover.Dropdown>
          </Popover>
          <p className={classes.first}>{problemGroups(problems)[0]?.message}</p>
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
  // Two hundred open models are one warning: of one kind, with one answer.
  const warnings = problemGroups(problems.filter((problem) => problem.severity === "warning")).length;
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
