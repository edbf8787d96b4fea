import { IconBolt, IconChevronRight } from "@tabler/icons-react";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import { useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../../presence/PresenceMark.tsx";
import { useFlowDesk } from "../flow-desk.ts";
import classes from "../flows.module.css";
import { StepIcon, sentenceOf } from "../step-editors.tsx";
import { triggerWords } from "../trigger-words.ts";
import type { TreeRow } from "./tree-rows.ts";

/** A step, a lane or the start of the flow as an item of the tree. */
export function TreeItem(props: {
  readonly row: TreeRow;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
  readonly onFold: () => void;
}) {
  const { row, isCurrent, onChoose, onFold } = props;
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={isCurrent}
      aria-expanded={row.isOpen}
      tabIndex={isCurrent ? 0 : -1}
      className={classes.treeItem}
      data-kind={row.kind}
      style={{ paddingInlineStart: 8 + (row.level - 1) * 18 }}
      onClick={onChoose}
      onKeyDown={() => {}}
    >
      {row.isOpen === undefined ? (
        <span className={classes.noFold} />
      ) : (
        <span
          className={classes.fold}
          data-open={row.isOpen || undefined}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          <IconChevronRight size={14} stroke={1.75} />
        </span>
      )}
      <RowText row={row} />
    </div>
  );
}

function RowText({ row }: { readonly row: TreeRow }) {
  const { reader, flow } = useFlowDesk();
  const problems = useProblemsOf(row.kind === "step" ? row.step.id : row.kind === "start" ? flow.id : undefined);
  switch (row.kind) {
    case "lane":
      return (
        <>
          <span className={classes.treeLane}>{row.label}</span>
          {row.lane.items.length === 0 && <span className={classes.treeName}>nothing yet</span>}
        </>
      );
    case "start":
      return (
        <>
          <IconBolt size={16} stroke={1.5} aria-hidden />
          <span className={classes.treeText}>{triggerWords(reader, flow)}</span>
          <ProblemDot problem={problems[0]} />
        </>
      );
    case "step":
      return (
        <>
          <StepIcon step={row.step} />
          <span className={classes.treeText}>{row.step.label ?? sentenceOf(reader, row.step)}</span>
          <span className={classes.treeName}>{row.step.name}</span>
          <ProblemDot problem={problems[0]} />
          <PresenceDots on={row.step.id} />
        </>
      );
  }
}
