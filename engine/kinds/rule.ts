import { byWho, groupIdOf, whoOf } from "../definition/grants.ts";
import { type RuleRecord, ruleActions } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";

export const rule: KindFacts<RuleRecord> = {
  noun: "rule",
  describe: ({ action, who }) => `the ${action} rule${whoWords(who)}`,
  owner: { property: "modelId", kinds: ["model"] },
  fixed: ["action", "who"],
  // The text of a rule for everyone is the action alone: drafts keep it.
  onlyOnePer: (rule) => (whoOf(rule) === "everyone" ? rule.action : `${rule.action} ${whoOf(rule)}`),
  references: (rule) => {
    const groupId = groupIdOf(whoOf(rule));
    return groupId === undefined ? [] : [{ to: groupId, property: "who" }];
  },
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

function whoWords(who: RuleRecord["who"]): string {
  if (who === undefined || who === "everyone") return "";
  if (who === "visitors") return " for visitors";
  return who === "users" ? " for people who are signed in" : " for a group";
}
