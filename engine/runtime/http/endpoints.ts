import { UserError } from "../../errors.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import type { EntryPoint } from "../../rest/resource.ts";
import type { STALE } from "../execution/run-statement.ts";
import { ACCOUNTS_PREFIX, AUTH_API_PREFIX, answerAccounts, answerAuthApi } from "./answer-accounts.ts";
import { answerApi } from "./answer-api.ts";
import { API_DOCS_PATH, answerApiDocs, OPENAPI_PATH } from "./answer-api-docs.ts";
import { answerApiIndex } from "./answer-api-index.ts";
import { ASSETS_PREFIX, answerAsset, answerThemeAsset } from "./answer-asset.ts";
import { answerOwnPage } from "./answer-own-page.ts";
import type { AppRequest, AppResponse } from "./app-request.ts";
import type { HostedCall, ReleaseCall } from "./hosted-call.ts";

type Answer = AppResponse | typeof STALE;

/**
 * What answers under an address of an app. A path that ends with a slash includes everything below it. `needs` says
 * what must be known first: the request alone, the live release, or also the caller.
 */
export type Endpoint = {
  readonly path: string;
  /** Clients of the API read problem+json, people read pages. */
  readonly failures: "problem" | "page";
} & (
  | {
      readonly needs: "request";
      /** Undefined when nothing exists under this exact path: then `otherwise` answers. */
      answer(request: AppRequest, path: string): AppResponse | undefined;
      readonly otherwise: Exclude<Endpoint, { needs: "request" }>;
    }
  | { readonly needs: "release"; answer(call: ReleaseCall): Promise<Answer> }
  | { readonly needs: "caller"; readonly entry: EntryPoint; answer(call: HostedCall): Promise<Answer> }
);

/**
 * The first match answers. Their first segments are reserved in engine/routing/reserved-paths.ts; a test compares both
 * lists.
 */
export const endpoints: readonly Endpoint[] = [
  { path: API_PREFIX, failures: "problem", needs: "caller", entry: "api", answer: answerApi },
  { path: API_PREFIX.slice(0, -1), failures: "problem", needs: "caller", entry: "api", answer: answerApiIndex },
  { path: OPENAPI_PATH, failures: "problem", needs: "caller", entry: "api", answer: answerApiDocs },
  { path: API_DOCS_PATH, failures: "page", needs: "caller", entry: "api", answer: answerApiDocs },
  { path: ACCOUNTS_PREFIX, failures: "page", needs: "caller", entry: "pages", answer: answerAccounts },
  { path: AUTH_API_PREFIX, failures: "problem", needs: "caller", entry: "api", answer: answerAuthApi },
  { path: "/api/", failures: "problem", needs: "caller", entry: "api", answer: nothingHere },
  {
    path: ASSETS_PREFIX,
    failures: "page",
    needs: "request",
    answer: answerAsset,
    otherwise: { path: ASSETS_PREFIX, failures: "page", needs: "release", answer: answerThemeAsset },
  },
];

/** Everything else is the app's own: its routes, and the built-in home page, sitemap and robots.txt. */
export const pages = {
  path: "/",
  failures: "page",
  needs: "caller",
  entry: "pages",
  answer: answerOwnPage,
} as const satisfies Endpoint;

export function endpointAt(path: string): Endpoint {
  for (const endpoint of endpoints) {
    if (endpoint.path.endsWith("/") ? path.startsWith(endpoint.path) : path === endpoint.path) return endpoint;
  }
  return pages;
}

function nothingHere(): never {
  throw new UserError("not_found", "The API has nothing under this address.");
}
