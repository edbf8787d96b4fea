import type { FlowId, RecordId, StepId } from "../definition/ids.ts";
import type { StepRecord } from "../definition/records/flow.ts";
import { stepSlots, stepTypeOf } from "../step-types/registry.ts";
import type { KindFacts } from "./kind-facts.ts";

/** A step belongs to the step that its place names, else to its flow. */
export const step: KindFacts<StepRecord> = {
  noun: "step",
  describe: ({ label, name }) => `step ${label ?? name}`,
  owner: {
    property: "place",
    kinds: ["flow", "step"],
    canChange: true,
    within: {
      of: ({ place, flowId }): RecordId | undefined => place?.parentId ?? flowId,
      leftOut: ["flowId"],
      toFile: ({ flowId: _, place, ...entry }) => {
        const { parentId: __, ...own } = place as StepRecord["place"];
        return { ...entry, place: own };
      },
      fromFile: ({ place, ...entry }, owners) => {
        const [flowId, ...steps] = owners as readonly [FlowId, ...StepId[]];
        const parentId = steps.at(-1);
        return { ...entry, flowId, place: { ...(place as object), ...(parentId === undefined ? {} : { parentId }) } };
      },
    },
  },
  fixed: ["flowId"],
  references: ({ flowId, type }) => [
    { to: flowId, property: "flowId" },
    ...(stepTypeOf(type)?.references(type) ?? []).map((to) => ({ to, property: "type" })),
  ],
  expressions: (record) =>
    stepSlots(record).map(({ path, source, use, modelId }) => ({
      path: ["type", ...path],
      source,
      scope: { name: "step", stepId: record.id, ...(modelId === undefined ? {} : { modelId }) },
      use,
      about: () => `Step ${record.name}`,
    })),
  longTexts: [],
  isSeenByPages: false,
  file: { place: "owner", key: "steps" },
};
