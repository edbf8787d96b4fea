import { useRef } from "react";
import type { FlowId, StepId } from "#engine/definition/ids";
import type { StepRecord } from "#engine/definition/records/flow";
import { copiedSteps, readCopiedSteps } from "#engine/edits/commands/copied-steps";
import { deleteStep, duplicateStep, insertStep, moveStep, pasteSteps } from "#engine/edits/commands/steps";
import type { Slot } from "#engine/flows/lay-out";
import { type FlowOutline, stepsInOrder } from "#engine/flows/outline-flow";
import { outlineOf } from "#engine/flows/outline-of";
import { type StepDirection, slotForMove } from "#engine/flows/step-moves";
import { randomBytes } from "../../api/random.ts";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import { placeWords, slotWords } from "./place-words.ts";
import type { StepChoice } from "./step-choices.tsx";
import { sentenceOf } from "./step-editors.tsx";

export type StepActions = ReturnType<typeof useStepActions>;

/** What is done with the steps of a flow, by a click, a drag or a key; each says what it did. */
export function useStepActions(input: {
  readonly flowId: FlowId;
  readonly choose: (id: StepId | undefined) => void;
  readonly say: (text: string) => void;
}) {
  const { flowId, choose, say } = input;
  const session = useDraftSession();
  const { apply } = useDraftActions();
  const latest = useRef({ choose, say });
  latest.current = { choose, say };
  const reader = () => session.view.reader;
  const stepOf = (id: StepId) =>
    reader()
      .ofKind("step")
      .find((step) => step.id === id);
  const words = (step: StepRecord | undefined) => (step ? sentenceOf(reader(), step) : "Step");

  /** Chooses the step and says where it stands now. */
  const arriveAt = (id: StepId, verb: string) => {
    choose(id);
    say(`${words(stepOf(id))}: ${verb} ${placeWords(reader(), outlineOf(reader(), flowId), id)}.`);
  };
  const move = (stepId: StepId, slot: Slot | undefined) => {
    const command = slot && moveStep(reader(), { stepId, slot });
    if (!command) return say("There is no place to move it to.");
    if (apply(command)) arriveAt(stepId, "moved");
  };
  return {
    insert: (choice: StepChoice, slot: Slot) => {
      const { type, name, label } = choice;
      const command = insertStep(reader(), { flowId, slot, type, name, label }, randomBytes);
      if (apply(command)) arriveAt(command.stepId, "added");
    },
    move,
    moveBy: (stepId: StepId, direction: StepDirection) =>
      move(stepId, slotForMove(outlineOf(reader(), flowId), { stepId, direction })),
    remove: (stepId: StepId) => {
      const step = stepOf(stepId);
      const next = nearestAfterDelete(outlineOf(reader(), flowId), stepId);
      if (!apply(deleteStep(reader(), { stepId }))) return;
      choose(next);
      say(`${words(step)}: deleted.`);
    },
    duplicate: (stepId: StepId) => {
      const command = duplicateStep(reader(), { stepId }, randomBytes);
      const [copy] = command?.stepIds ?? [];
      if (command && copy && apply(command)) arriveAt(copy, "added");
    },
    copied: (stepId: StepId): string => copiedSteps(reader(), stepId),
    /** False when the text was not copied from steps. */
    paste: (text: string, slot: Slot): boolean => {
      const steps = readCopiedSteps(text);
      if (!steps) return false;
      const command = pasteSteps(reader(), { flowId, slot, steps }, randomBytes);
      const [first] = command.stepIds;
      if (first && apply(command)) arriveAt(first, "added");
      return true;
    },
    say: (slot: Slot) => say(slotWords(reader(), outlineOf(reader(), flowId), slot)),
  };
}

/** What is chosen when a step is gone: the next one of its lane, the one before, or what it stood within. */
function nearestAfterDelete(outline: FlowOutline<StepRecord>, stepId: StepId): StepId | undefined {
  const step = stepsInOrder(outline).find(({ item }) => item.step.id === stepId);
  if (!step) return undefined;
  const { items, parentId } = step.lane;
  const next = items[step.index + 1] ?? items[step.index - 1];
  return next?.step.id ?? (parentId as StepId | undefined);
}
