import type { Slot } from "./lay-out.ts";
import { type FlowOutline, type PlacedStep, type ReadStep, stepsInOrder } from "./outline-flow.ts";

export type StepDirection = "up" | "down" | "out" | "in";

/**
 * Where a step goes when it is moved by a key: up or down among its neighbours, and out of its lane at the end of it; out
 * to after the step that it stands within; into the first lane of the step before. Undefined where there is no such place.
 */
export function slotForMove<Step extends PlacedStep>(
  outline: FlowOutline<Step>,
  { stepId, direction }: { readonly stepId: string; readonly direction: StepDirection },
): Slot | undefined {
  const all = stepsInOrder(outline);
  const step = all.find(({ item }) => item.step.id === stepId);
  if (!step) return undefined;
  const { lane, index } = step;
  const here = { parentId: lane.parentId, lane: lane.name };
  switch (direction) {
    case "up":
      return index > 0 ? { ...here, index: index - 1 } : beside(all, lane.parentId, 0);
    case "down":
      return index < lane.items.length - 1 ? { ...here, index: index + 2 } : beside(all, lane.parentId, 1);
    case "out":
      return beside(all, lane.parentId, 1);
    case "in": {
      const before = lane.items[index - 1];
      const into = before?.lanes[0];
      return into && { parentId: into.parentId, lane: into.name, index: into.items.length };
    }
  }
}

function beside<Step extends PlacedStep>(
  all: readonly ReadStep<Step>[],
  parentId: string | undefined,
  offset: 0 | 1,
): Slot | undefined {
  const parent = all.find(({ item }) => item.step.id === parentId);
  return parent && { parentId: parent.lane.parentId, lane: parent.lane.name, index: parent.index + offset };
}

/** The step and all that stand within it, at any depth. */
export function withInner<Step extends PlacedStep>(
  outline: FlowOutline<Step>,
  stepId: string,
): readonly ReadStep<Step>[] {
  const all = stepsInOrder(outline);
  const start = all.findIndex(({ item }) => item.step.id === stepId);
  const first = all[start];
  if (!first) return [];
  const length = all.slice(start + 1).findIndex(({ depth }) => depth <= first.depth);
  return length < 0 ? all.slice(start) : all.slice(start, start + 1 + length);
}

/** Whether a step may go there: not into itself. */
export const canMoveTo = <Step extends PlacedStep>(
  outline: FlowOutline<Step>,
  { stepId, slot }: { readonly stepId: string; readonly slot: Slot },
): boolean => !withInner(outline, stepId).some(({ item }) => item.step.id === slot.parentId);
