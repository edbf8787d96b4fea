import { UserError } from "../../errors.ts";
import { type Principal, visitor } from "../../principal.ts";
import { STALE } from "../execution/run-statement.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { type AppRequest, header } from "./app-request.ts";
import { type CookieRules, sessionTokenOf } from "./session-cookie.ts";

type Found = Principal | typeof STALE;

/** Who knows the holders of credentials, and how cookies are named. */
interface Credentials {
  readonly apps: LiveApps;
  readonly cookies: CookieRules;
}

/**
 * One kind of credentials: the header that contains them, and the look-up of their holder. To add a kind, add a line
 * below.
 */
interface Strategy {
  readonly header: string;
  principal(live: LiveApp, content: string, known: Credentials): Found | Promise<Found>;
}

const KEY = /^Bearer (qk_[A-Za-z0-9_-]{20,100})$/i;

/** `Authorization: Bearer qk_…`. An invalid key is an error even where no credentials are needed. */
const apiKey: Strategy = {
  header: "authorization",
  principal(live, content, { apps }) {
    const secret = KEY.exec(content)?.[1];
    const found = secret === undefined ? null : apps.caller(live, secret);
    if (found instanceof Promise) return found.then((later) => (later === "stale" ? STALE : validKey(later)));
    return validKey(found);
  },
};

function validKey(found: Principal | null): Principal {
  if (found) return found;
  throw new UserError("invalid_credentials", "This API key is not valid for this app, or was revoked.", {
    headers: { "www-authenticate": 'Bearer realm="api", error="invalid_token"' },
  });
}

/** The session of somebody who signed in. After its end they are a visitor, as everybody is who never signed in. */
const session: Strategy = {
  header: "cookie",
  principal(live, content, { apps, cookies }) {
    if (!live.snapshot.users) return visitor;
    const token = sessionTokenOf(content, live.appId, cookies);
    const found = token === undefined ? null : apps.session(live, token);
    if (found instanceof Promise) return found.then((later) => (later === "stale" ? STALE : (later ?? visitor)));
    return found ?? visitor;
  },
};

/** In this order; the first whose header was sent decides alone, and the others are not read. */
const strategies: readonly Strategy[] = [apiKey, session];

/** `Vary` of each answer that can depend on the caller. */
export const VARY_BY_CALLER = strategies.map((strategy) => strategy.header).join(", ");

/** Who sent the request. Not async, since nothing is waited for when the caller is known already. */
export function authenticate(live: LiveApp, request: AppRequest, known: Credentials): Found | Promise<Found> {
  for (const strategy of strategies) {
    const content = header(request, strategy.header);
    if (content !== undefined) return strategy.principal(live, content, known);
  }
  return visitor;
}

/** Whether a key was sent: what a page says to its holder is not what it says to people. */
export const hasKey = (request: AppRequest): boolean => header(request, apiKey.header) !== undefined;
