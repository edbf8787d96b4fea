import type { RouteRecord } from "../definition/records/route.ts";
import type { RouteParameters, RouteTable } from "../routing/compile-routes.ts";
import { leadsTo } from "../view-types/registry.ts";

export interface RedirectAnswer {
  readonly location: string;
  readonly isPermanent: boolean;
  readonly changesMethod: boolean;
  /** Of a route of the app, which is given the query of the address too. */
  readonly isOwn: boolean;
}

/**
 * Where a matched path leads; undefined for every other view. `unfit`: the target's path cannot carry these values, such
 * as an empty one. Checks refuse a redirect without its target.
 */
export function redirectTo(
  routes: RouteTable<RouteRecord>,
  { route, params }: { readonly route: RouteRecord; readonly params: RouteParameters },
): RedirectAnswer | "unfit" | undefined {
  const target = leadsTo(route.view);
  if (!target) return undefined;
  const { isPermanent, changesMethod } = target;
  if ("address" in target) return { location: asciiAddress(target.address), isPermanent, changesMethod, isOwn: false };
  const found = routes.routes.find((entry) => entry.route.id === target.routeId);
  const location = found && routes.reverse(found.route.name, params);
  return location === undefined ? "unfit" : { location, isPermanent, changesMethod, isOwn: true };
}

/** A header holds ASCII alone. */
const asciiAddress = (address: string): string =>
  address.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[^!-~]/gu, encodeURIComponent);
