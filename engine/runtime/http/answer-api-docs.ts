import { promisify } from "node:util";
import { createGunzip, gzip } from "node:zlib";
import type { CallerClass } from "../../access/caller-classes.ts";
import { readableDefinition } from "../../access/readable-reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { UserError } from "../../errors.ts";
import { openApiDocument } from "../../export/openapi/openapi-document.ts";
import { apiDocsUrls } from "../../export/openapi/page/api-docs-assets.ts";
import { apiDocsPage } from "../../export/openapi/page/api-docs-page.ts";
import { matchesTag } from "../../rest/negotiate.ts";
import { shortHash } from "../../short-hash.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { STALE } from "../execution/run-statement.ts";
import { type AppResponse, header } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import type { HostedCall } from "./hosted-call.ts";

export const OPENAPI_PATH = "/api/openapi.json";
export const API_DOCS_PATH = "/api/docs";

/**
 * The app's OpenAPI document, and the page that shows it. Both are made once per release, host and class of callers that
 * field rules treat alike: a field that a caller may not read is not in them. No statement runs for them, so the pointer is
 * read: parts that a newer release closed must not be shown.
 */
export async function answerApiDocs({
  live,
  request,
  path,
  look,
  who,
}: HostedCall): Promise<AppResponse | typeof STALE> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new UserError("method_not_allowed", "This can only be read.", { headers: { allow: "GET, HEAD" } });
  }
  if ((await look()) !== live) return STALE;
  const { gzipped, length, hash } = await fileOf({ snapshot: live.snapshot, who }, request.origin, path);
  const isGzip = acceptsGzip(header(request, "accept-encoding"));
  const etag = isGzip ? `"${hash}-gzip"` : `"${hash}"`;
  const headers: Record<string, string> = {
    etag,
    "cache-control": "no-cache",
    vary: `accept-encoding, ${VARY_BY_CALLER}`,
    ...(path === OPENAPI_PATH ? {} : PAGE_HEADERS),
  };
  const known = header(request, "if-none-match");
  if (known !== undefined && matchesTag(known, etag)) return { status: 304, headers, body: undefined };
  headers["content-type"] = path === OPENAPI_PATH ? "application/json; charset=utf-8" : "text/html; charset=utf-8";
  if (isGzip) headers["content-encoding"] = "gzip";
  // A document of many models is long: it is decompressed while it is sent.
  return { status: 200, headers, body: isGzip ? gzipped : { chunks: unzipped(gzipped), length } };
}

async function* unzipped(gzipped: Uint8Array): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  gunzip.end(gzipped);
  yield* gunzip;
}

const acceptsGzip = (encodings: string | undefined): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\b)/.test(encodings ?? "");

/** Only our own script runs, it connects to this host alone, and it cannot turn text into HTML. */
const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
} as const;

/** Kept compressed: the document of 200 models has 5 MB, and a twentieth of that as gzip. */
interface DocsFile {
  readonly gzipped: Uint8Array;
  /** Of the text, in bytes. */
  readonly length: number;
  readonly hash: string;
}

const made = new WeakMap<AppSnapshot, Map<string, Promise<DocsFile>>>();

/** Two files for each host and class; an app usually has one or two hosts, but in development the port can be anything. */
const MAX_FILES = 16;

interface Documented {
  readonly snapshot: AppSnapshot;
  readonly who: CallerClass;
}

function fileOf({ snapshot, who }: Documented, origin: string, path: string): Promise<DocsFile> {
  let files = made.get(snapshot);
  if (!files) {
    files = new Map();
    made.set(snapshot, files);
  }
  const key = `${path} ${origin} ${who.fieldRights}`;
  let file = files.get(key);
  if (!file) {
    if (files.size >= MAX_FILES) files.clear();
    file = compressed(textOf({ snapshot, who }, origin, path));
    files.set(key, file);
  }
  return file;
}

function textOf({ snapshot, who }: Documented, origin: string, path: string): string {
  const { reader: whole, rules, identity } = snapshot;
  const callers = { whole, mayWrite: (field: FieldRecord) => who.may("write", field) };
  const options = { serverUrl: origin, version: String(identity.releaseNumber), callers };
  const document = openApiDocument(readableDefinition(whole, rules, who), options);
  if (path === API_DOCS_PATH) return apiDocsPage(document, { ...apiDocsUrls, documentHref: OPENAPI_PATH });
  // Labels may contain anything; without a < no client that guesses types takes the text for HTML.
  return JSON.stringify(document).replaceAll("<", "\\u003c");
}

const compressed = async (text: string): Promise<DocsFile> => ({
  gzipped: await promisify(gzip)(text),
  length: Buffer.byteLength(text),
  hash: shortHash(text),
});
