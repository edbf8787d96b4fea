import type { FlowId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { StepRecord } from "../definition/records/flow.ts";
import { lanesOf } from "../step-types/registry.ts";
import { type FlowOutline, outlineFlow } from "./outline-flow.ts";

export const stepsOf = (reader: DefinitionReader, flowId: FlowId): readonly StepRecord[] =>
  reader.ofKind("step").filter((step) => step.flowId === flowId);

/** The steps of a flow as a tree, with the lanes that their types have. */
export const outlineOf = (reader: DefinitionReader, flowId: FlowId): FlowOutline<StepRecord> =>
  outlineFlow({ steps: stepsOf(reader, flowId), lanesOf });
