import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import type { StepId } from "#engine/definition/ids";
import { stepsInOrder } from "#engine/flows/outline-flow";
import { motion } from "../../../canvas/motion.ts";
import { hasNoModifier, isTyping } from "../../../components/platform-keys.ts";
import { useScreenKeys } from "../../../components/use-screen-keys.ts";
import { type FlowDesk, useFlowDesk } from "../flow-desk.ts";
import { placeWords } from "../place-words.ts";
import { sentenceOf } from "../step-editors.tsx";
import { stepCommand } from "../step-keys.ts";

/** The canvas by keyboard alone; `?` lists it all (app/frame/shortcut-groups.ts). */
export function useCanvasKeys(wrapper: RefObject<HTMLDivElement | null>): void {
  const desk = useFlowDesk();
  const flow = useReactFlow();
  const commandOf = (event: KeyboardEvent): (() => void) | undefined => {
    if (pressesButton(event)) return undefined;
    const command = stepCommand(desk, event);
    if (command) return command;
    if (event.code === "Digit1" && event.shiftKey)
      return () => void flow.fitView({ padding: 0.16, maxZoom: 1, duration: motion() });
    if (!hasNoModifier(event)) return undefined;
    if (event.key.toLowerCase() === "l") return () => desk.show("list");
    if (event.key === "Escape") return () => desk.choose(undefined);
    const next = nextStep(desk, event.key);
    return next && (() => goTo(desk, next.id));
  };
  useScreenKeys(wrapper, (event) => {
    const command = isTyping(event.target) ? undefined : commandOf(event);
    if (!command) return;
    command();
    event.preventDefault();
    event.stopPropagation();
  });
}

/** The chosen step is announced, since the canvas keeps the focus. */
function goTo(desk: FlowDesk, id: StepId | undefined): void {
  desk.choose(id);
  const step = desk.reader.ofKind("step").find((each) => each.id === id);
  desk.say(step ? `${sentenceOf(desk.reader, step)}, ${placeWords(desk.reader, desk.outline, step.id)}` : "Start");
}

/** Up and down along the steps as they are read, right into the lanes of a step and across them, left out of them. */
function nextStep({ outline, chosenId }: FlowDesk, key: string): { readonly id: StepId | undefined } | undefined {
  const all = stepsInOrder(outline);
  const at = all.findIndex(({ item }) => item.step.id === chosenId);
  const now = all[at];
  if (!now) return key === "ArrowDown" && all[0] ? { id: all[0].item.step.id } : undefined;
  const { item, lane, index } = now;
  const parent = all.find((each) => each.item.step.id === lane.parentId);
  const idOf = (step: { readonly step: { readonly id: StepId } } | undefined) => step && { id: step.step.id };
  switch (key) {
    case "ArrowDown": {
      const after = parent?.lane.items[parent.index + 1];
      return idOf(lane.items[index + 1] ?? after ?? all[at + 1]?.item);
    }
    case "ArrowUp":
      return idOf(lane.items[index - 1]) ?? { id: parent?.item.step.id };
    case "ArrowRight": {
      const inner = item.lanes.find(({ items }) => items.length > 0);
      const beside = parent?.item.lanes
        .slice(parent.item.lanes.indexOf(lane) + 1)
        .find(({ items }) => items.length > 0);
      return idOf((inner ?? beside)?.items[0]);
    }
    case "ArrowLeft": {
      const beside = parent?.item.lanes
        .slice(0, parent.item.lanes.indexOf(lane))
        .findLast(({ items }) => items.length > 0);
      return idOf(beside?.items[0] ?? parent?.item);
    }
    default:
      return undefined;
  }
}

/** Enter and space on a button of the canvas press it. */
function pressesButton({ key, target }: KeyboardEvent): boolean {
  return (key === "Enter" || key === " ") && target instanceof HTMLElement && target.closest("button, a") !== null;
}
