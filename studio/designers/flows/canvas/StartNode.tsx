import { IconBolt } from "@tabler/icons-react";
import type { Node, NodeProps } from "@xyflow/react";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import { useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { useFlowDesk } from "../flow-desk.ts";
import { triggerWords } from "../trigger-words.ts";
import classes from "./FlowCanvas.module.css";

/** Where the flow begins: what starts it. */
export function StartNode({ data: { isChosen } }: NodeProps<Node<{ readonly isChosen: boolean }, "start">>) {
  const { reader, flow } = useFlowDesk();
  const problems = useProblemsOf(flow.id);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.step}
      data-start
      data-chosen={isChosen || undefined}
      aria-current={isChosen || undefined}
    >
      <span className={classes.stepIcon}>
        <IconBolt size={16} stroke={1.5} aria-hidden />
      </span>
      <span className={classes.stepText}>
        <span className={classes.stepSentence}>{triggerWords(reader, flow)}</span>
        <span className={classes.stepName}>{flow.name}</span>
      </span>
      <ProblemDot problem={problems[0]} />
    </button>
  );
}
