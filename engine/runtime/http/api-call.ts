import type { CallerClass } from "../../access/compile-rules.ts";
import type { Caller, RequestFacts } from "../../caller.ts";
import type { RuleAction } from "../../definition/records/access.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import { shortHash } from "../../short-hash.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowAccess } from "../data/app-data.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { AppRequest } from "./app-request.ts";

/** One request of the API on its way: who calls, from which snapshot it is answered, and where the rows are. */
export interface ApiCall {
  readonly live: LiveApp;
  readonly data: RowAccess;
  readonly request: AppRequest;
  readonly caller: Caller;
  /** Whose statements run for this caller. */
  readonly who: CallerClass;
  readonly facts: RequestFacts;
  readonly path: string;
  readonly query: string;
  /** Reads the live pointer; gives `live` itself when it is still the one. */
  look(): Promise<LiveApp | undefined>;
}

/** 401 for somebody unknown, 403 for somebody known: no rule lets this caller do it. */
export function allow(call: Pick<ApiCall, "live" | "caller" | "facts">, unit: ModelUnit, action: RuleAction): void {
  const { live, caller, facts } = call;
  if (live.snapshot.rules.permits(unit.model.id, action, caller, facts)) return;
  throw caller.kind === "anonymous"
    ? credentialsNeeded()
    : new UserError("forbidden", "No rule of this app lets this key do that.");
}

const credentialsNeeded = () =>
  new UserError("unauthenticated", "Send an API key: Authorization: Bearer qk_….", {
    headers: { "www-authenticate": 'Bearer realm="api"' },
  });

/** The rule looked at the row and said no. Somebody unknown may be somebody whom it lets. */
export const deniedByRule = (caller: Caller): UserError =>
  caller.kind === "anonymous"
    ? credentialsNeeded()
    : new UserError("rule_denied", "A rule of this app does not allow this for this row.");

/** A row's key from a URL; what is no key is no row. */
export function rowKey(model: ModelRecord, text: string): SqlValue {
  const key = keyOf(model);
  // One address for one row: `012` is not 12.
  const read = key.name === "identity" && text.startsWith("0") ? undefined : key.parse(text);
  if (!read?.ok) throw rowNotFound();
  return read.value;
}

export const rowNotFound = () => new UserError("not_found", "There is no such row.");

const tags = new WeakMap<Caller, { readonly release: string; readonly tag: string }>();

/** Release and rights in an ETag: what a caller may see of a row can change without the row. */
export function rightsTag(live: LiveApp, caller: Caller): string {
  const known = tags.get(caller);
  if (known?.release === live.release) return known.tag;
  const who = caller.kind === "key" ? `${caller.id} ${caller.group ?? ""}` : caller.kind;
  const tag = shortHash(`${live.appId} ${live.release} ${who}`);
  tags.set(caller, { release: live.release, tag });
  return tag;
}
