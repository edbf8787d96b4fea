import { UserError } from "../../errors.ts";
import { type AppRequest, header } from "./app-request.ts";
import { cookieNamed } from "./cookie-named.ts";

/**
 * Whether an unsafe request was sent by a page of the app itself, and not by a page of another site in the browser of
 * one of its users. The order matters, because each step is valid only where the steps before it do not decide:
 *
 * 1. `Sec-Fetch-Site`: `same-origin` and `none` pass, all others are refused, including `same-site`: apps are each
 * other's
 *    siblings under one domain, which is why `SameSite` of a cookie is not enough.
 * 2. `Origin`: the app's own passes, another and `null` are refused.
 * 3. Neither, and no session: passes, because no user's rights are used. A script sends neither header.
 * 4. Neither, and a session: the token of that session must be in the request.
 */
export function isOwnRequest(request: AppRequest, session: { readonly isSent: boolean; hasToken(): boolean }): boolean {
  const site = header(request, "sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = header(request, "origin");
  if (origin !== undefined) return origin === request.origin;
  return !session.isSent || session.hasToken();
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses requests that another site makes a browser send with an app's session. A request with `Authorization` is
 * decided by that header alone: no browser adds it automatically, and its cookie is not read.
 */
export function refuseOtherSites(request: AppRequest, appId: string): void {
  if (SAFE.has(request.method) || header(request, "authorization") !== undefined) return;
  if (!hasSessionCookie(header(request, "cookie"), appId)) return;
  // Every browser sends one of the two headers; a client that sends neither has no use for a cookie.
  if (isOwnRequest(request, { isSent: true, hasToken: () => false })) return;
  throw new UserError("bad_origin", "This request was sent by a page of another site, so it was not carried out.");
}

/** Whether a session cookie of the app was sent, under either of its names. */
export function hasSessionCookie(cookies: string | undefined, appId: string): boolean {
  if (cookies === undefined) return false;
  const name = `q_${appId.slice(-8)}`;
  return cookieNamed(cookies, `__Host-${name}`) !== undefined || cookieNamed(cookies, name) !== undefined;
}
