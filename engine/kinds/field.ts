import { isRecordId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { KindFacts } from "./kind-facts.ts";

export const field: KindFacts<FieldRecord> = {
  noun: "field",
  describe: ({ label }) => `field ${label}`,
  // The model's table has the column: it cannot move to another.
  owner: { property: "modelId", kinds: ["model"] },
  references: ({ type: { targetModelId } }) =>
    isRecordId(targetModelId) ? [{ to: targetModelId, property: "type" }] : [],
  expressions: () => [],
  longTexts: [],
  rename: ({ id }, name) => ({ fields: new Map([[id, name]]) }),
  isSeenByPages: true,
  file: {
    place: "owner",
    key: "fields",
    isKeyRequired: true,
    defaults: { required: false, unique: false, indexed: false },
  },
};
