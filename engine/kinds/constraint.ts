import { type ConstraintRecord, constrainedFieldIds } from "../definition/records/constraint.ts";
import type { ExpressionSlot, KindFacts } from "./kind-facts.ts";

export const constraint: KindFacts<ConstraintRecord> = {
  noun: "constraint",
  describe: ({ message }) => `constraint “${message}”`,
  // The model's table has it: it cannot move to another.
  owner: { property: "modelId", kinds: ["model"] },
  references: (record) => constrainedFieldIds(record).map((to) => ({ to, property: "type" })),
  expressions,
  longTexts: [],
  isSeenByPages: false,
  file: { place: "owner", key: "constraints" },
};

function expressions({ modelId, type, message }: ConstraintRecord): readonly ExpressionSlot[] {
  const common = {
    scope: { name: "row", modelId },
    use: "rule",
    about: () => `The constraint “${message}”`,
  } as const;
  if (type.kind === "check") return [{ ...common, path: ["type", "expression"], source: type.expression }];
  if (!type.scope) return [];
  return [{ ...common, path: ["type", "scope", "expression"], source: type.scope.expression }];
}
