import { randomBytes } from "node:crypto";

/**
 * What browsers may do with what the studio's host sends (Content-Security-Policy and its kin). Everything gets the
 * strictest; the studio's page gets what it needs, and its own styles are known by a nonce that is new each time.
 * Hosted pages have a policy of their own (engine/runtime/http/page-headers.ts), which lets no script run at all.
 */
export const newNonce = (): string => randomBytes(16).toString("base64");

/** In the built index.html, where the nonce belongs (vite.config.ts writes it). */
export const NONCE_PLACEHOLDER = "CSP_NONCE";

/** Data, redirects, files: nothing of it is ever a page. */
export const NO_PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The studio's own files: a worker's script has no other policy than the one it comes with. */
export const FILE_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/** A page of words with one style element: an error's. */
export const wordsPolicy = (nonce: string): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * The studio. Scripts and style elements are ours by the nonce. Previews of templates are
 * `srcdoc` frames with an empty sandbox, and a policy of their own besides this one.
 */
export const studioPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    // What the page's own scripts import is theirs; `'self'` is for browsers that do not know 'strict-dynamic'.
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Previews of builders' pages inherit this policy, and their markup may have style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // The studio's policy is studio/public/trusted-types.js. The frame of the page editor inherits this, and has one of its own.
    "require-trusted-types-for 'script'",
    "trusted-types default page-frame",
  ].join("; ");

/** Devices and signals that neither our own pages nor those of apps, which run no script, use. */
export const PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()";

/** On every response of the studio's host. HSTS only where BASE_URL is https: a browser would lock people out else. */
export function commonHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    "content-security-policy": NO_PAGE_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "permissions-policy": PERMISSIONS,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(isHttps ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
