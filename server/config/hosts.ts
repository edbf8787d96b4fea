import { isIP } from "node:net";
import { slugSchema } from "#engine/definition/identifiers";
import type { Config } from "./config.ts";

/**
 * The target of a request, by its Host header alone. The studio has one host, that of BASE_URL; each app has
 * `<slug>.<that host>`. All other hosts get no page: a name that points at us by another party's DNS  (rebinding, a
 * stale domain) must not work.
 *
 * Without BASE_URL (development) the port is not compared, so that a forwarded port works, and the studio also answers
 * to plain addresses, which cannot be rebound.
 */
export type HostTarget =
  | { readonly kind: "studio" }
  | { readonly kind: "app"; readonly slug: string }
  | { readonly kind: "unknown" };

const unknown: HostTarget = { kind: "unknown" };
const studio: HostTarget = { kind: "studio" };

export function hostResolver(
  config: Pick<Config, "baseUrl" | "baseUrlGiven">,
): (host: string | undefined) => HostTarget {
  const base = new URL(config.baseUrl);
  const suffix = `.${base.hostname}`;

  const resolve = (header: string | undefined): HostTarget => {
    const host = splitHost(header);
    if (host === undefined) return unknown;
    if (config.baseUrlGiven && host.port !== base.port && host.port !== defaultPort(base.protocol, base.port))
      return unknown;
    if (host.name === base.hostname) return studio;
    if (!config.baseUrlGiven && isIP(host.name.replace(/^\[|\]$/g, "")) !== 0) return studio;
    if (!host.name.endsWith(suffix)) return unknown;
    const slug = host.name.slice(0, -suffix.length);
    return slugSchema.safeParse(slug).success ? { kind: "app", slug } : unknown;
  };

  // The same few headers are frequent; headers of strangers must not fill the memory.
  const known = new Map<string, HostTarget>();
  return (header) => {
    if (header === undefined) return unknown;
    const target = known.get(header) ?? resolve(header);
    if (known.size > 1000) known.clear();
    known.set(header, target);
    return target;
  };
}

/** `:443` and nothing are one port for https. */
const defaultPort = (protocol: string, port: string): string =>
  port !== "" ? port : protocol === "https:" ? "443" : "80";

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+?)\.?(?::(\d{1,5}))?$/;

function splitHost(header: string | undefined): { name: string; port: string } | undefined {
  const match = header === undefined || header.length > 260 ? null : HOST.exec(header.toLowerCase());
  if (match?.[1] === undefined || Number(match[2] ?? 0) > 65_535) return undefined;
  return { name: match[1], port: match[2] ?? "" };
}

/** Where an app answers, with a trailing slash. */
export function appUrl(config: Pick<Config, "baseUrl" | "appPorts">, slug: string): string {
  const own = config.appPorts.get(slug);
  if (own !== undefined) return `http://localhost:${own}/`;
  const url = new URL(config.baseUrl);
  url.hostname = `${slug}.${url.hostname}`;
  return url.href;
}
