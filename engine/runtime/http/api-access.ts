import type { RuleAction } from "../../definition/records/access.ts";
import { UserError } from "../../errors.ts";
import { groupsKey, type Principal, stampOf } from "../../principal.ts";
import { shortHash } from "../../short-hash.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { HostedCall } from "./hosted-call.ts";

/** 401 for an unknown caller, 403 for a known one: no rule allows this. */
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

/**
 * For visitors by live app, because all apps share one visitor principal; a key's principal belongs to one live app.
 */
const tags = new WeakMap<object, string>();

/** Release and rights in an ETag: the visible part of a row can change without the row. */
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
