/**
 * Who calls. API keys stand for callers until end users come; a builder in the studio is not narrowed by rules.
 * What rules see as `user` comes from here, and is absent for an anonymous visitor.
 */
export type CallerKind = "anonymous" | "key" | "builder";

export type Caller =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "key";
      readonly id: number;
      readonly name: string;
      /** The group's name in the definition; null when its record is gone. */
      readonly group: string | null;
    }
  | { readonly kind: "builder"; readonly accountId: string; readonly name: string };

export const anonymous: Caller = { kind: "anonymous" };

/** The request as rules see it. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  /** RFC 3339 in UTC. */
  readonly time: string;
}

/** The members of `user` in their order; a slot `user.name` is filled with each. */
export const userMembers = ["id", "name", "group"] as const;
export const requestMembers = ["method", "path", "time"] as const;

export type RuleSlot = `user.${(typeof userMembers)[number]}` | `request.${(typeof requestMembers)[number]}`;

/** The value of a rule's variable for this caller. */
export function ruleSlotValue(slot: RuleSlot, caller: Caller, request: RequestFacts): string | number | null {
  const [variable, member] = slot.split(".") as ["user" | "request", string];
  if (variable === "request") return request[member as keyof RequestFacts];
  if (caller.kind !== "key") return null;
  return caller[member as "id" | "name" | "group"];
}
