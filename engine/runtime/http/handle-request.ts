import { UserError } from "../../errors.ts";
import { type Principal, type RequestFacts, visitor } from "../../principal.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { errorPageApp } from "../../views/pages/error-page-app.ts";
import type { AppData } from "../data/app-data.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import { STALE } from "../execution/run-statement.ts";
import type { Clock, Log } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { answerApi } from "./answer-api.ts";
import { API_DOCS_PATH, answerApiDocs, isApiDocs } from "./answer-api-docs.ts";
import { answerAsset } from "./answer-asset.ts";
import { answerPage } from "./answer-page.ts";
import { type AppRequest, type AppResponse, header } from "./app-request.ts";
import { failure } from "./failure.ts";
import { pageFailure } from "./page-failure.ts";

export interface RequestPorts {
  readonly apps: LiveApps;
  readonly data: AppData;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers one request for an app, whatever happens: a failure is an answer too. */
export async function handleRequest(place: AppPlace, request: AppRequest, ports: RequestPorts): Promise<AppResponse> {
  const path = pathOf(request.target);
  let seen: LiveApp | undefined;
  try {
    const asset = answerAsset(request, path);
    if (asset) return asset;
    return await onLiveRelease(ports.apps, place, (live) => {
      seen = live;
      return answer(live, request, ports);
    });
  } catch (error) {
    if (isForClients(path)) return failure(error, request);
    const app = seen && errorPageApp(seen.snapshot.reader, seen.snapshot.routes);
    return pageFailure(error, request, app, header(request, "authorization") !== undefined);
  }
}

const pathOf = (target: string): string => {
  const mark = target.indexOf("?");
  return mark < 0 ? target : target.slice(0, mark);
};

/** Who asks under /api/ reads problem+json; everybody else reads pages. */
export const isForClients = (path: string): boolean => path.startsWith("/api/") && path !== API_DOCS_PATH;

/** Not async, as nothing of it waits where the caller is known: this is the way of every request. */
function answer(live: LiveApp, request: AppRequest, ports: RequestPorts): Promise<AppResponse | typeof STALE> {
  const { target } = request;
  const path = pathOf(target);
  if (isApiDocs(path)) {
    return answerApiDocs(live, request, path, () => ports.apps.look(live.appId, live.environment, live));
  }
  const caller = callerOf(live, request, ports);
  return caller instanceof Promise
    ? caller.then((found) => (found === STALE ? STALE : answerTo(found, { live, request, ports, path })))
    : answerTo(caller, { live, request, ports, path });
}

interface Asked {
  readonly live: LiveApp;
  readonly request: AppRequest;
  readonly ports: RequestPorts;
  readonly path: string;
}

function answerTo(caller: Principal, { live, request, ports, path }: Asked): Promise<AppResponse | typeof STALE> {
  const query = request.target.slice(path.length + 1);
  const who = live.snapshot.rules.classOf(caller);
  const { clock } = ports;
  const facts: RequestFacts = { method: request.method, path, time: timestampOf(clock.now()) };
  const data = request.client ? ports.data.heldBy(request.client) : ports.data;
  const look = () => ports.apps.look(live.appId, live.environment, live);
  if (path.startsWith(API_PREFIX)) return answerApi({ live, data, request, caller, who, facts, path, query, look });
  if (isForClients(path)) throw new UserError("not_found", "The API has nothing under this address.");
  return answerPage({ live, data, clock, request, caller, who, facts, path, query, look });
}

/** The requests of one millisecond share its text. */
let millisecond = Number.NaN;
let asText = "";
function timestampOf(now: Date): string {
  if (now.getTime() !== millisecond) {
    millisecond = now.getTime();
    asText = now.toISOString();
  }
  return asText;
}

const KEY = /^Bearer (qk_[A-Za-z0-9_-]{20,100})$/i;

/** `Authorization: Bearer qk_…`. A key that is not ours is an error even where nobody need be known. */
function callerOf(
  live: LiveApp,
  request: AppRequest,
  ports: RequestPorts,
): Principal | Promise<Principal | typeof STALE> {
  const authorization = header(request, "authorization");
  if (authorization === undefined) return visitor;
  const secret = KEY.exec(authorization)?.[1];
  const caller = secret === undefined ? null : ports.apps.caller(live, secret);
  if (caller instanceof Promise) return caller.then((found) => (found === "stale" ? STALE : validCaller(found)));
  return validCaller(caller);
}

function validCaller(caller: Principal | null): Principal {
  if (caller) return caller;
  throw new UserError("invalid_credentials", "This API key is not valid for this app, or was revoked.", {
    headers: { "www-authenticate": 'Bearer realm="api", error="invalid_token"' },
  });
}
