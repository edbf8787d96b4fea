import type { RefObject } from "react";
import type { Direction } from "../../../canvas/geometry.ts";
import { hasCommandKey, hasNoModifier, isTyping } from "../../../components/platform-keys.ts";
import { useScreenKeys } from "../../../components/use-screen-keys.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import type { Drawing } from "./drawing.ts";
import { useCanvasMoves } from "./use-canvas-moves.ts";
import { useLetterKeys } from "./use-letter-keys.ts";

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What a key does; undefined: it is not the canvas's. */
type Command = (() => void) | undefined;

/**
 * The canvas by keyboard alone; `?` lists it all (app/shortcut-groups.ts). Gives back how to come near a model that is
 * too far away to be read.
 */
export function useCanvasKeys(input: {
  readonly drawing: Drawing;
  readonly selected: ReadonlySet<string>;
  readonly selectNodes: (ids: ReadonlySet<string>) => void;
  readonly wrapper: RefObject<HTMLDivElement | null>;
}): (modelId: string) => void {
  const { drawing, selected, selectNodes, wrapper } = input;
  const { modelId, fieldId } = useModelsPlace();
  const actions = useModelActions();
  const moves = useCanvasMoves({ drawing, selected, wrapper });
  const letters = useLetterKeys({ drawing, selected, selectNodes, comeNear: moves.comeNear });

  const arrowCommand = (direction: Direction, event: KeyboardEvent): Command => {
    const step = direction === "up" ? -1 : direction === "down" ? 1 : undefined;
    if (event.altKey && fieldId && step) return () => actions.moveField(fieldId, step);
    if (event.shiftKey && selected.size > 0) return () => moves.nudge(direction);
    if (!hasNoModifier(event)) return undefined;
    return fieldId && step ? () => moves.goToField(step) : () => moves.goTo(direction);
  };
  const commandKeyCommand = (key: string): Command => {
    switch (key) {
      case "a":
        return () => selectNodes(new Set(drawing.models.map((model) => model.id)));
      case "d":
        if (fieldId) return () => actions.duplicateField(fieldId);
        return modelId && (() => actions.duplicateModel(modelId));
      case "=":
      case "+":
      case "-":
      case "0":
        return () => moves.zoom(key);
      default:
        return undefined;
    }
  };
  const commandOf = (event: KeyboardEvent): Command => {
    const direction = arrows[event.key];
    const arrow = direction && arrowCommand(direction, event);
    if (arrow) return arrow;
    if (event.code === "Digit1" && event.shiftKey) return moves.showAll;
    if (hasCommandKey(event)) return commandKeyCommand(event.key.toLowerCase());
    if (!hasNoModifier(event) || pressesButton(event)) return undefined;
    return letters[event.key] ?? letters[event.key.toLowerCase()];
  };
  useScreenKeys(wrapper, (event) => {
    const command = isTyping(event.target) ? undefined : commandOf(event);
    if (!command) return;
    command();
    event.preventDefault();
    event.stopPropagation();
  });
  return moves.comeNear;
}

/** Enter on a button of the canvas presses it; on a field it edits. */
function pressesButton({ key, target }: KeyboardEvent): boolean {
  if (key !== "Enter" || !(target instanceof HTMLElement)) return false;
  return target.closest("button, a, [role=button]") !== null && target.dataset.field === undefined;
}
