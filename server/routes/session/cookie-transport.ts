import type { IncomingMessage } from "node:http";
import type { SessionState } from "#contract/http/session";
import { UserError } from "#engine/errors";
import { type Config, isLoopback } from "../../config/config.ts";

type TransportConfig = Pick<Config, "baseUrl" | "baseUrlGiven" | "insecureHttp">;

/**
 * Browsers drop our cookie over plain http outside localhost, so a sign-in would be answered and the next request would
 * be anonymous. The page says so before anything is typed, and a sign-in is refused with the reason. INSECURE_HTTP
 * allows it, with a banner.
 */
export function transportNotice(config: TransportConfig, request: IncomingMessage): SessionState["notice"] {
  const address = config.baseUrlGiven ? config.baseUrl : `http://${request.headers.host ?? "localhost"}`;
  const { protocol, hostname } = new URL(address);
  if (protocol === "https:" || isLoopback(hostname)) return undefined;
  return config.insecureHttp ? "insecure_http" : "https_needed";
}

export function requireCookieTransport(config: TransportConfig, request: IncomingMessage): void {
  if (transportNotice(config, request) !== "https_needed") return;
  throw new UserError(
    "https_needed",
    "Browsers keep no session over plain http outside localhost. Put https in front of Quintet, open it at http://localhost, or set INSECURE_HTTP=1 if you trust everybody on this network.",
  );
}
