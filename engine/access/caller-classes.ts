import type { ModelId } from "../definition/ids.ts";
import type { FieldAction, RuleAction } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { groupsKey, type Principal, type PrincipalKind } from "../principal.ts";
import type { RowAccess } from "../query/query-scope.ts";
import type { KnownUser } from "./simplify-rule.ts";

/**
 * Callers that all rules treat alike, except where a row, a value of the caller or a request decides: visitors, builders,
 * the holders of keys of the same groups, and people of the same groups. Statements are compiled per class.
 */
export interface CallerClass {
  readonly key: string;
  readonly kind: PrincipalKind;
  /** No rule narrows them. */
  readonly isUnbound: boolean;
  /** The rights of these callers on rows, for statements. */
  access(modelId: ModelId, action: RuleAction): RowAccess;
  /** The ids of the fields that they may not read: one text for all classes that hide the same. */
  readonly hidden: string;
  /** The same for all that hide the same and may set the same; empty for callers whom no field rule narrows. */
  readonly fieldRights: string;
  /** Whether these callers may read or write a field of the rows that they may. */
  may(action: FieldAction, field: FieldRecord): boolean;
  /** The rule as a function of `record`, `user` and `request`, when it reads no row. */
  judge(modelId: ModelId, action: RuleAction): ((frame: readonly unknown[]) => boolean) | undefined;
}

/** No rule narrows builders, the app itself, and administrators of the app. */
export const isUnbound = (caller: Principal): boolean =>
  caller.kind === "builder" || caller.kind === "app" || (caller.kind === "user" && caller.administrator);

/** `example` is one of the callers of the class. */
type MakeClass = (example: Principal, key: string, user: KnownUser | "open") => CallerClass;

/** The class of a caller. Each is made once, and no text is built for a caller whose class is known. */
export function callerClasses(make: MakeClass): (caller: Principal) => CallerClass {
  const classes = new Map<string, CallerClass>();
  const known = new WeakMap<Principal, CallerClass>();
  return (caller) => {
    let found = known.get(caller);
    if (!found) {
      const key = keyOf(caller);
      found = classes.get(key) ?? make(caller, key, isUnbound(caller) ? "open" : knownUser(caller));
      classes.set(key, found);
      known.set(caller, found);
    }
    return found;
  };
}

/** A group's name has no space, so it cannot equal a kind or a role with its separator. */
function keyOf(caller: Principal): string {
  if (caller.kind === "key") return `key ${groupsKey(caller.groups)}`;
  if (caller.kind !== "user") return caller.kind;
  if (caller.administrator) return "user administrator";
  return `user ${caller.staff ? "staff" : "plain"} ${groupsKey(caller.groups)}`;
}

function knownUser(caller: Principal): KnownUser {
  if (caller.kind === "key") return { kind: "key", groups: caller.groups };
  return caller.kind === "user" ? { kind: "user", groups: caller.groups, staff: caller.staff } : null;
}
