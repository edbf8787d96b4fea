import type * as z from "zod";
import { type Endpoint, PLATFORM_PREFIX } from "./endpoint.ts";

/** How an endpoint is called, for every client of the platform's API: the studio and the command line. */

type Part<Key extends string, Schema extends z.ZodType> = [z.input<Schema>] extends [undefined]
  ? Partial<Record<Key, undefined>>
  : Record<never, never> extends z.input<Schema>
    ? Partial<Record<Key, z.input<Schema>>>
    : Record<Key, z.input<Schema>>;

/** What a call of the endpoint must be given; a part that may be empty may be left out. */
export type CallParts<E extends Endpoint> = Part<"params", E["params"]> &
  Part<"query", E["query"]> &
  Part<"body", E["body"]>;
export type CallResult<E extends Endpoint> = z.output<E["response"]>;

/** The same without types, for those who build the request. */
export interface LooseParts {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

/** Path and query of a call, from the root of the studio's host. */
export function pathOf(endpoint: Endpoint, parts: Pick<LooseParts, "params" | "query">): string {
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(String(parts.params?.[name])),
  );
  const search = Object.entries(parts.query ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join("&");
  return `${PLATFORM_PREFIX}${path}${search === "" ? "" : `?${search}`}`;
}
