import { UserError } from "../../errors.ts";
import { type RedirectAnswer, redirectTo } from "../../views/redirect-to.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { STALE } from "../execution/run-statement.ts";
import { admitTo, noPage } from "./admit-to.ts";
import type { AppResponse } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import type { HostedCall } from "./hosted-call.ts";

/** Browsers keep a permanent redirect for an hour, so that a path that is taken back answers again. */
const PERMANENT = "private, max-age=3600";

const statusOf = ({ isPermanent, changesMethod }: RedirectAnswer): number =>
  isPermanent ? (changesMethod ? 301 : 308) : changesMethod ? 302 : 307;

/** A path that leads elsewhere; undefined when another view answers at it. Forms that are sent to it follow. */
export async function answerRedirect(call: HostedCall): Promise<AppResponse | typeof STALE | undefined> {
  const { routes } = call.live.snapshot;
  const match = routes.match(call.path);
  const target = match && redirectTo(routes, match);
  if (!target) return undefined;
  if (!["GET", "HEAD", "POST"].includes(call.request.method)) {
    const headers = { allow: "GET, HEAD, POST" };
    throw new UserError("method_not_allowed", "This address leads to another one.", { headers });
  }
  admitTo(call, match.route);
  if (target === "unfit") throw noPage();
  if ((await confirmRelease(call)) === STALE) return STALE;
  const query = target.isOwn && call.query !== "" ? `?${call.query}` : "";
  return {
    status: statusOf(target),
    headers: {
      location: `${target.location}${query}`,
      "cache-control": target.isPermanent ? PERMANENT : "private, no-cache",
      vary: VARY_BY_CALLER,
    },
    body: undefined,
  };
}
