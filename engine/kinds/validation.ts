import type { ValidationRecord } from "../definition/records/validation.ts";
import type { KindFacts } from "./kind-facts.ts";

export const validation: KindFacts<ValidationRecord> = {
  noun: "validation",
  describe: ({ message }) => `validation “${message}”`,
  owner: { property: "modelId", kinds: ["model"] },
  references: ({ fieldId }) => (fieldId === undefined ? [] : [{ to: fieldId, property: "fieldId" }]),
  expressions: ({ modelId, expression, when, message }) => {
    const common = {
      scope: { name: "validation", modelId },
      use: "rule",
      about: () => `The validation “${message}”`,
    } as const;
    return [
      { ...common, path: ["expression"], source: expression },
      ...(when === undefined ? [] : [{ ...common, path: ["when"] as const, source: when }]),
    ];
  },
  longTexts: [],
  isSeenByPages: false,
  file: { place: "owner", key: "validations" },
};
