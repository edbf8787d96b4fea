import { createContext, useContext } from "react";
import type { StepId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FlowRecord, StepRecord } from "#engine/definition/records/flow";
import type { Slot } from "#engine/flows/lay-out";
import type { FlowOutline } from "#engine/flows/outline-flow";
import type { StepActions } from "./use-step-actions.ts";

/** What the canvas, the list and the inspector of one flow share. */
export interface FlowDesk {
  readonly reader: DefinitionReader;
  readonly flow: FlowRecord;
  readonly outline: FlowOutline<StepRecord>;
  readonly canEdit: boolean;
  /** The chosen step; undefined: the beginning of the flow. */
  readonly chosenId: StepId | undefined;
  readonly choose: (id: StepId | undefined) => void;
  /** Where a step is being added. */
  readonly adding: Slot | undefined;
  readonly add: (slot: Slot | undefined) => void;
  readonly isFinding: boolean;
  readonly find: (isFinding: boolean) => void;
  readonly show: (view: "canvas" | "list") => void;
  /** To those who hear the studio. */
  readonly say: (text: string) => void;
  readonly actions: StepActions;
}

const Context = createContext<FlowDesk | undefined>(undefined);
export const FlowDeskProvider = Context.Provider;

export function useFlowDesk(): FlowDesk {
  const desk = useContext(Context);
  if (!desk) throw new Error("A part of the flow designer is outside of it.");
  return desk;
}
