import { createHash, randomBytes } from "node:crypto";
import { parseCookie, stringifySetCookie } from "cookie";
import type { Config } from "../../config/config.ts";

/**
 * The studio's session cookie. `__Host-` binds it to this host, path `/` and https (browsers count localhost as such).
 * A port is not an origin for cookies, so the name carries ours: two installations on one machine do not sign each
 * other out. With INSECURE_HTTP the prefix and `Secure` go, because browsers would drop the cookie.
 */
type CookieConfig = Pick<Config, "baseUrl" | "insecureHttp">;

export function sessionCookieName(config: CookieConfig): string {
  const port = new URL(config.baseUrl).port;
  return `${config.insecureHttp ? "" : "__Host-"}quintet${port === "" ? "" : `-${port}`}`;
}

export function sessionCookie(config: CookieConfig, token: string, maxAgeSeconds: number): string {
  return stringifySetCookie({
    name: sessionCookieName(config),
    value: token,
    httpOnly: true,
    secure: !config.insecureHttp,
    sameSite: "strict",
    path: "/",
    maxAge: maxAgeSeconds,
  });
}

export const clearedSessionCookie = (config: CookieConfig): string => sessionCookie(config, "", 0);

/** The token in a Cookie header, if it has the form of our tokens. */
export function sessionTokenOf(config: CookieConfig, header: string | undefined): string | undefined {
  const token = header === undefined ? undefined : parseCookie(header)[sessionCookieName(config)];
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}

/** 256 random bits; the database keeps their hash only. */
export const newSessionToken = (): string => randomBytes(32).toString("base64url");
export const hashSessionToken = (token: string): Buffer => createHash("sha256").update(token).digest();
