import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isLoopback } from "../../config/config.ts";
import type { ServerContext } from "../../context.ts";

/**
 * Who reaches a fresh installation first becomes its owner. From this machine that is the operator; from anywhere else
 * they show that they can read the start's output. The code comes from the secret key, so that several processes
 * agree on it and nothing is stored.
 */
export function setUpCode(context: Pick<ServerContext, "secretKey">): string {
  const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
  const bytes = createHmac("sha256", context.secretKey).update("quintet set-up code").digest();
  const text = Array.from(bytes.subarray(0, 12), (byte) => alphabet[byte % alphabet.length]).join("");
  return text.replace(/(.{4})(?=.)/g, "$1-");
}

export function isSetUpCode(context: Pick<ServerContext, "secretKey">, given: string | undefined): boolean {
  const bare = (text: string) =>
    createHmac("sha256", "compare")
      .update(text.toLowerCase().replace(/[^a-z0-9]/g, ""))
      .digest();
  return timingSafeEqual(bare(given ?? ""), bare(setUpCode(context)));
}

/** A proxy on this machine makes every caller look local; its header, or a public BASE_URL, gives it away. */
export function needsSetUpCode(
  context: Pick<ServerContext, "config">,
  request: IncomingMessage,
  address: string,
): boolean {
  const forwarded = request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined;
  return forwarded || !isLoopback(address) || !isLoopback(new URL(context.config.baseUrl).hostname);
}

/** Whether people can be expected from elsewhere, so that the code is printed at the start. */
export function needsSetUpCodeAnywhere(context: Pick<ServerContext, "config">): boolean {
  const { hosts, baseUrl } = context.config;
  return !hosts.every(isLoopback) || !isLoopback(new URL(baseUrl).hostname);
}
