import { reverseNameOf } from "../definition/collections.ts";
import { isRecordId } from "../definition/ids.ts";
import { choicesWhereOf, type FieldRecord, formulaOf, pointsTo } from "../definition/records/field.ts";
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
    const formula = formulaOf({ type });
    if (formula !== undefined) {
      const scope = { name: "formula", modelId } as const;
      return [
        { path: ["type", "expression"], source: formula, scope, use: "value", about: () => `The formula ${label}` },
      ];
    }
    const choices = choicesWhereOf({ type });
    const targetId = pointsTo({ type });
    if (choices === undefined || targetId === undefined) return [];
    const scope = { name: "choices", modelId, targetId } as const;
    const about = () => `The rows that ${label} may be set to`;
    return [{ path: ["type", "choicesWhere"], source: choices, scope, use: "rule", about }];
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
