import type { DefinitionReader } from "#engine/definition/reader";
import type { StepRecord } from "#engine/definition/records/flow";
import type { Slot } from "#engine/flows/lay-out";
import { type FlowOutline, type OutlineLane, stepsInOrder } from "#engine/flows/outline-flow";
import { laneLabel, sentenceOf } from "./step-editors.tsx";

type Outline = FlowOutline<StepRecord>;

/** Where a step stands: "3 of 5", "1 of 2 in Then of If stock > 0". */
export function placeWords(reader: DefinitionReader, outline: Outline, stepId: string): string {
  const step = stepsInOrder(outline).find(({ item }) => item.step.id === stepId);
  if (!step) return "";
  const place = `${step.index + 1} of ${step.lane.items.length}`;
  const within = laneWords(reader, outline, step.lane);
  return within === "" ? place : `${place} in ${within}`;
}

/** Where a step would be put: "Add a step after Find one Book". */
export function slotWords(reader: DefinitionReader, outline: Outline, slot: Slot): string {
  const lane = laneOf(outline, slot);
  const before = lane?.items[slot.index - 1];
  if (before) return `Add a step after ${sentenceOf(reader, before.step)}`;
  const within = lane && laneWords(reader, outline, lane);
  return within ? `Add a step at the start of ${within}` : "Add a step at the start";
}

function laneWords(reader: DefinitionReader, outline: Outline, lane: OutlineLane<StepRecord>): string {
  const parent = stepsInOrder(outline).find(({ item }) => item.step.id === lane.parentId)?.item.step;
  if (!parent) return lane.name === "after" ? "After it is saved" : "";
  return `${laneLabel(reader, parent, lane.name)} of ${sentenceOf(reader, parent)}`;
}

export const laneOf = (outline: Outline, { parentId, lane }: Slot): OutlineLane<StepRecord> | undefined =>
  [outline.main, outline.after, ...stepsInOrder(outline).flatMap(({ item }) => item.lanes)].find(
    (each) => each.parentId === parentId && each.name === lane,
  );
