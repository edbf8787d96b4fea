import type { ResponseHeaders } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";

/**
 * Headers of every page. A page can depend on its caller, so no cache may keep it. A page runs no script and sends its
 * forms only to its own host; builders' styles and images are allowed.
 */
export const pageHeaders = (): ResponseHeaders => ({
  "content-type": "text/html; charset=utf-8",
  "cache-control": "private, no-cache",
  vary: VARY_BY_CALLER,
  "content-security-policy": PAGE_POLICY,
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
});

const PAGE_POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src * data:; media-src *; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
