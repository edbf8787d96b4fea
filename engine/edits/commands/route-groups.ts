import { makeRecordId, type RandomBytes, type RouteGroupId, type RouteId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteGroupRecord } from "../../definition/records/route-group.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { orderAt } from "./order.ts";

export function addRouteGroup(
  reader: DefinitionReader,
  input: { readonly label: string; readonly prefix: string },
  random: RandomBytes,
): EditCommand & { readonly group: RouteGroupRecord } {
  const group: RouteGroupRecord = {
    kind: "routeGroup",
    id: makeRecordId("routeGroup", random),
    ...input,
    order: orderAt(reader.ofKind("routeGroup"), undefined),
  };
  return { label: `Add group of routes ${shorten(input.label)}`, operations: [create(group)], group };
}

/**
 * Puts a route into a group, or takes it out of its group. A path that begins with the prefix keeps its address; so does
 * a route that leaves.
 */
export function moveToGroup(
  reader: DefinitionReader,
  input: { readonly routeId: RouteId; readonly groupId: RouteGroupId | undefined },
): EditCommand {
  const route = reader.routes.find(({ id }) => id === input.routeId);
  const group = reader.ofKind("routeGroup").find(({ id }) => id === input.groupId);
  if (!route) return { label: "Move route", operations: [] };
  const inside =
    group && route.path.startsWith(`${group.prefix}/`) ? route.path.slice(group.prefix.length) : route.path;
  const label = group ? `Put ${shorten(route.path)} into ${shorten(group.label)}` : `Take ${shorten(route.path)} out`;
  return { label, operations: [update(route.id, { groupId: group?.id, path: inside })] };
}

/** Its routes keep their addresses and stay open to the same callers alone. */
export function deleteRouteGroup(reader: DefinitionReader, input: { readonly groupId: RouteGroupId }): EditCommand {
  const group = reader.ofKind("routeGroup").find(({ id }) => id === input.groupId);
  if (!group) return { label: "Delete group of routes", operations: [] };
  const freed = reader.routes
    .filter(({ groupId }) => groupId === group.id)
    .map(({ id, path, access }) => update(id, { groupId: undefined, path, access }));
  return { label: `Delete group of routes ${shorten(group.label)}`, operations: [...freed, remove(group.id)] };
}
