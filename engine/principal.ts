import { assertNever } from "./assert-never.ts";

/** The session of somebody who signed in to an app, as it was when their row was read. */
export interface CallerSession {
  readonly id: number;
  /** As Postgres prints it: it rises with everything that changes what the session may do. */
  readonly stamp: string;
  /** The hash of the cookie, under which a process knows the caller. */
  readonly credential: string;
}

/**
 * Who calls: a visitor without credentials, somebody who signed in to the app, the holder of an API key, or a builder in
 * the studio, whom rules do not narrow. What rules and templates see as `user` comes from here.
 */
export type Principal =
  | { readonly kind: "visitor" }
  | {
      readonly kind: "user";
      /** The key of their row. */
      readonly id: number | string;
      readonly name: string;
      readonly email: string;
      /** The names of their groups in the live definition. */
      readonly groups: ReadonlySet<string>;
      readonly staff: boolean;
      /** No rule narrows an administrator of the app. */
      readonly administrator: boolean;
      /** Further fields of their row, by name. */
      readonly values: Readonly<Record<string, unknown>>;
      readonly session: CallerSession;
    }
  | {
      readonly kind: "key";
      readonly id: number;
      readonly name: string;
      /** The names of its groups in the live definition. A key has one; none when its record was deleted. */
      readonly groups: ReadonlySet<string>;
    }
  | { readonly kind: "builder"; readonly accountId: string; readonly name: string }
  /** The app itself, at a page of accounts that says what may be written; `person` is who sent it, when they have a row. */
  | { readonly kind: "app"; readonly person: number | string | undefined };

export type PrincipalKind = Principal["kind"];
export type UserPrincipal = Extract<Principal, { kind: "user" }>;

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
  readonly groups: readonly string[];
  /** What only people have: `email`, `staff`, `administrator`, and the values of their own row. */
  readonly [own: string]: unknown;
}

/** An app's caller asks for `user` several times in one request. */
const known = new WeakMap<Principal, User>();

/** Null where rules have no `user`: visitors, and builders, whom no rule judges. */
export function userOf(principal: Principal): User | null {
  switch (principal.kind) {
    case "visitor":
    case "builder":
    case "app":
      return null;
    case "key":
    case "user": {
      let user = known.get(principal);
      if (!user) {
        user = makeUser(principal);
        known.set(principal, user);
      }
      return user;
    }
    default:
      return assertNever(principal);
  }
}

function makeUser(principal: Extract<Principal, { kind: "key" | "user" }>): User {
  const { name, groups } = principal;
  const shared = { name, group: onlyGroup(groups), groups: [...groups].sort() };
  if (principal.kind === "key") return { id: null, key: principal.id, ...shared };
  const { id, email, staff, administrator, values } = principal;
  return { ...values, id, key: null, email, staff, administrator, ...shared };
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
    case "app":
      return "0";
    case "user":
      return principal.session.stamp;
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

/** The value of a rule's variable for this caller, as a parameter of a statement. */
type SlotValue = string | number | boolean | null | readonly string[];
type RuleSlot = (principal: Principal, request: RequestFacts) => SlotValue;

/** How a row came to be written: in the studio, over the API, or by a form of a page. Imports are written elsewhere. */
export type Way = "data" | "api" | "form" | "import";

function wayOf({ kind }: Principal, { path }: RequestFacts): Way {
  if (kind === "builder") return "data";
  return path.startsWith("/api/") ? "api" : "form";
}

/** The key of the person who calls, or who sent what the app itself writes; null for keys, builders and visitors. */
export function personOf(principal: Principal): number | string | null {
  if (principal.kind === "user") return principal.id;
  return (principal.kind === "app" ? principal.person : undefined) ?? null;
}

/** `user` and `request` themselves say only that they are there. */
const ruleSlots: Readonly<Record<string, RuleSlot>> = {
  user: (principal) => (userOf(principal) === null ? null : true),
  request: () => true,
  "request.method": (_principal, { method }) => method,
  "request.path": (_principal, { path }) => path,
  "request.time": (_principal, { time }) => time,
  "request.form": (_principal, { form }) => form ?? null,
  // Who writes, for what is kept of it, and the session that the guard judges. Expressions have no such names.
  "caller.account": (principal) => (principal.kind === "builder" ? principal.accountId : null),
  "caller.key": (principal) => (principal.kind === "key" ? principal.id : null),
  "caller.user": (principal) => {
    const id = personOf(principal);
    return id === null ? null : String(id);
  },
  "caller.person": personOf,
  "caller.way": wayOf,
  "caller.session": (principal) => (principal.kind === "user" ? principal.session.id : null),
  "caller.stamp": stampOf,
};

/** Undefined for a slot that the request's own values fill. */
export function ruleSlot(name: string): RuleSlot | undefined {
  if (Object.hasOwn(ruleSlots, name)) return ruleSlots[name];
  if (!name.startsWith("user.")) return undefined;
  const member = name.slice("user.".length);
  return (principal) => {
    const user = userOf(principal);
    return user && Object.hasOwn(user, member) ? ((user[member] ?? null) as SlotValue) : null;
  };
}
