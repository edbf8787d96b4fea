import type { ChoiceRecord } from "../definition/records/field.ts";
import type { KindFacts } from "./kind-facts.ts";

export const choice: KindFacts<ChoiceRecord> = {
  noun: "choice",
  describe: ({ label }) => `choice ${label}`,
  owner: { property: "fieldId", kinds: ["field"] },
  references: () => [],
  expressions: () => [],
  longTexts: [],
  isSeenByPages: true,
  file: { place: "owner", key: "choices" },
};
