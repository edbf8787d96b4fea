import type { IncomingMessage } from "node:http";
import { UserError } from "#engine/errors";
import { type Config, isLoopback } from "../../config/config.ts";

/**
 * Browsers drop our cookie over plain http outside localhost, and then a sign-in "works" and nobody is signed in. So
 * it is refused with the reason, before a password has gone over the wire a second time.
 */
export function requireCookieTransport(
  config: Pick<Config, "baseUrl" | "baseUrlGiven" | "insecureHttp">,
  request: IncomingMessage,
): void {
  if (config.insecureHttp) return;
  const url = new URL(config.baseUrlGiven ? config.baseUrl : `http://${request.headers.host ?? "localhost"}`);
  if (url.protocol === "https:" || isLoopback(url.hostname)) return;
  throw new UserError(
    "https_needed",
    "Browsers keep nobody signed in over plain http outside localhost. Put https in front of Quintet, open it at http://localhost, or set INSECURE_HTTP=1 if this network is yours alone.",
  );
}
