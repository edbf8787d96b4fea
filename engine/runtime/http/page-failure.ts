import { OperationalError, UserError } from "../../errors.ts";
import {
  badRequestPage,
  busyPage,
  closedPage,
  type ErrorPage,
  type ErrorPageApp,
  failedPage,
  notFoundPage,
  notPublishedPage,
} from "../../views/pages/error-page.ts";
import { NotPublished } from "../execution/not-published.ts";
import type { AppRequest, AppResponse } from "./app-request.ts";
import { pageHeaders } from "./page-headers.ts";

/** The page is there and this caller may not see it. */
export class PageClosed extends UserError {
  constructor() {
    super("forbidden", "This page is not open to everyone.");
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
    ...(error instanceof OperationalError ? { "retry-after": String(error.retryAfterSeconds) } : {}),
  };
  return { status: page.status, headers, body: page.html, ...(error instanceof UserError ? {} : { error }) };
}

function pageOf(error: unknown, request: AppRequest, app: ErrorPageApp | undefined, isKnown: boolean): ErrorPage {
  if (error instanceof NotPublished) return notPublishedPage(error.label);
  if (error instanceof PageClosed) return closedPage(app, isKnown ? "known" : "anonymous");
  if (error instanceof OperationalError) return busyPage(app, request.id);
  if (!(error instanceof UserError)) return failedPage(app, request.id);
  if (error.status === 404) return notFoundPage(app);
  return { ...badRequestPage(app, error.message), status: error.status };
}
