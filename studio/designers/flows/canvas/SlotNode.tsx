import { IconPlus } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { useFlowDesk } from "../flow-desk.ts";
import { slotWords } from "../place-words.ts";
import classes from "./FlowCanvas.module.css";
import type { SlotNodeType } from "./flow-nodes.ts";

/** The button that adds a step on a line; a step that is dragged to it goes there. */
export function SlotNode({ data: { slot, isTarget } }: NodeProps<SlotNodeType>) {
  const { reader, outline, add } = useFlowDesk();
  return (
    <button
      type="button"
      className={`${classes.slot} nodrag nopan`}
      data-target={isTarget || undefined}
      data-last={slot.isLast || undefined}
      aria-label={slotWords(reader, outline, slot)}
      onClick={() => add({ parentId: slot.parentId, lane: slot.lane, index: slot.index })}
    >
      <IconPlus size={14} stroke={2} aria-hidden />
    </button>
  );
}
