import type { IncomingMessage } from "node:http";
import { UserError } from "#engine/errors";
import type { Config } from "../config/config.ts";

/**
 * The studio's API and socket answer the studio alone. A change needs an Origin that is ours (browsers always send it,
 * scripts will use tokens); and nothing is answered to a page of another origin, not even of a hosted app, whose host
 * is a sibling of our host and whose pages are other people's code.
 */
export function requireSameOrigin(request: IncomingMessage, config: Pick<Config, "baseUrl" | "baseUrlGiven">): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") refuse("This request comes from another site.");

  const { method = "GET", headers } = request;
  const origin = headers.origin;
  if (origin === undefined) {
    if (method === "GET" || method === "HEAD") return;
    refuse("A change needs an Origin header.");
  }
  if (!isStudioOrigin(origin, headers.host, config)) refuse("This request comes from another origin.");
}

/** Whether an Origin header names the studio. Without BASE_URL, the host that was asked counts (see hosts.ts). */
export function isStudioOrigin(
  origin: string | undefined,
  host: string | undefined,
  config: Pick<Config, "baseUrl" | "baseUrlGiven">,
): boolean {
  if (origin === undefined) return false;
  if (origin === config.baseUrl) return true;
  return !config.baseUrlGiven && host !== undefined && origin === `http://${host.toLowerCase()}`;
}

function refuse(why: string): never {
  throw new UserError("bad_origin", `${why} The platform's API answers the studio only.`);
}
