import type { RouteRecord } from "../../definition/records/route.ts";
import { UserError } from "../../errors.ts";
import { type Principal, userOf, visitor } from "../../principal.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import { type HomePage, homePage } from "../../views/site/home-page.ts";
import { openPages } from "../../views/site/open-pages.ts";
import { hasHomePage } from "../../views/site/site-pages.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { STALE } from "../execution/run-statement.ts";
import { toSignIn } from "./accounts/to-sign-in.ts";
import { answerPage } from "./answer-page.ts";
import type { AppResponse } from "./app-request.ts";
import { conditionalPage } from "./conditional-page.ts";
import type { HostedCall } from "./hosted-call.ts";
import { PageClosed, PageOverLimit } from "./page-failure.ts";
import { pageHeaders } from "./page-headers.ts";
import { renderBudget } from "./render-budget.ts";

/** A page that the engine makes; undefined when it has nothing to show to this caller. */
type BuiltInPage = (call: HostedCall) => { readonly contentType: string; readonly body: string } | undefined;

const builtInPages: Readonly<Record<string, BuiltInPage>> = {
  "/": home,
  "/sitemap.xml": sitemap,
  "/robots.txt": robots,
};

/** The app's own pages. A visitor whom one refuses may sign in first, where the app has users. */
export async function answerOwnPage(call: HostedCall): Promise<AppResponse | typeof STALE> {
  try {
    return await answerPageOrBuiltIn(call);
  } catch (error) {
    const { caller, live, request } = call;
    const isAsked = request.method === "GET" || request.method === "HEAD";
    if (!(error instanceof PageClosed) || caller.kind !== "visitor" || !live.snapshot.users || !isAsked) throw error;
    // A release that opens the page may be live by now.
    return (await confirmRelease(call)) === STALE ? STALE : toSignIn(call);
  }
}

/** Where no route matches, the built-in home page, sitemap and robots.txt. */
async function answerPageOrBuiltIn(call: HostedCall): Promise<AppResponse | typeof STALE> {
  const builtIn = Object.hasOwn(builtInPages, call.path) ? builtInPages[call.path] : undefined;
  if (!builtIn || call.live.snapshot.routes.match(call.path)) return answerPage(call);
  const answer = builtIn(call);
  // The app's own "not found".
  if (!answer) return answerPage(call);
  if (call.request.method !== "GET" && call.request.method !== "HEAD") {
    throw new UserError("method_not_allowed", "This page can only be read.", { headers: { allow: "GET, HEAD" } });
  }
  if ((await confirmRelease(call)) === STALE) return STALE;
  const headers = { ...pageHeaders(), "content-type": answer.contentType };
  return conditionalPage(call.request, { status: 200, headers, body: answer.body });
}

const homes = new WeakMap<AppSnapshot, HomePage>();

function home(call: HostedCall) {
  const { live, caller, facts, clock, request } = call;
  const { snapshot } = live;
  if (!hasHomePage(snapshot.routes)) return undefined;
  const pages = pagesOpenTo(call, caller);
  if (pages.length === 0) return undefined;
  let page = homes.get(snapshot);
  if (!page) {
    page = homePage(snapshot.reader, snapshot.routes);
    homes.set(snapshot, page);
  }
  const { method, time } = facts;
  const { path, query } = call;
  const data = page.data(
    { method, origin: request.origin, path, query, id: request.id, time, user: userOf(caller) },
    pages,
  );
  const result = page.template.render(data, renderBudget(clock));
  if (!result.ok) throw new PageOverLimit(result.problem.limit, "/");
  return { contentType: page.template.contentType, body: result.html };
}

/** The pages that everyone may open: their access is `true`, and a visitor may read the rows of a list. */
function sitemap(call: HostedCall) {
  const { routes } = call.live.snapshot;
  const open = pagesOpenTo(call, visitor).filter(({ access }) => access?.trim() === "true");
  const paths = open.map(({ name, path }) => routes.reverse(name) ?? path);
  if (hasHomePage(routes) && open.length > 0) paths.unshift("/");
  const urls = paths.map((path) => `  <url><loc>${escapeHtml(`${call.request.origin}${path}`)}</loc></url>\n`);
  return {
    contentType: "application/xml; charset=utf-8",
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("")}</urlset>\n`,
  };
}

function robots({ request }: HostedCall) {
  return {
    contentType: "text/plain; charset=utf-8",
    body: `User-agent: *\nDisallow: /api/\nSitemap: ${request.origin}/sitemap.xml\n`,
  };
}

const pagesOpenTo = ({ live, facts }: HostedCall, caller: Principal): readonly RouteRecord[] =>
  openPages({ ...live.snapshot, caller, facts });
