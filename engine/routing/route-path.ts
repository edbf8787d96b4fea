import type { RouteId } from "../definition/ids.ts";

/** What a route table needs to know of a route; a RouteRecord is one. */
export interface RoutePath {
  readonly id: RouteId;
  readonly name: string;
  readonly label: string;
  readonly path: string;
}
