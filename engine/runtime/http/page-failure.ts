import { OperationalError, retryAfter, UserError } from "../../errors.ts";
import type { RenderLimit } from "../../templates/render/render-meter.ts";
import {
  badRequestPage,
  busyPage,
  closedPage,
  type ErrorPage,
  type ErrorPageApp,
  failedPage,
  notFoundPage,
  notPublishedPage,
  overLimitPage,
} from "../../views/pages/error-page.ts";
import { NotPublished } from "../execution/not-published.ts";
import type { AppRequest, AppResponse } from "./app-request.ts";
import { pageHeaders } from "./page-headers.ts";

/** The page exists and this caller may not see it. */
export class PageClosed extends UserError {
  constructor() {
    super("forbidden", "This page is not open to everyone.");
  }
}

/** The page exceeds a limit of rendering for every caller. */
export class PageOverLimit extends Error {
  readonly limit: RenderLimit;
  readonly route: string;
  constructor(limit: RenderLimit, route: string) {
    super(`The page of the route ${route} went over its limit of ${limit}.`);
    this.limit = limit;
    this.route = route;
  }
}

/** An error as a page for people; the reference number is the one in the log. */
export function pageFailure(
  error: unknown,
  request: AppRequest,
  app: ErrorPageApp | undefined,
  isKnown: boolean,
): AppResponse {
  const page = pageOf(error, request, app, isKnown);
  const headers = {
    ...pageHeaders(),
    "cache-control": "no-store",
    ...(error instanceof UserError ? error.headers : {}),
    ...retryAfter(error),
  };
  return { status: page.status, headers, body: page.html, ...(error instanceof UserError ? {} : { error }) };
}

function pageOf(error: unknown, request: AppRequest, app: ErrorPageApp | undefined, isKnown: boolean): ErrorPage {
  if (error instanceof NotPublished) return notPublishedPage(error.label);
  if (error instanceof PageClosed) return closedPage(app, isKnown ? "known" : "anonymous");
  if (error instanceof OperationalError) return busyPage(app, request.id);
  if (error instanceof PageOverLimit) {
    const { limit, route } = error;
    return overLimitPage(app, { limit, route, reference: request.id });
  }
  if (!(error instanceof UserError)) return failedPage(app, request.id);
  if (error.status === 404) return notFoundPage(app);
  return { ...badRequestPage(app, error.message), status: error.status };
}
