import type { RouteRecord } from "../../definition/records/route.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { viewTypeOf } from "../../view-types/registry.ts";

/** Pages without path parameters that at least some callers may open, in the builder's order. */
export const sitePages = (routes: RouteTable<RouteRecord>): readonly RouteRecord[] =>
  routes.routes
    .filter(
      ({ route, pattern }) =>
        viewTypeOf(route.view)?.isInMenu && pattern.parameters.length === 0 && (route.access ?? "").trim() !== "",
    )
    .map(({ route }) => route);

/** Whether the app has the built-in home page at `/`: it has several lists, and the builder has no page there. */
export const hasHomePage = (routes: RouteTable<RouteRecord>): boolean =>
  routes.match("/") === undefined &&
  sitePages(routes).filter(({ view }) => viewTypeOf(view)?.linkedAs === "list").length > 1;
