import type { RuleAction } from "../../definition/records/access.ts";
import { UserError } from "../../errors.ts";
import { groupsKey, type Principal, stampOf } from "../../principal.ts";
import type { OneShape } from "../../rest/one-request.ts";
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
    : new UserError("forbidden", `No rule of this app lets ${caller.kind === "key" ? "this key" : "you"} do that.`);
}

export const credentialsNeeded = () =>
  new UserError("unauthenticated", "Send an API key: Authorization: Bearer qk_….", {
    headers: { "www-authenticate": 'Bearer realm="api"' },
  });

/** The ETag of a row in a shape. What shows other rows changes without its version, so it is told by its content. */
export function rowTag(
  { live, caller }: Pick<HostedCall, "live" | "caller">,
  { hasNested, tag }: Pick<OneShape, "hasNested" | "tag">,
  { version, body }: { readonly version: string; readonly body: string },
): string {
  return hasNested ? `"${version}-${shortHash(body)}"` : `"${version}-${tag}${rightsTag(live, caller)}"`;
}

/**
 * For visitors by live app, because all apps share one visitor principal; a key's principal belongs to one live app.
 */
const tags = new WeakMap<object, string>();

/** Release and rights in an ETag: the visible part of a row can change without the row. */
function rightsTag(live: LiveApp, caller: Principal): string {
  const holder = caller.kind === "visitor" ? live : caller;
  let tag = tags.get(holder);
  if (tag === undefined) {
    const who =
      caller.kind === "key"
        ? `${caller.id} ${groupsKey(caller.groups)}`
        : `${caller.kind} ${caller.kind === "user" ? caller.session.id : ""} ${stampOf(caller)}`;
    tag = shortHash(`${live.appId} ${live.release} ${who}`);
    tags.set(holder, tag);
  }
  return tag;
}
