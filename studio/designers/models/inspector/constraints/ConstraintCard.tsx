import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { ConstraintRecord } from "#engine/definition/records/constraint";
import { changeConstraint, deleteConstraint } from "#engine/edits/commands/constraints";
import { constraintSentence } from "#engine/review/describe-constraint";
import { CommittedText } from "../../../../draft-session/react/CommittedText.tsx";
import { useDraftActions, useProblemsOf, useReader } from "../../../../draft-session/react/use-draft.ts";
import { propertyId } from "../property-id.ts";
import { RecordProblems } from "../RecordProblems.tsx";
import { BreakingRows } from "./BreakingRows.tsx";
import { ConstraintOptions } from "./ConstraintOptions.tsx";
import classes from "./constraints.module.css";
import { Sentence } from "./Sentence.tsx";

interface Props {
  readonly constraint: ConstraintRecord;
  readonly isOpenFirst: boolean;
}

/** A constraint as its sentence; open, the words of the sentence can be chosen. */
export function ConstraintCard({ constraint, isOpenFirst }: Props) {
  const reader = useReader();
  const { apply, attempt } = useDraftActions();
  const [isOpen, setOpen] = useState(isOpenFirst);
  const problems = useProblemsOf(constraint.id);
  const { id: constraintId, type, message, code } = constraint;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.card}>
      <button
        id={propertyId(constraintId)}
        type="button"
        className={classes.head}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={14} stroke={1.75} aria-hidden="true" />
        <Sentence parts={constraintSentence(reader, constraint)} />
      </button>
      {problems.some(({ severity }) => severity === "error") ? null : <BreakingRows constraint={constraint} />}
      {isOpen ? (
        <div className={classes.body}>
          <ConstraintOptions
            constraint={constraint}
            type={type}
            onChange={(changed) => attempt(changeConstraint(reader, { constraintId, type: changed }))}
          />
          <CommittedText
            id={`constraint-${constraintId}-message`}
            label="What people are told"
            value={message}
            maxLength={300}
            onSave={(text) => attempt(changeConstraint(reader, { constraintId, message: text }))}
          />
          <CommittedText
            id={`constraint-${constraintId}-code`}
            label="Code for programs"
            value={code}
            maxLength={60}
            isCode
            placeholder="None"
            onSave={(text) => attempt(changeConstraint(reader, { constraintId, code: text }))}
          />
          <RecordProblems recordId={constraintId} except={["type"]} />
          <div className={classes.foot}>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              onClick={() => apply(deleteConstraint(reader, { constraintId }))}
            >
              Delete
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
