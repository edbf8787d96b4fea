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

const tags = new WeakMap<Principal, { readonly release: string; readonly tag: string }>();

/** Release and rights in an ETag: what a caller may see of a row can change without the row. */
export function rightsTag(live: LiveApp, caller: Principal): string {
  const known = tags.get(caller);
  if (known?.release === live.release) return known.tag;
  const who = caller.kind === "key" ? `${caller.id} ${groupsKey(caller.groups)}` : `${caller.kind} ${stampOf(caller)}`;
  const tag = shortHash(`${live.appId} ${live.release} ${who}`);
  tags.set(caller, { release: live.release, tag });
  return tag;
}
