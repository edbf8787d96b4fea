import type { NodeChange } from "@xyflow/react";
import { useState } from "react";
import type { StepId } from "#engine/definition/ids";
import type { StepRecord } from "#engine/definition/records/flow";
import { type DrawnSlot, type FlowDrawing, type Slot, STEP_HEIGHT, STEP_WIDTH } from "#engine/flows/lay-out";
import type { FlowOutline } from "#engine/flows/outline-flow";
import { canMoveTo } from "#engine/flows/step-moves";
import type { Dragged, FlowNode } from "./flow-nodes.ts";

const REACH = 140;

/** A step that is dragged goes to the nearest place for a step when it is let go; far from all it glides back. */
export function useDragToSlot(input: {
  readonly drawing: FlowDrawing;
  readonly outline: FlowOutline<StepRecord>;
  readonly move: (stepId: StepId, slot: Slot) => void;
}) {
  const { drawing, outline, move } = input;
  const [dragged, setDragged] = useState<Dragged>();
  const target = dragged && nearestSlot(drawing, outline, dragged);
  return {
    dragged,
    target,
    changed: (changes: readonly NodeChange<FlowNode>[]) => {
      for (const change of changes)
        if (change.type === "position" && change.dragging && change.position)
          setDragged({ stepId: change.id as StepId, ...change.position });
    },
    stopped: () => {
      setDragged(undefined);
      if (dragged && target) move(dragged.stepId, target);
    },
  };
}

function nearestSlot(
  drawing: FlowDrawing,
  outline: FlowOutline<StepRecord>,
  { stepId, x, y }: Dragged,
): DrawnSlot | undefined {
  const centre = { x: x + STEP_WIDTH / 2, y: y + STEP_HEIGHT / 2 };
  let nearest: { readonly slot: DrawnSlot; readonly distance: number } | undefined;
  for (const slot of drawing.slots) {
    const distance = Math.hypot(slot.x + slot.width / 2 - centre.x, slot.y + slot.height / 2 - centre.y);
    if (distance > REACH || (nearest && nearest.distance <= distance)) continue;
    if (canMoveTo(outline, { stepId, slot })) nearest = { slot, distance };
  }
  return nearest?.slot;
}
