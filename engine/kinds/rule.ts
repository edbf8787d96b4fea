import { byWho } from "../definition/grants.ts";
import { type RuleRecord, ruleActions } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";
import { groupReference, whoSlot, whoWords } from "./who-words.ts";

export const rule: KindFacts<RuleRecord> = {
  noun: "rule",
  describe: (record) => `the ${record.action} rule${whoWords(record)}`,
  owner: { property: "modelId", kinds: ["model"] },
  fixed: ["action", "who"],
  onlyOnePer: whoSlot,
  references: groupReference,
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
    compare: (a, b) => ruleActions.indexOf(a.action) - ruleActions.indexOf(b.action) || byWho(a, b),
  },
};
