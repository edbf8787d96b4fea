import type { Node } from "@xyflow/react";
import type { StepId } from "#engine/definition/ids";
import type { StepRecord } from "#engine/definition/records/flow";
import { type DrawnBox, type DrawnSlot, type FlowDrawing, slotId } from "#engine/flows/lay-out";
import { type FlowOutline, stepsInOrder } from "#engine/flows/outline-flow";

type StartNodeType = Node<{ readonly isChosen: boolean }, "start">;
export type StepNodeType = Node<{ readonly step: StepRecord; readonly isChosen: boolean }, "step">;
export type SlotNodeType = Node<{ readonly slot: DrawnSlot; readonly isTarget: boolean }, "slot">;
export type FlowNode = StartNodeType | StepNodeType | SlotNodeType;

export const START_ID = "start";

export interface Dragged {
  readonly stepId: StepId;
  readonly x: number;
  readonly y: number;
}

/** All positions come from the drawing, but that of the step that is being dragged. */
export function flowNodes(input: {
  readonly drawing: FlowDrawing;
  readonly outline: FlowOutline<StepRecord>;
  readonly chosenId: StepId | undefined;
  readonly canEdit: boolean;
  readonly dragged: Dragged | undefined;
  readonly target: DrawnSlot | undefined;
}): FlowNode[] {
  const { drawing, outline, chosenId, dragged, target } = input;
  const start: StartNodeType = {
    id: START_ID,
    type: "start",
    ...placed(drawing.start),
    draggable: false,
    data: { isChosen: chosenId === undefined },
  };
  const steps = stepsInOrder(outline).flatMap(({ item: { step } }): StepNodeType[] => {
    const box = drawing.steps.get(step.id);
    if (!box) return [];
    const at = dragged?.stepId === step.id ? { ...box, x: dragged.x, y: dragged.y } : box;
    return [
      {
        id: step.id,
        type: "step",
        ...placed(at),
        zIndex: dragged?.stepId === step.id ? 10 : 1,
        data: { step, isChosen: step.id === chosenId },
      },
    ];
  });
  const slots = (input.canEdit ? drawing.slots : []).map(
    (slot): SlotNodeType => ({
      id: slot.id,
      type: "slot",
      ...placed(slot),
      draggable: false,
      // Above the frames.
      zIndex: 1,
      data: { slot, isTarget: target !== undefined && slotId(target) === slot.id },
    }),
  );
  return [start, ...steps, ...slots];
}

const placed = ({ x, y, width, height }: DrawnBox) => ({
  position: { x, y },
  width,
  height,
  measured: { width, height },
});
