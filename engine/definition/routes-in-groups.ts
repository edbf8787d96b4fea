import type { RouteRecord } from "./records/route.ts";
import type { RouteGroupRecord } from "./records/route-group.ts";

/**
 * Routes as they answer: with the prefix of their group before their path, and open only to whom the group admits too.
 * A route whose group does not exist is open to nobody; engine/checks reports it.
 *
 *   group /staff, access user.group == "staff" · route /books/, access true
 *   → /staff/books/, access user.group == "staff"
 */
export function routesInGroups(
  routes: readonly RouteRecord[],
  groups: readonly RouteGroupRecord[],
): readonly RouteRecord[] {
  if (routes.every(({ groupId }) => groupId === undefined)) return routes;
  const byId = new Map(groups.map((group) => [group.id, group]));
  return routes.map((route) => {
    if (route.groupId === undefined) return route;
    const group = byId.get(route.groupId);
    const { access: _, ...rest } = route;
    if (!group) return rest;
    const access = bothAccesses(group.access, route.access);
    return { ...rest, path: pathInGroup(group, route.path), ...(access === undefined ? {} : { access }) };
  });
}

export const pathInGroup = ({ prefix }: Pick<RouteGroupRecord, "prefix">, path: string): string => `${prefix}${path}`;

/** Both hold. A route without access is open to nobody, whatever its group says. */
function bothAccesses(ofGroup: string | undefined, ofRoute: string | undefined): string | undefined {
  if (ofRoute === undefined || ofGroup === undefined || isTrue(ofGroup) || ofGroup === ofRoute) return ofRoute;
  return isTrue(ofRoute) ? ofGroup : `(${ofGroup}) and (${ofRoute})`;
}

const isTrue = (expression: string): boolean => expression.trim() === "true";
