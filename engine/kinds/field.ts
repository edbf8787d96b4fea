import { reverseNameOf } from "../definition/collections.ts";
import { isRecordId } from "../definition/ids.ts";
import { type FieldRecord, formulaOf } from "../definition/records/field.ts";
import type { KindFacts } from "./kind-facts.ts";

export const field: KindFacts<FieldRecord> = {
  noun: "field",
  describe: ({ label }) => `field ${label}`,
  // The model's table has the column: it cannot move to another.
  fixed: ["core"],
  owner: { property: "modelId", kinds: ["model"] },
  references: ({ type: { targetModelId, scopeFieldId } }) =>
    [targetModelId, scopeFieldId].filter(isRecordId).map((to) => ({ to, property: "type" })),
  expressions: ({ label, modelId, type }) => {
    const source = formulaOf({ type });
    const scope = { name: "formula", modelId } as const;
    return source === undefined
      ? []
      : [{ path: ["type", "expression"], source, scope, use: "value", about: () => `The formula ${label}` }];
  },
  longTexts: [],
  rename: (before, after) => {
    const [from, to] = [reverseNameOf(before), reverseNameOf(after)];
    return {
      fields: before.name === after.name ? new Map() : new Map([[before.id, after.name]]),
      collections: from && to && from !== to ? new Map([[before.id, to]]) : new Map(),
    };
  },
  isSeenByPages: true,
  file: {
    place: "owner",
    key: "fields",
    isKeyRequired: true,
    defaults: { required: false, unique: false, indexed: false },
  },
};
