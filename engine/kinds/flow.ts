import { pointsTo } from "../definition/records/field.ts";
import type { FlowRecord } from "../definition/records/flow.ts";
import type { KindFacts } from "./kind-facts.ts";

export const flow: KindFacts<FlowRecord> = {
  noun: "flow",
  describe: ({ label }) => `flow ${label}`,
  references: ({ inputs }) =>
    inputs.flatMap((input) => {
      const to = pointsTo(input);
      return to === undefined ? [] : [{ to, property: "inputs" }];
    }),
  expressions: () => [],
  longTexts: [],
  isSeenByPages: false,
  file: { place: "folder", folder: "flows", name: ({ name }) => name },
};
