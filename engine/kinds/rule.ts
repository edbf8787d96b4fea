import { type RuleRecord, ruleActions } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";

export const rule: KindFacts<RuleRecord> = {
  noun: "rule",
  describe: ({ action }) => `the ${action} rule`,
  owner: { property: "modelId", kinds: ["model"] },
  fixed: ["action"],
  onlyOnePer: ({ action }) => action,
  references: () => [],
  expressions: ({ modelId, action, expression }) => [
    {
      path: ["expression"],
      source: expression,
      scope: { name: "rule", modelId },
      use: "rule",
      about: (reader) => `Who may ${action} ${reader.model(modelId)?.label ?? "rows"}`,
    },
  ],
  longTexts: [],
  isSeenByPages: false,
  file: {
    place: "owner",
    key: "rules",
    compare: (a, b) => ruleActions.indexOf(a.action) - ruleActions.indexOf(b.action) || (a.id < b.id ? -1 : 1),
  },
};
