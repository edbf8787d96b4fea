import { problemOf, retryAfter, UserError } from "../../errors.ts";
import type { AppRequest, AppResponse } from "./app-request.ts";

/** An error as an answer, with details for the log. */
export function failure(error: unknown, request: AppRequest): AppResponse {
  const problem = problemOf(error, request.id);
  const headers: Record<string, string> = {
    "content-type": "application/problem+json; charset=utf-8",
    "cache-control": "no-store",
    ...(error instanceof UserError ? error.headers : {}),
    ...retryAfter(error),
  };
  return {
    status: problem.status,
    headers,
    body: JSON.stringify(problem),
    ...(error instanceof UserError ? {} : { error }),
  };
}
