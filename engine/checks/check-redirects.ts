import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { Problem } from "../problem.ts";
import { compileRoutes, type RouteTable } from "../routing/compile-routes.ts";
import { canPassTo } from "../routing/converters.ts";
import { leadsTo } from "../view-types/registry.ts";
import { type Check, problem } from "./check.ts";

/** A redirect leads to a page that is there, with the parameters that its path has, and never back to itself. */
export const checkRedirects: Check = (reader) => {
  const routes = compileRoutes(reader.routes);
  return reader.routes.flatMap((route) => [
    ...targetProblems(reader, routes, route),
    ...(isCircle(reader, routes, route)
      ? [
          problem("ROUTE_E006", {
            on: route.id,
            property: "view",
            message: `The redirect ${route.path} leads back to itself.`,
            hint: "Choose a page that shows something.",
          }),
        ]
      : []),
  ]);
};

function targetProblems(reader: DefinitionReader, routes: RouteTable<RouteRecord>, route: RouteRecord): Problem[] {
  const target = leadsTo(route.view);
  if (!target || !("routeId" in target)) return [];
  const refuse = (message: string, hint: string) => [
    problem("ROUTE_E005", { on: route.id, property: "view", message, hint }),
  ];
  const to = reader.routes.find(({ id }) => id === target.routeId);
  if (!to)
    return refuse(
      `The redirect ${route.path} leads to a route that does not exist.`,
      "Choose another route, or delete it.",
    );
  const own = routes.find(route.name)?.pattern.parameters ?? [];
  const missing = (routes.find(to.name)?.pattern.parameters ?? []).filter(
    ({ name, converter }) => !own.some((one) => one.name === name && canPassTo(one.converter, converter)),
  );
  if (missing.length === 0) return [];
  return refuse(
    `The redirect ${route.path} leads to ${to.path}, which needs ${missing.map(({ name }) => name).join(" and ")}.`,
    "A redirect passes on the parameters of its own path, so both paths have the same ones.",
  );
}

/** Follows redirects, also those that lead to a path of the app. */
function isCircle(reader: DefinitionReader, routes: RouteTable<RouteRecord>, route: RouteRecord): boolean {
  const seen = new Set<RouteRecord["id"]>();
  for (let at: RouteRecord | undefined = route; at; ) {
    if (seen.has(at.id)) return at.id === route.id;
    seen.add(at.id);
    const target = leadsTo(at.view);
    if (!target) return false;
    at =
      "routeId" in target
        ? reader.routes.find(({ id }) => id === target.routeId)
        : routes.match(target.address.split(/[?#]/, 1)[0] ?? "")?.route;
  }
  return false;
}
