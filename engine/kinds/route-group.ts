import type { RouteGroupRecord } from "../definition/records/route-group.ts";
import type { KindFacts } from "./kind-facts.ts";

export const routeGroup: KindFacts<RouteGroupRecord> = {
  noun: "group of routes",
  describe: ({ label }) => `group of routes ${label}`,
  references: ({ layoutId }) => (layoutId === undefined ? [] : [{ to: layoutId, property: "layoutId" }]),
  expressions: ({ access, label }) =>
    access === undefined
      ? []
      : [
          {
            path: ["access"],
            source: access,
            scope: { name: "route" },
            use: "rule",
            about: () => `Who may open the pages of ${label}`,
          },
        ],
  longTexts: [],
  isSeenByPages: true,
  file: { place: "list", file: "route_groups.json" },
};
