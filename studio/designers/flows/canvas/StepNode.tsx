import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import { usePendingStateOf, useProblemsOf, useReader } from "../../../draft-session/react/use-draft.ts";
import { PresenceRing } from "../../../presence/PresenceMark.tsx";
import { StepIcon, sentenceOf } from "../step-editors.tsx";
import classes from "./FlowCanvas.module.css";
import type { StepNodeType } from "./flow-nodes.ts";

/** A step on the canvas: its icon, what it does in a sentence, and the name of its result. */
export const StepNode = memo(function StepNode({ data: { step, isChosen } }: NodeProps<StepNodeType>) {
  const reader = useReader();
  const problems = useProblemsOf(step.id);
  const state = usePendingStateOf(step.id);
  return (
    <button
      type="button"
      // The canvas has the focus, and arrow keys choose.
      tabIndex={-1}
      className={classes.step}
      data-step={step.id}
      data-state={state}
      data-chosen={isChosen || undefined}
      aria-current={isChosen || undefined}
    >
      <span className={classes.stepIcon}>
        <StepIcon step={step} />
      </span>
      <span className={classes.stepText}>
        <span className={classes.stepSentence}>{step.label ?? sentenceOf(reader, step)}</span>
        <span className={classes.stepName}>{step.name}</span>
      </span>
      <ProblemDot problem={problems[0]} />
      <PresenceRing on={step.id} />
    </button>
  );
});
