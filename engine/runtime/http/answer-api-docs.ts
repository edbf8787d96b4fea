import { UserError } from "../../errors.ts";
import { openApiDocument } from "../../export/openapi/openapi-document.ts";
import { apiDocsUrls } from "../../export/openapi/page/api-docs-assets.ts";
import { apiDocsPage } from "../../export/openapi/page/api-docs-page.ts";
import { matchesTag } from "../../rest/negotiate.ts";
import { shortHash } from "../../rest/short-hash.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import type { LiveApp } from "../releases/live-app.ts";
import { type AppRequest, type AppResponse, header } from "./app-request.ts";
import { STALE } from "./run-statement.ts";

export const OPENAPI_PATH = "/api/openapi.json";
export const API_DOCS_PATH = "/api/docs";

export const isApiDocs = (path: string): boolean => path === OPENAPI_PATH || path === API_DOCS_PATH;

/**
 * The app's OpenAPI document, and the page that shows it. Both are the same for everybody and are made once for a
 * release and a host. No statement stands behind them, so the pointer is read: what a release closed is not told of.
 */
export async function answerApiDocs(
  live: LiveApp,
  request: AppRequest,
  path: string,
  look: () => Promise<LiveApp | undefined>,
): Promise<AppResponse | typeof STALE> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new UserError("method_not_allowed", "This can only be read.", { headers: { allow: "GET, HEAD" } });
  }
  if ((await look()) !== live) return STALE;
  const { text, etag } = filesOf(live.snapshot, request.origin)[path === OPENAPI_PATH ? "document" : "page"];
  const headers: Record<string, string> = {
    etag,
    "cache-control": "no-cache",
    ...(path === OPENAPI_PATH ? {} : PAGE_HEADERS),
  };
  const known = header(request, "if-none-match");
  if (known !== undefined && matchesTag(known, etag)) return { status: 304, headers, body: undefined };
  headers["content-type"] = path === OPENAPI_PATH ? "application/json; charset=utf-8" : "text/html; charset=utf-8";
  return { status: 200, headers, body: text };
}

/** Only our own script runs, it talks to this host alone, and it can make no HTML of a text. */
const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
} as const;

interface DocsFile {
  readonly text: string;
  readonly etag: string;
}
interface DocsFiles {
  readonly document: DocsFile;
  readonly page: DocsFile;
}

const made = new WeakMap<AppSnapshot, Map<string, DocsFiles>>();

/** An app answers at a host or two; in development the port may be anything, so they are bounded. */
const MAX_ORIGINS = 4;

function filesOf(snapshot: AppSnapshot, origin: string): DocsFiles {
  let byOrigin = made.get(snapshot);
  if (!byOrigin) {
    byOrigin = new Map();
    made.set(snapshot, byOrigin);
  }
  let files = byOrigin.get(origin);
  if (!files) {
    const options = { serverUrl: origin, version: String(snapshot.identity.releaseId) };
    const document = openApiDocument(snapshot.reader, options);
    const page = apiDocsPage(document, { ...apiDocsUrls, documentHref: OPENAPI_PATH });
    // Labels may hold anything; where a < stands, nothing that guesses at types can take the text for HTML.
    files = { document: file(JSON.stringify(document).replaceAll("<", "\\u003c")), page: file(page) };
    if (byOrigin.size >= MAX_ORIGINS) byOrigin.clear();
    byOrigin.set(origin, files);
  }
  return files;
}

const file = (text: string): DocsFile => ({ text, etag: `"${shortHash(text)}"` });
