import { errorPageApp } from "../../views/pages/error-page-app.ts";
import type { LiveApp } from "../releases/live-app.ts";
import { type AppRequest, type AppResponse, pathOf } from "./app-request.ts";
import { hasCredentials } from "./authenticate.ts";
import { endpointAt } from "./endpoints.ts";
import { failure } from "./failure.ts";
import { pageFailure } from "./page-failure.ts";

/** An error as the answer for its address: problem+json or a page, in the app's theme where it is known. */
export function answerFailure(error: unknown, request: AppRequest, live: LiveApp | undefined): AppResponse {
  if (endpointAt(pathOf(request.target)).failures === "problem") return failure(error, request);
  const app = live && errorPageApp(live.snapshot.reader, live.snapshot.routes);
  return pageFailure(error, request, app, live !== undefined && hasCredentials(request));
}
