import type { RuleAction } from "../../definition/records/access.ts";
import { UserError } from "../../errors.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { accepts, matchesTag } from "../../rest/negotiate.ts";
import { parseQuery } from "../../rest/query-string.ts";
import { shortHash } from "../../short-hash.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { STALE } from "../execution/run-statement.ts";
import { type AppResponse, header, type ResponseHeaders } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import type { HostedCall } from "./hosted-call.ts";

const METHODS = "GET, HEAD, OPTIONS";

interface Resource {
  readonly name: string;
  readonly label: string;
  readonly url: string;
  /** Of the list's address. */
  readonly methods: readonly string[];
  /** Of a row's address, which is the list's with its key. */
  readonly rowMethods: readonly string[];
}

/**
 * `/api/v1/`: what this caller may read or write, and where. A model of which no rule lets the caller do anything is left
 * out. Whether a rule holds for a certain row, only a request for that row tells.
 */
export async function answerApiIndex(call: HostedCall): Promise<AppResponse | typeof STALE> {
  const { request, live } = call;
  if (request.method === "OPTIONS") {
    if ((await confirmRelease(call)) === STALE) return STALE;
    return { status: 204, headers: { allow: METHODS }, body: undefined };
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new UserError("method_not_allowed", `This address takes ${METHODS}.`, { headers: { allow: METHODS } });
  }
  if (!accepts(header(request, "accept"), "application/json")) {
    throw new UserError("not_acceptable", "This is served as application/json.");
  }
  const [parameter] = parseQuery(call.query).names;
  if (parameter !== undefined) {
    throw new UserError("unknown_parameter", `There is no parameter "${parameter.slice(0, 60)}" here.`);
  }
  if ((await confirmRelease(call)) === STALE) return STALE;
  const resources = [...live.snapshot.resources.values()].map((unit) => resourceOf(call, unit));
  const body = JSON.stringify({
    resources: resources.filter(({ methods, rowMethods }) => methods.length + rowMethods.length > 0),
  });
  const etag = `"${shortHash(body)}"`;
  const headers: ResponseHeaders = { etag, "cache-control": "private, no-cache", vary: VARY_BY_CALLER };
  const known = header(request, "if-none-match");
  if (known !== undefined && matchesTag(known, etag)) return { status: 304, headers, body: undefined };
  headers["content-type"] = "application/json; charset=utf-8";
  return { status: 200, headers, body };
}

function resourceOf({ live, caller, facts, request }: HostedCall, unit: ModelUnit): Resource {
  const may = (action: RuleAction) => live.snapshot.rules.permits(unit.model.id, action, caller, facts);
  const canRead = may("read");
  // A row that cannot be read can be neither changed nor deleted.
  const canUpdate = canRead && may("update");
  const canDelete = canRead && may("delete");
  const listed = (...methods: readonly (string | false)[]) => methods.filter((method) => method !== false);
  return {
    name: unit.path,
    label: pluralOf(unit.model),
    url: `${request.origin}${API_PREFIX}${unit.path}`,
    methods: listed(canRead && "GET", may("create") && "POST", canUpdate && "PATCH"),
    rowMethods: listed(canRead && "GET", canUpdate && "PATCH", canUpdate && "PUT", canDelete && "DELETE"),
  };
}
