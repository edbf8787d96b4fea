import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { errorPageApp } from "../../views/pages/error-page-app.ts";
import { type OwnErrorPages, ownErrorPages } from "../../views/pages/own-error-page.ts";
import type { Clock } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import { type AppRequest, type AppResponse, pathOf } from "./app-request.ts";
import { hasKey } from "./authenticate.ts";
import { endpointAt } from "./endpoints.ts";
import { failure } from "./failure.ts";
import { pageFailure } from "./page-failure.ts";
import { renderBudget } from "./render-budget.ts";

/** The app that was found for the request, when it was. */
interface FoundApp {
  readonly live: LiveApp;
  readonly clock: Clock;
}

/** An error as the answer for its address: problem+json or a page, in the app's theme where it is known. */
export function answerFailure(error: unknown, request: AppRequest, found: FoundApp | undefined): AppResponse {
  if (endpointAt(pathOf(request.target)).failures === "problem") return failure(error, request);
  const snapshot = found?.live.snapshot;
  const app = snapshot && errorPageApp(snapshot.reader, snapshot.routes);
  const page = pageFailure(error, request, app, found !== undefined && hasKey(request));
  return found ? withOwnPage(page, request, found) : page;
}

const ownPages = new WeakMap<AppSnapshot, OwnErrorPages>();

/** The app's own page for the status, or the built-in one: this runs while something else has failed. */
function withOwnPage(page: AppResponse, request: AppRequest, { live, clock }: FoundApp): AppResponse {
  const { snapshot } = live;
  try {
    let pages = ownPages.get(snapshot);
    if (!pages) {
      pages = ownErrorPages(snapshot.reader, snapshot.routes);
      ownPages.set(snapshot, pages);
    }
    const { method, origin, id, target } = request;
    const asked = { method, origin, id, path: pathOf(target), time: clock.now().toISOString() };
    const html = pages.render(page.status, asked, renderBudget(clock));
    return html === undefined ? page : { ...page, body: html };
  } catch (error) {
    // The page of what failed first is shown; both are in the log.
    return { ...page, error: page.error ?? error };
  }
}
