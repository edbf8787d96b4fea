import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { parseCookie, stringifySetCookie } from "cookie";
import type { ServerContext } from "../../context.ts";
import { sessionCookieName } from "./session-cookie.ts";

/**
 * A long-lived cookie that says: this browser has signed in to this account before (OWASP's "device cookie"). It gives
 * no access. Its browser's wrong passwords are counted apart from those of all others, so guesses from elsewhere do not
 * make the person wait, and a thief of the cookie only gets one more counter that slows attempts in the same way.
 *
 * The value is `nonce.signature`. The signature covers the account and its password's hash: after a change or a reset
 * of the password no older cookie counts, so a person who knew the old password gets no counter of their own.
 */
export interface Device {
  readonly accountId: string;
  readonly passwordHash: string;
}

const YEAR_IN_SECONDS = 365 * 24 * 60 * 60;

type DeviceContext = Pick<ServerContext, "config" | "secretKey" | "clock">;

const nameOf = (context: DeviceContext): string => `${sessionCookieName(context.config)}-device`;

/** The Set-Cookie line for a browser that has shown the account's password. A browser keeps the nonce that it has. */
export function deviceCookie(context: DeviceContext, device: Device, cookieHeader: string | undefined): string {
  const nonce = knownDevice(context, device, cookieHeader) ?? randomBytes(16).toString("base64url");
  return stringifySetCookie({
    name: nameOf(context),
    value: `${nonce}.${signatureOf(context, device, nonce).toString("base64url")}`,
    httpOnly: true,
    secure: !context.config.insecureHttp,
    sameSite: "strict",
    path: "/",
    maxAge: YEAR_IN_SECONDS,
  });
}

/** The nonce of the device, if this Cookie header shows that it has signed in to this account before. */
export function knownDevice(
  context: DeviceContext,
  device: Device | undefined,
  cookieHeader: string | undefined,
): string | undefined {
  const value = cookieHeader === undefined ? undefined : parseCookie(cookieHeader)[nameOf(context)];
  const [, nonce, signature] = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/.exec(value ?? "") ?? [];
  if (!device || nonce === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, "base64url");
  return timingSafeEqual(signatureOf(context, device, nonce), given) ? nonce : undefined;
}

function signatureOf(context: DeviceContext, device: Device, nonce: string): Buffer {
  const password = createHash("sha256").update(device.passwordHash).digest("hex");
  return createHmac("sha256", context.secretKey)
    .update(`quintet device v1\0${device.accountId}\0${password}\0${nonce}`)
    .digest();
}
