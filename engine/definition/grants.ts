import type { GroupId } from "./ids.ts";
import type { Who } from "./records/access.ts";

interface ForSomebody {
  readonly who?: Who | undefined;
}

/** To whom a rule gives something: one that does not say so gives it to everyone for whom its expression holds. */
export const whoOf = ({ who = "everyone" }: ForSomebody): Who => who;

/** The group of a rule for one group. */
export const groupIdOf = (who: Who): GroupId | undefined =>
  who === "everyone" || who === "visitors" || who === "users" ? undefined : who;

interface Grant extends ForSomebody {
  readonly expression: string;
}

/** Whether a rule admits callers without credentials to every row, by its text. */
export const isForAnyone = (rule: Grant): boolean => {
  const who = whoOf(rule);
  return (who === "everyone" || who === "visitors") && rule.expression.trim() === "true";
};

/** A rule that admits nobody, by its text. */
export const isForNobody = ({ expression }: Grant): boolean => expression.trim() === "false";

const ORDER: readonly Who[] = ["everyone", "visitors", "users"];
const rankOf = (rule: ForSomebody): number => {
  const rank = ORDER.indexOf(whoOf(rule));
  return rank < 0 ? ORDER.length : rank;
};

/** Rules for everyone first, those for groups last. */
export const byWho = <Rule extends ForSomebody & { readonly id: string }>(a: Rule, b: Rule): number =>
  rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1);
