import { accepts, mediaType } from "../../rest/negotiate.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { answersByFlow } from "../../view-types/registry.ts";
import { errorPageApp } from "../../views/pages/error-page-app.ts";
import { type OwnErrorPages, ownErrorPages } from "../../views/pages/own-error-page.ts";
import type { Clock } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import { type AppRequest, type AppResponse, header, pathOf } from "./app-request.ts";
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
  const path = pathOf(request.target);
  const snapshot = found?.live.snapshot;
  if (endpointAt(path).failures === "problem" || (snapshot && isForProgram(request, snapshot, path)))
    return failure(error, request);
  const app = snapshot && errorPageApp(snapshot.reader, snapshot.routes);
  const page = pageFailure(error, request, app, found !== undefined && hasKey(request));
  return found ? withOwnPage(page, request, found) : page;
}

/** An address of a flow answers programs and people alike: who asks for no page and sends JSON is none. */
function isForProgram(request: AppRequest, { routes }: AppSnapshot, path: string): boolean {
  const route = routes.match(path)?.route;
  if (!route || !answersByFlow(route.view)) return false;
  const accept = header(request, "accept");
  const asksForPage = accept !== undefined && accepts(accept, "text/html") && accept !== "*/*";
  return !asksForPage || mediaType(header(request, "content-type")) === "application/json";
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
