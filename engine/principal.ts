import { assertNever } from "./assert-never.ts";

/**
 * Who calls: a visitor without credentials, the holder of an API key, or a builder in the studio, whom rules do not
 * narrow. People who sign in to an app will be a further kind. What rules and templates see as `user` comes from here.
 */
export type Principal =
  | { readonly kind: "visitor" }
  | {
      readonly kind: "key";
      readonly id: number;
      readonly name: string;
      /** The names of its groups in the live definition. A key has one; none when its record was deleted. */
      readonly groups: ReadonlySet<string>;
    }
  | { readonly kind: "builder"; readonly accountId: string; readonly name: string };

export type PrincipalKind = Principal["kind"];

export const visitor: Principal = { kind: "visitor" };

/** `user` in rules, routes and templates. */
export interface User {
  /** The key of the person's row, a number or a UUID; null for an API key, which is no row of the app. */
  readonly id: number | string | null;
  /** The number of the API key; null for a person. */
  readonly key: number | null;
  readonly name: string;
  /** The name of the group; null for none, and for more than one. */
  readonly group: string | null;
}

/** Null where rules have no `user`: visitors, and builders, whom no rule judges. */
export function userOf(principal: Principal): User | null {
  switch (principal.kind) {
    case "visitor":
    case "builder":
      return null;
    case "key":
      return { id: null, key: principal.id, name: principal.name, group: onlyGroup(principal.groups) };
    default:
      return assertNever(principal);
  }
}

export function onlyGroup(groups: ReadonlySet<string>): string | null {
  if (groups.size !== 1) return null;
  for (const name of groups) return name;
  return null;
}

/** One text for equal sets, whatever their order. Names of groups have no space. */
export function groupsKey(groups: ReadonlySet<string>): string {
  return groups.size < 2 ? (onlyGroup(groups) ?? "") : [...groups].sort().join(" ");
}

/**
 * The stamp of the caller's session as Postgres prints it: it rises with everything that changes what the session may
 * do. Visitors, keys and builders have no session; the rights of keys are the app's access version.
 */
export function stampOf(principal: Principal): string {
  switch (principal.kind) {
    case "visitor":
    case "key":
    case "builder":
      return "0";
    default:
      return assertNever(principal);
  }
}

/** The request as rules see it. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  /** RFC 3339 in UTC. */
  readonly time: string;
  /** The name of the form record that writes; absent for every other way in, and an absent value denies. */
  readonly form?: string;
}

/** `user` and `request` themselves say only that they are there. */
const RULE_SLOTS = [
  "user",
  "user.id",
  "user.key",
  "user.name",
  "user.group",
  "request",
  "request.method",
  "request.path",
  "request.time",
  "request.form",
  // Who writes, for what is kept of it. Expressions have no such names.
  "caller.account",
  "caller.key",
] as const;
export type RuleSlot = (typeof RULE_SLOTS)[number];

/** Undefined for a slot that the request's own values fill. */
export const ruleSlot = (name: string): RuleSlot | undefined => RULE_SLOTS.find((slot) => slot === name);

/** The value of a rule's variable for this caller. */
export function ruleSlotValue(slot: RuleSlot, principal: Principal, request: RequestFacts) {
  switch (slot) {
    case "user":
      return userOf(principal) === null ? null : true;
    case "user.id":
      return userOf(principal)?.id ?? null;
    case "user.key":
      return userOf(principal)?.key ?? null;
    case "user.name":
      return userOf(principal)?.name ?? null;
    case "user.group":
      return userOf(principal)?.group ?? null;
    case "request":
      return true;
    case "request.method":
      return request.method;
    case "request.path":
      return request.path;
    case "request.time":
      return request.time;
    case "request.form":
      return request.form ?? null;
    case "caller.account":
      return principal.kind === "builder" ? principal.accountId : null;
    case "caller.key":
      return principal.kind === "key" ? principal.id : null;
    default:
      return assertNever(slot);
  }
}
