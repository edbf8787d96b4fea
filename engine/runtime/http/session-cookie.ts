import { SIGN_UP_MS } from "../../auth/link-life.ts";
import { cookieNamed } from "./cookie-named.ts";

/**
 * The session cookie of an app. Its prefix restricts it to https and to exactly this host in browsers, so that no page
 * of a neighbouring host can set it; where the operator allows plain http, it has no prefix. The last letters of the
 * app's id distinguish apps on ports of one host.
 */
export interface CookieRules {
  readonly insecureHttp: boolean;
}

const nameOf = (appId: string, { insecureHttp }: CookieRules, kind = "q"): string =>
  `${insecureHttp ? "" : "__Host-"}${kind}_${appId.slice(-8)}`;

/** The cookie of a browser in which somebody signs up: a code that was mailed works there alone. */
const BROWSER = "qv";

const TOKEN = /^qs_[A-Za-z0-9_-]{43}$/;

/** Without an end it lasts until the browser is closed. */
export function sessionCookie(
  appId: string,
  rules: CookieRules,
  { token, maxAgeSeconds }: { readonly token: string; readonly maxAgeSeconds?: number },
): string {
  return cookieText(nameOf(appId, rules), rules, { token, maxAgeSeconds });
}

export const browserCookie = (appId: string, rules: CookieRules, token: string): string =>
  cookieText(nameOf(appId, rules, BROWSER), rules, { token, maxAgeSeconds: SIGN_UP_MS / 1000 });

function cookieText(
  name: string,
  rules: CookieRules,
  { token, maxAgeSeconds }: { readonly token: string; readonly maxAgeSeconds: number | undefined },
): string {
  const parts = [`${name}=${token}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (!rules.insecureHttp) parts.push("Secure");
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  return parts.join("; ");
}

export const clearedSessionCookie = (appId: string, rules: CookieRules): string =>
  sessionCookie(appId, rules, { token: "", maxAgeSeconds: 0 });

/** The token in a Cookie header, if it has the form of a session token. Of two cookies of the name the first. */
export function sessionTokenOf(cookies: string, appId: string, rules: CookieRules): string | undefined {
  return cookieIn(cookies, nameOf(appId, rules), TOKEN);
}

export const browserTokenOf = (cookies: string, appId: string, rules: CookieRules): string | undefined =>
  cookieIn(cookies, nameOf(appId, rules, BROWSER), /^[A-Za-z0-9_-]{43}$/);

function cookieIn(cookies: string, name: string, form: RegExp): string | undefined {
  const token = cookieNamed(cookies, name);
  return token !== undefined && form.test(token) ? token : undefined;
}
