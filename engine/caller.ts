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

export type RuleSlot = "user.id" | "user.name" | "user.group" | "request.method" | "request.path" | "request.time";

/** The value of a rule's variable for this caller. */
export function ruleSlotValue(slot: RuleSlot, caller: Caller, request: RequestFacts): string | number | null {
  switch (slot) {
    case "user.id":
      return caller.kind === "key" ? caller.id : null;
    case "user.name":
      return caller.kind === "key" ? caller.name : null;
    case "user.group":
      return caller.kind === "key" ? caller.group : null;
    case "request.method":
      return request.method;
    case "request.path":
      return request.path;
    case "request.time":
      return request.time;
  }
}
