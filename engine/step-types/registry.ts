import type { LooseStepType, StepRecord } from "../definition/records/flow.ts";
import { count } from "./count.ts";
import { createRow } from "./create.ts";
import { deleteRows } from "./delete.ts";
import { find } from "./find.ts";
import { findOne } from "./find-one.ts";
import { forEach } from "./for-each.ts";
import { ifStep } from "./if.ts";
import { note } from "./note.ts";
import { refuse } from "./refuse.ts";
import { respond } from "./respond.ts";
import { setValues } from "./set.ts";
import type { StepSlot, StepType } from "./step-type.ts";
import { switchStep } from "./switch.ts";
import { updateRows } from "./update.ts";

/** Every type of step. The order is the one in which they are offered. */
export const stepTypes = {
  find,
  find_one: findOne,
  count,
  create: createRow,
  update: updateRows,
  delete: deleteRows,
  set: setValues,
  if: ifStep,
  switch: switchStep,
  for_each: forEach,
  respond,
  refuse,
  note,
} as const;

export type StepTypeName = keyof typeof stepTypes;

export const isStepTypeName = (name: string): name is StepTypeName => Object.hasOwn(stepTypes, name);

/** Undefined for a type that this version of Quintet does not know. */
export const stepTypeOf = (type: LooseStepType): StepType | undefined =>
  isStepTypeName(type.name) ? (stepTypes[type.name] as unknown as StepType) : undefined;

export const lanesOf = ({ type }: StepRecord): readonly string[] => stepTypeOf(type)?.lanes(type) ?? [];
export const stepSlots = ({ type }: StepRecord): readonly StepSlot[] => stepTypeOf(type)?.slots(type) ?? [];
