import type { Caller, RequestFacts } from "../../access/caller.ts";
import type { RuleAction } from "../../definition/records/access.ts";
import { UserError } from "../../errors.ts";
import { didYouMean } from "../../expressions/nearest-name.ts";
import { oneColumns } from "../../query/compile-one.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { listAnswer } from "../../rest/list-answer.ts";
import { readCursorSlots, readPaging } from "../../rest/list-request.ts";
import { accepts, matchesTag } from "../../rest/negotiate.ts";
import { parseQuery } from "../../rest/query-string.ts";
import { shortHash } from "../../rest/short-hash.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { AppData } from "../data/app-data.ts";
import type { LiveApp } from "../releases/live-app.ts";
import { type AppRequest, type AppResponse, header } from "./app-request.ts";
import { runRead, STALE } from "./run-statement.ts";

export interface ApiCall {
  readonly live: LiveApp;
  readonly data: AppData;
  readonly request: AppRequest;
  readonly caller: Caller;
  readonly facts: RequestFacts;
  readonly path: string;
  readonly query: string;
}

const LIST_METHODS = "GET, HEAD, POST, OPTIONS";
const ROW_METHODS = "GET, HEAD, PATCH, PUT, DELETE, OPTIONS";

/** REST: `/api/v1/books`, `/api/v1/books/12`, with or without a slash at the end. */
export async function answerApi(call: ApiCall): Promise<AppResponse | typeof STALE> {
  const { live, request, path } = call;
  const rest = path.slice(API_PREFIX.length);
  const slash = rest.indexOf("/");
  const name = slash < 0 ? rest : rest.slice(0, slash);
  const unit = live.snapshot.resources.get(name);
  if (!unit) throw unknownResource(live, name);
  const key = slash < 0 ? "" : rest.endsWith("/") ? rest.slice(slash + 1, -1) : rest.slice(slash + 1);
  if (request.method !== "GET" && request.method !== "HEAD") {
    if (request.method === "OPTIONS") {
      return { status: 204, headers: { allow: key === "" ? LIST_METHODS : ROW_METHODS }, body: undefined };
    }
    throw methodNotAllowed(key === "" ? LIST_METHODS : ROW_METHODS);
  }
  if (!accepts(header(request, "accept"), "application/json")) {
    throw new UserError("not_acceptable", "This is served as application/json.");
  }
  allow(call, unit, "read");
  return key === "" ? list(call, unit) : one(call, unit, key);
}

export const methodNotAllowed = (allow: string) =>
  new UserError("method_not_allowed", `This address takes ${allow}.`, { headers: { allow } });

function unknownResource(live: LiveApp, name: string): UserError {
  const near = didYouMean(name.slice(0, 60), live.snapshot.resources.keys());
  return new UserError("not_found", `The API has nothing under this address.${near ? ` ${near}` : ""}`);
}

/** 401 for somebody unknown, 403 for somebody known: no rule lets this caller do it. */
export function allow(call: Pick<ApiCall, "live" | "caller" | "facts">, unit: ModelUnit, action: RuleAction): void {
  const { live, caller, facts } = call;
  if (live.snapshot.rules.permits(unit.model.id, action, caller, facts)) return;
  if (caller.kind === "anonymous") {
    throw new UserError("unauthenticated", "Send an API key: Authorization: Bearer qk_….", {
      headers: { "www-authenticate": 'Bearer realm="api"' },
    });
  }
  throw new UserError("forbidden", "No rule of this app lets this key do that.");
}

/** A row's key from a URL; what is no key is no row. */
export function rowKey(text: string): number {
  const key = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(key)) throw rowNotFound();
  return key;
}

export const rowNotFound = () => new UserError("not_found", "There is no such row.");

async function one(call: ApiCall, unit: ModelUnit, keyText: string): Promise<AppResponse | typeof STALE> {
  const { live, data, request, caller, facts, query } = call;
  const key = rowKey(keyText);
  const compiled = unit.one(caller.kind, parseQuery(query));
  const row = await runRead(data, live, compiled.statement, { slots: { id: key }, caller, facts });
  if (row === STALE) return STALE;
  const version = row[oneColumns.version];
  const body = row[oneColumns.body];
  if (version == null || body == null) throw rowNotFound();
  const etag = compiled.hasNested
    ? `"${version}-${shortHash(body)}"`
    : `"${version}-${compiled.tag}${rightsTag(live, caller)}"`;
  const known = header(request, "if-none-match");
  const headers: Record<string, string> = { etag, "cache-control": "private, no-cache", vary: "authorization" };
  if (known !== undefined && matchesTag(known, etag)) return { status: 304, headers, body: undefined };
  headers["content-type"] = "application/json; charset=utf-8";
  return { status: 200, headers, body };
}

const tags = new WeakMap<Caller, { readonly release: string; readonly tag: string }>();

/** Release and rights in an ETag: what a caller may see of a row can change without the row. */
function rightsTag(live: LiveApp, caller: Caller): string {
  const known = tags.get(caller);
  if (known?.release === live.release) return known.tag;
  const who = caller.kind === "key" ? `${caller.id} ${caller.group ?? ""}` : caller.kind;
  const tag = shortHash(`${live.appId} ${live.release} ${who}`);
  tags.set(caller, { release: live.release, tag });
  return tag;
}

async function list(call: ApiCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  const { live, data, request, caller, facts } = call;
  const parameters = parseQuery(call.query);
  const paging = readPaging(parameters);
  const { shape, statement } = unit.list(caller.kind, parameters, paging);
  const slots: Record<string, SqlValue> = {};
  for (let index = 0; index < shape.readers.length; index++) {
    shape.readers[index]?.(parameters.values[index] as string, slots);
  }
  if (paging.start.kind === "offset") slots.offset = paging.start.offset;
  else if (paging.start.kind === "cursor") {
    readCursorSlots(unit.view(caller.kind), shape, paging.start.cursor, slots);
  }
  const row = await runRead(data, live, statement, { slots, caller, facts });
  if (row === STALE) return STALE;
  const url = `${request.origin}${API_PREFIX}${unit.path}`;
  const { body, link } = listAnswer({ row, shape, paging, parameters, url });
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "private, no-cache",
    vary: "authorization",
  };
  if (link !== undefined) headers.link = link;
  return { status: 200, headers, body };
}
