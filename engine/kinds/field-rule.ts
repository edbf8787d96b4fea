import { byWho } from "../definition/grants.ts";
import { type FieldRuleRecord, fieldActions } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";
import { groupReference, whoSlot, whoWords } from "./who-words.ts";

export const fieldRule: KindFacts<FieldRuleRecord> = {
  noun: "rule of a field",
  describe: (record) => `the ${record.action} rule of a field${whoWords(record)}`,
  owner: { property: "fieldId", kinds: ["field"] },
  fixed: ["action", "who"],
  onlyOnePer: whoSlot,
  references: groupReference,
  expressions: ({ fieldId, action, expression }) => [
    {
      path: ["expression"],
      source: expression,
      scope: { name: "fieldRule", fieldId },
      use: "rule",
      about: (reader) => `Who may ${action} ${reader.field(fieldId)?.label ?? "a field"}`,
    },
  ],
  longTexts: [],
  isSeenByPages: true,
  file: {
    place: "owner",
    key: "rules",
    compare: (a, b) => fieldActions.indexOf(a.action) - fieldActions.indexOf(b.action) || byWho(a, b),
  },
};
