import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Whether an address is one of the trusted proxies. */
export function proxyMatcher(trustedProxies: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (text) => {
    const address = plain(text);
    return isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  };
}

/**
 * The caller's address: the socket's, or, when that is a trusted proxy, the last entry of X-Forwarded-For that is not
 * one. What a caller writes into the header himself stands left of what our proxies add, and is never believed.
 */
export function clientAddressReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyMatcher(trustedProxies);

  return (request) => {
    let address = plain(request.socket.remoteAddress ?? "");
    if (trustedProxies.length === 0 || !isTrusted(address)) return address;
    const header = request.headers["x-forwarded-for"];
    const hops = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((hop) => plain(hop.trim()));
    for (const hop of hops.reverse()) {
      if (isIP(hop) === 0) break;
      address = hop;
      if (!isTrusted(hop)) break;
    }
    return address;
  };
}

/** `::ffff:10.0.0.1` is the IPv4 address it holds. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");
