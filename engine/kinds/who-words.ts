import { groupIdOf, whoOf } from "../definition/grants.ts";
import type { Who } from "../definition/records/access.ts";
import type { RecordReference } from "./kind-facts.ts";

interface ForSomebody {
  readonly who?: Who | undefined;
}

/** " for visitors", behind what a rule is called; nothing for everyone. */
export function whoWords({ who }: ForSomebody): string {
  if (who === undefined || who === "everyone") return "";
  if (who === "visitors") return " for visitors";
  return who === "users" ? " for people who are signed in" : " for a group";
}

/** The text of an action and who; that of everyone is the action alone, as drafts keep it. */
export const whoSlot = (rule: ForSomebody & { readonly action: string }): string =>
  whoOf(rule) === "everyone" ? rule.action : `${rule.action} ${whoOf(rule)}`;

export function groupReference(rule: ForSomebody): readonly RecordReference[] {
  const groupId = groupIdOf(whoOf(rule));
  return groupId === undefined ? [] : [{ to: groupId, property: "who" }];
}
