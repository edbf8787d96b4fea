import { assertNever } from "../../assert-never.ts";
import { UserError } from "../../errors.ts";
import type { Principal, RequestFacts } from "../../principal.ts";
import type { AppData } from "../data/app-data.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import type { PageCursors } from "../execution/page-cursors.ts";
import { STALE } from "../execution/run-statement.ts";
import type { FormPorts } from "../forms/form-ports.ts";
import type { MailPorts } from "../mail/mail-ports.ts";
import type { Clock, Log } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { answerFailure } from "./answer-failure.ts";
import { type AppRequest, type AppResponse, pathOf } from "./app-request.ts";
import { authenticate } from "./authenticate.ts";
import { type Endpoint, endpointAt } from "./endpoints.ts";
import type { HostedCall } from "./hosted-call.ts";
import { refuseOtherSites } from "./request-origin.ts";
import type { CookieRules } from "./session-cookie.ts";

export interface RequestPorts {
  readonly apps: LiveApps;
  readonly data: AppData;
  readonly clock: Clock;
  readonly log: Log;
  readonly cursors: PageCursors;
  readonly forms: FormPorts;
  readonly mail: MailPorts;
  readonly cookies: CookieRules;
}

/** Answers one request for an app. Never throws: a failure becomes an answer. */
export async function handleRequest(place: AppPlace, request: AppRequest, ports: RequestPorts): Promise<AppResponse> {
  let seen: LiveApp | undefined;
  try {
    const path = pathOf(request.target);
    let endpoint = endpointAt(path);
    if (endpoint.needs === "request") {
      const answer = endpoint.answer(request, path);
      if (answer) return answer;
      endpoint = endpoint.otherwise;
    }
    refuseOtherSites(request, place.appId);
    const asked = { request, ports, path, endpoint };
    return await onLiveRelease(ports.apps, place, (live) => {
      seen = live;
      return answerFrom(live, asked);
    });
  } catch (error) {
    return answerFailure(error, request, seen && { live: seen, clock: ports.clock });
  }
}

interface Asked {
  readonly request: AppRequest;
  readonly ports: RequestPorts;
  readonly path: string;
  readonly endpoint: Exclude<Endpoint, { needs: "request" }>;
}

/** Not async, because nothing is awaited when the caller is known, and every request runs through here. */
function answerFrom(live: LiveApp, asked: Asked): Promise<AppResponse | typeof STALE> {
  const { request, ports, path, endpoint } = asked;
  switch (endpoint.needs) {
    case "release":
      return endpoint.answer({ live, request, path, look: () => ports.apps.look(live.appId, live.environment, live) });
    case "caller": {
      const caller = authenticate(live, request, ports);
      if (!(caller instanceof Promise)) return answerTo(caller, endpoint, live, asked);
      return caller.then((found) => answerTo(found, endpoint, live, asked));
    }
    default:
      return assertNever(endpoint);
  }
}

async function answerTo(
  caller: Principal | typeof STALE,
  endpoint: Extract<Endpoint, { needs: "caller" }>,
  live: LiveApp,
  { request, ports, path }: Asked,
): Promise<AppResponse | typeof STALE> {
  if (caller === STALE) return STALE;
  const { clock, cursors, forms, mail, cookies } = ports;
  const facts: RequestFacts = { method: request.method, path, time: timestampOf(clock.now()) };
  const call: HostedCall = {
    live,
    data: request.client ? ports.data.heldBy(request.client) : ports.data,
    caller,
    who: live.snapshot.rules.classOf(caller),
    entry: endpoint.entry,
    facts,
    look: () => ports.apps.look(live.appId, live.environment, live),
    request,
    clock,
    cursors,
    forms,
    mail,
    cookies,
    path,
    query: request.target.slice(path.length + 1),
  };
  try {
    return await endpoint.answer(call);
  } catch (error) {
    // A refusal may have run no statement: then nothing has said yet that the person's rights are still those.
    if (caller.kind === "user" && error instanceof UserError && (await confirmRelease(call)) === STALE) return STALE;
    throw error;
  }
}

/** Requests within the same millisecond share the text of the time. */
let millisecond = Number.NaN;
let asText = "";
function timestampOf(now: Date): string {
  if (now.getTime() !== millisecond) {
    millisecond = now.getTime();
    asText = now.toISOString();
  }
  return asText;
}
