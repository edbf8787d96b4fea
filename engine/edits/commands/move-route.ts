import { makeRecordId, type RandomBytes, type RouteId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { pathInGroup } from "../../definition/routes-in-groups.ts";
import { canPassTo } from "../../routing/converters.ts";
import { overlapOf } from "../../routing/path-overlap.ts";
import { type PathPattern, parsePathPattern } from "../../routing/path-pattern.ts";
import { leadsTo, type View } from "../../view-types/registry.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { routeNameFor } from "./names.ts";
import { orderAt } from "./order.ts";

/**
 * Another path for a route, without the prefix of its group. `redirectFrom`: a whole path that visitors know and that leads to the new one from then on, as part
 * of the same edit. A redirect that would stand in the way, because the route moves back to its path, is deleted.
 */
export function moveRoute(
  reader: DefinitionReader,
  input: { readonly routeId: RouteId; readonly path: string; readonly redirectFrom?: string },
  random: RandomBytes,
): EditCommand {
  const { routeId, path, redirectFrom } = input;
  const route = reader.routes.find(({ id }) => id === routeId);
  if (!route) return { label: "Move route", operations: [] };
  const group = reader.ofKind("routeGroup").find(({ id }) => id === route.groupId);
  const to = group ? pathInGroup(group, path) : path;
  const label = `Move ${shorten(route.path)} to ${shorten(to)}`;
  const inTheWay = reader.routes.filter((other) => leadsBack(other, route) && areSame(other.path, to));
  const redirect =
    redirectFrom !== undefined && canRedirect(reader, { route, from: redirectFrom, to })
      ? [create(redirectRecord(reader, route, redirectFrom, random))]
      : [];
  return {
    label,
    operations: [...inTheWay.map(({ id }) => remove(id)), update(route.id, { path }), ...redirect],
  };
}

/** Whether visitors of one path can be led to another: it has the same parameters, and no route answers there. */
export function canRedirect(
  reader: DefinitionReader,
  { route, from, to }: { readonly route: RouteRecord; readonly from: string; readonly to: string },
): boolean {
  const [before, after] = [patternOf(from), patternOf(to)];
  if (!before || !after || overlapOf(before, after) === "same") return false;
  const passes = after.parameters.every(({ name, converter }) =>
    before.parameters.some((one) => one.name === name && canPassTo(one.converter, converter)),
  );
  return passes && reader.routes.every((other) => other.id === route.id || !areSame(other.path, from));
}

function redirectRecord(reader: DefinitionReader, route: RouteRecord, from: string, random: RandomBytes): RouteRecord {
  const view = { name: "redirect", to: { routeId: route.id }, isPermanent: true } satisfies View;
  const label = `${route.label} (old address)`.slice(0, 100);
  return {
    kind: "route",
    id: makeRecordId("route", random),
    name: routeNameFor(reader, `${route.name} old`),
    label,
    path: from,
    view,
    ...(route.access === undefined ? {} : { access: route.access }),
    order: orderAt(reader.routes, undefined),
  };
}

const leadsBack = ({ view }: RouteRecord, route: RouteRecord): boolean => {
  const target = leadsTo(view);
  return target !== undefined && "routeId" in target && target.routeId === route.id;
};

const patternOf = (path: string): PathPattern | undefined => {
  const parsed = parsePathPattern(path);
  return parsed.ok ? parsed.pattern : undefined;
};

function areSame(first: string, second: string): boolean {
  const [a, b] = [patternOf(first), patternOf(second)];
  return a !== undefined && b !== undefined && overlapOf(a, b) === "same";
}
