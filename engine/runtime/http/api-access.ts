import type { RuleAction } from "../../definition/records/access.ts";
import { UserError } from "../../errors.ts";
import { groupsKey, type Principal, stampOf } from "../../principal.ts";
import { shortHash } from "../../short-hash.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { HostedCall } from "./hosted-call.ts";

/** 401 for somebody unknown, 403 for somebody known: no rule lets this caller do it. */
export function allow(call: Pick<HostedCall, "live" | "caller" | "facts">, unit: ModelUnit, action: RuleAction): void {
  const { live, caller, facts } = call;
  if (live.snapshot.rules.permits(unit.model.id, action, caller, facts)) return;
  throw caller.kind === "visitor"
    ? credentialsNeeded()
    : new UserError("forbidden", "No rule of this app lets this key do that.");
}

export const credentialsNeeded = () =>
  new UserError("unauthenticated", "Send an API key: Authorization: Bearer qk_….", {
    headers: { "www-authenticate": 'Bearer realm="api"' },
  });

/** Of visitors by the live app, since all apps have the same visitor; a key's principal belongs to one live app. */
const tags = new WeakMap<object, string>();

/** Release and rights in an ETag: what a caller may see of a row can change without the row. */
export function rightsTag(live: LiveApp, caller: Principal): string {
  const holder = caller.kind === "visitor" ? live : caller;
  let tag = tags.get(holder);
  if (tag === undefined) {
    const who =
      caller.kind === "key" ? `${caller.id} ${groupsKey(caller.groups)}` : `${caller.kind} ${stampOf(caller)}`;
    tag = shortHash(`${live.appId} ${live.release} ${who}`);
    tags.set(holder, tag);
  }
  return tag;
}
