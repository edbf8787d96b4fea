import type { Slot } from "#engine/flows/lay-out";
import { stepsInOrder } from "#engine/flows/outline-flow";
import type { StepDirection } from "#engine/flows/step-moves";
import { hasCommandKey, hasNoModifier } from "../../components/platform-keys.ts";
import type { FlowDesk } from "./flow-desk.ts";

const moves: Readonly<Record<string, StepDirection>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "out",
  ArrowRight: "in",
};

/** What a key does in the canvas and in the list alike; undefined: it is not one of these. */
export function stepCommand(desk: FlowDesk, event: KeyboardEvent): (() => void) | undefined {
  const { chosenId, actions, canEdit } = desk;
  const direction = moves[event.key];
  if (direction && event.altKey && !event.metaKey && !event.ctrlKey)
    return canEdit && chosenId ? () => actions.moveBy(chosenId, direction) : () => {};
  if (hasCommandKey(event) && event.key.toLowerCase() === "d")
    return canEdit && chosenId ? () => actions.duplicate(chosenId) : undefined;
  if (!hasNoModifier(event)) return undefined;
  return event.key.length === 1 ? letterCommand(desk, event) : otherCommand(desk, event.key);
}

function letterCommand(desk: FlowDesk, { key, shiftKey }: KeyboardEvent): (() => void) | undefined {
  const adding = (where: "before" | "after" | "inside") => {
    const slot = slotBy(desk, where);
    return desk.canEdit && slot ? () => desk.add(slot) : undefined;
  };
  if (key === "/") return () => desk.find(true);
  switch (key.toLowerCase()) {
    case "a":
      return adding(shiftKey ? "before" : "after");
    case "i":
      return adding("inside");
    default:
      return undefined;
  }
}

function otherCommand(desk: FlowDesk, key: string): (() => void) | undefined {
  const { chosenId, actions, canEdit } = desk;
  if (key === "Delete" || key === "Backspace") return canEdit && chosenId ? () => actions.remove(chosenId) : undefined;
  if (key === "Enter") return focusInspector;
  return undefined;
}

/** To the first control of the panel at the right. */
function focusInspector(): void {
  document.querySelector<HTMLElement>("aside :is(input, select, textarea, [role=combobox]):not([disabled])")?.focus();
}

/** Where a step is added beside the chosen one, or at the start when none is chosen. */
export function slotBy(
  { outline, chosenId }: Pick<FlowDesk, "outline" | "chosenId">,
  where: "before" | "after" | "inside",
): Slot | undefined {
  const step = stepsInOrder(outline).find(({ item }) => item.step.id === chosenId);
  if (!step) return { parentId: undefined, lane: "main", index: 0 };
  if (where !== "inside")
    return { parentId: step.lane.parentId, lane: step.lane.name, index: step.index + (where === "after" ? 1 : 0) };
  const lane = step.item.lanes.find(({ items }) => items.length === 0) ?? step.item.lanes[0];
  return lane && { parentId: lane.parentId, lane: lane.name, index: lane.items.length };
}
