import { assertNever } from "../assert-never.ts";
import type { Principal } from "../principal.ts";

/** To whom a rule gives something, with a group by its name: what a caller is asked about. */
export type KnownWho = "everyone" | "visitors" | "users" | { readonly group: string };

/** Whether a rule is for this caller. Its expression then decides. */
export function whoAdmits(who: KnownWho, caller: Principal): boolean {
  if (who === "everyone") return true;
  switch (caller.kind) {
    case "visitor":
      return who === "visitors";
    // A key is not a user, so that what is opened to people who sign in is opened to no key.
    case "key":
      return typeof who === "object" && caller.groups.has(who.group);
    case "user":
      return who === "users" || (typeof who === "object" && caller.groups.has(who.group));
    case "builder":
    case "app":
      return false;
    default:
      return assertNever(caller);
  }
}
